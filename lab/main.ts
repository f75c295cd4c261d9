import { Command } from "commander";
import { interruption } from "./commandLine/context";
import { addInspection } from "./commandLine/inspection";
import { addOperations } from "./commandLine/operations";
import { addUpkeep } from "./commandLine/upkeep";

const lab = new Command("lab")
  .description(
    "The main job without an account: the real Pulumi engine, the unchanged program, simulated clouds, real Kubernetes API servers.",
  )
  .showHelpAfterError();
addOperations(lab);
addInspection(lab);
addUpkeep(lab);

// Whoever reads the output has seen enough, as with `| head`.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

// Once: the engine finishes what is under way and writes its state. Twice: at once.
process.on("SIGINT", () => {
  if (interruption.signal.aborted) process.exit(130);
  process.stderr.write("\ninterrupted: finishing what is under way; Ctrl-C again to stop at once\n");
  interruption.abort();
});

lab.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
