import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { LabHome } from "../home";
import { openSupervisor, type ProcessSpec } from "../processes/supervisor";
import { forgetFrontDoor, readFrontDoor } from "./registry";

export interface FrontDoorOptions {
  /** How many times faster than in reality health checks run. @default 1 */
  readonly timeScale?: number;
  /** Of everything that is left to chance. @default 1 */
  readonly seed?: number;
}

const processName = "front-doors";

/** Starts the process of the lab's front doors, unless it runs. It outlives this one, until `lab down`. */
export async function startFrontDoor(home: LabHome, options: FrontDoorOptions = {}): Promise<void> {
  const supervisor = openSupervisor(home);
  if (!supervisor.isRunning(processName)) forgetFrontDoor(home);
  await supervisor.start(spec(home, options));
}

/** Ends what runs and starts it anew: checkers forget what they knew, and count everything as healthy. */
export async function restartFrontDoor(home: LabHome, options: FrontDoorOptions = {}): Promise<void> {
  await openSupervisor(home).stop(processName);
  await startFrontDoor(home, options);
}

function spec(home: LabHome, { timeScale = 1, seed = 1 }: FrontDoorOptions): ProcessSpec {
  const tsx = pathToFileURL(require.resolve("tsx")).href;
  const options = ["--time-scale", String(timeScale), "--seed", String(seed)];
  return {
    name: processName,
    command: process.execPath,
    args: ["--import", tsx, join(__dirname, "main.ts"), home.root, ...options],
    ready: () => Promise.resolve(readFrontDoor(home) !== undefined),
    timeoutSeconds: 30,
  };
}
