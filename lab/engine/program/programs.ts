import { spawn, type ChildProcess } from "node:child_process";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";

export interface ProgramLocation {
  /** Absolute path of the program's main file. */
  readonly main: string;
  /** Directory of Pulumi.yaml and the stack files. */
  readonly projectRoot: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Processes for a program, one for each evaluation: while one runs, the next one loads. */
export interface Programs {
  /** One that waits for its `ProgramStart`, with pipes for what it prints and a channel that ends it with the lab. */
  take(): ChildProcess;
  /** Ends those that run or wait. */
  close(): void;
}

/** Before the program and its SDKs. */
const preloads = ["tsx", "./endWithLab", "./withoutStackTraces", "../../../preview/record/deferredModules", "./withoutDebugMessages"].map(
  (preload) => require.resolve(preload),
);

/** @param expected evaluations to come; none is made ahead of more. @default 0 */
export function createPrograms(program: ProgramLocation, expected = 0): Programs {
  const running = new Set<ChildProcess>();
  let ahead: ChildProcess | undefined;
  let left = expected;

  const make = (): ChildProcess => {
    const child = start(program);
    running.add(child);
    child.once("close", () => running.delete(child));
    // Whoever takes it hears of this by itself; one that nobody took must not end the lab.
    child.on("error", () => running.delete(child));
    return child;
  };
  const makeAhead = (): void => {
    ahead = left > 0 ? make() : undefined;
    left -= 1;
  };
  makeAhead();

  return {
    take() {
      const child = ahead !== undefined && running.has(ahead) ? ahead : make();
      makeAhead();
      return child;
    },
    close() {
      for (const child of running) child.kill();
    },
  };
}

function start({ main, projectRoot, env }: ProgramLocation): ChildProcess {
  const imports = preloads.flatMap((preload) => ["--import", pathToFileURL(preload).href]);
  return spawn(process.execPath, [...imports, require.resolve("./programHost"), main], {
    cwd: dirname(main),
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // The SDK reads it once, while it loads.
    env: { ...env, PULUMI_NODEJS_ROOT_DIRECTORY: projectRoot },
  });
}
