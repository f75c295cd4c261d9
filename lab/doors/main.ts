import { basename, dirname } from "node:path";
import { parseArgs } from "node:util";
import { labHome } from "../home";
import { openFrontDoor } from "./frontDoor";

/** The process of one lab's front doors: `node --import tsx lab/doors/main.ts <lab's root folder> [--time-scale <n>] [--seed <n>]`. Ends with SIGTERM. */
async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { "time-scale": { type: "string", default: "1" }, seed: { type: "string", default: "1" } },
  });
  const [root] = positionals;
  const timeScale = Number(values["time-scale"]);
  const seed = Number(values.seed);
  if (root === undefined || !(timeScale > 0) || !Number.isInteger(seed))
    throw new Error("usage: main.ts <lab's root folder> [--time-scale <a number above 0>] [--seed <a whole number>]");
  // A lab lies in <project>/.lab/<fleet stack>.
  const home = labHome(dirname(dirname(root)), basename(root));

  const frontDoor = await openFrontDoor(home, { timeScale, seed });
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void frontDoor.close().finally(() => process.exit(0)));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
