import { rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { LabHome } from "../home";
import { openSupervisor } from "../processes/supervisor";
import { readFrontDoor } from "./registry";

const processName = "front-doors";

/**
 * Starts the process of the lab's front doors, unless it runs. It outlives this one, until `lab down`.
 * @param timeScale how many times faster than in reality health checks run
 */
export async function startFrontDoor(home: LabHome, { timeScale = 1 }: { readonly timeScale?: number } = {}): Promise<void> {
  const supervisor = openSupervisor(home);
  // What a killed process has left would count as ready.
  if (!supervisor.isRunning(processName)) rmSync(home.frontDoor, { force: true });
  await supervisor.start({
    name: processName,
    command: process.execPath,
    args: [
      "--import",
      pathToFileURL(require.resolve("tsx")).href,
      join(__dirname, "main.ts"),
      home.root,
      "--time-scale",
      String(timeScale),
    ],
    ready: () => Promise.resolve(readFrontDoor(home) !== undefined),
    timeoutSeconds: 30,
  });
}
