import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readJson, writeAtomically, type LabHome } from "../home";
import { findByEnvironment, identify, isAlive, type ProcessIdentity } from "./identity";

/** How to start a process that outlives this one. */
export interface ProcessSpec {
  /** Unique in the lab: names the record and the log. Such as "aws-usw2-1-kube-apiserver". */
  readonly name: string;
  /** Absolute path. */
  readonly command: string;
  readonly args: readonly string[];
  /** On top of this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Asked again and again until it is true; may fail while there is nothing to ask. */
  readonly ready: () => boolean | Promise<boolean>;
  /** @default 60 */
  readonly timeoutSeconds?: number;
}

/** What `processes/<name>.json` says. */
export interface ProcessRecord extends ProcessIdentity {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Names only: values may be secrets. */
  readonly environmentKeys: readonly string[];
}

export interface Supervisor {
  /**
   * Starts it unless it runs, and resolves when it is ready.
   *
   * @throws Error naming the process and its last log lines, where it ends early or is not ready in time; it is stopped then
   */
  start(spec: ProcessSpec): Promise<void>;
  restart(spec: ProcessSpec): Promise<void>;
  isRunning(name: string): boolean;
  /** @throws Error naming the process and its last log lines, where it has ended: for processes that cannot be asked whether they are ready */
  assertRunning(name: string): void;
  /** SIGTERM, and SIGKILL after the grace. Resolves when it has ended. @default graceSeconds 5 */
  stop(name: string, options?: { readonly graceSeconds?: number }): Promise<void>;
  /** Also ends processes of this lab whose record is missing, as after a crash between their start and its record. */
  stopAll(): Promise<void>;
  list(): readonly ProcessRecord[];
  /** The last lines of its log. */
  tail(name: string, lines: number): string[];
}

/** Marks every process of a lab in its environment: `<lab root>/<name>`. */
const marker = "GATEWAY_FLEET_LAB_PROCESS";
const probeMs = 50;

export function openSupervisor(home: LabHome): Supervisor {
  const recordPath = (name: string): string => join(home.processes, `${name}.json`);
  const logPath = (name: string): string => join(home.logs, `${name}.log`);
  const record = (name: string): ProcessRecord | undefined => readJson<ProcessRecord>(recordPath(name));
  const running = (name: string): ProcessRecord | undefined => {
    const found = record(name);
    return found !== undefined && isAlive(found) ? found : undefined;
  };
  const marked = (name?: string): ProcessIdentity[] =>
    findByEnvironment(marker, (value) =>
      name === undefined ? value.startsWith(`${home.root}/`) : value === `${home.root}/${name}`,
    ).filter(({ pid }) => pid !== process.pid);

  const supervisor: Supervisor = {
    async start(spec) {
      if (running(spec.name) === undefined) {
        await Promise.all(marked(spec.name).map((orphan) => end(orphan, 0)));
        launch(spec);
      }
      try {
        await waitReady(spec);
      } catch (error) {
        await supervisor.stop(spec.name);
        throw error;
      }
    },
    async restart(spec) {
      await supervisor.stop(spec.name);
      await supervisor.start(spec);
    },
    isRunning: (name) => running(name) !== undefined,
    assertRunning(name) {
      if (running(name) === undefined) throw failure(name, "has ended");
    },
    async stop(name, { graceSeconds = 5 } = {}) {
      const found = running(name);
      if (found !== undefined) await end(found, graceSeconds);
      rmSync(recordPath(name), { force: true });
    },
    async stopAll() {
      await Promise.all(supervisor.list().map(({ name }) => supervisor.stop(name)));
      await Promise.all(marked().map((orphan) => end(orphan, 1)));
    },
    list() {
      const names = existsSync(home.processes) ? readdirSync(home.processes).filter((file) => file.endsWith(".json")) : [];
      return names.flatMap((file) => record(basename(file, ".json")) ?? []);
    },
    tail(name, lines) {
      if (!existsSync(logPath(name))) return [];
      return readFileSync(logPath(name), "utf8").trimEnd().split("\n").slice(-lines);
    },
  };
  return supervisor;

  function launch(spec: ProcessSpec): void {
    for (const folder of [home.logs, home.processes]) mkdirSync(folder, { recursive: true });
    // The log of the run before is kept beside the new one: it may say why that run ended.
    if (existsSync(logPath(spec.name))) renameSync(logPath(spec.name), join(home.logs, `${spec.name}.previous.log`));
    const log = openSync(logPath(spec.name), "a", 0o600);
    const env = { ...process.env, ...spec.env, [marker]: `${home.root}/${spec.name}` };
    const child = spawn(spec.command, spec.args, { detached: true, cwd: "/", stdio: ["ignore", log, log], env });
    closeSync(log);
    // Without a listener a command that cannot be started would end this process; waitReady reports it.
    child.on("error", () => undefined);
    child.unref();
    const identity = child.pid === undefined ? undefined : identify(child.pid);
    if (identity === undefined) return;
    const { name, command, args } = spec;
    const written: ProcessRecord = { ...identity, name, command, args, environmentKeys: Object.keys(spec.env ?? {}) };
    writeAtomically(recordPath(name), JSON.stringify(written, undefined, 2), 0o600);
  }

  async function waitReady(spec: ProcessSpec): Promise<void> {
    const timeoutSeconds = spec.timeoutSeconds ?? 60;
    const deadline = Date.now() + timeoutSeconds * 1000;
    while (running(spec.name) !== undefined) {
      if (await isReady(spec)) return;
      if (Date.now() > deadline) throw failure(spec.name, `was not ready within ${timeoutSeconds} s`);
      await sleep(probeMs);
    }
    throw failure(
      spec.name,
      existsSync(spec.command) ? "ended before it was ready" : `could not be started: ${spec.command} does not exist`,
    );
  }

  function failure(name: string, what: string): Error {
    const lines = supervisor.tail(name, 15).map((line) => `  ${line}`);
    return new Error([`${name} ${what}; the last lines of ${logPath(name)}:`, ...lines].join("\n"));
  }
}

async function isReady(spec: ProcessSpec): Promise<boolean> {
  try {
    return await spec.ready();
  } catch {
    return false;
  }
}

async function end(target: ProcessIdentity, graceSeconds: number): Promise<void> {
  signal(target, graceSeconds > 0 ? "SIGTERM" : "SIGKILL");
  const deadline = Date.now() + graceSeconds * 1000;
  while (isAlive(target)) {
    if (Date.now() > deadline) signal(target, "SIGKILL");
    await sleep(20);
  }
}

/** To the process and what it has started: it leads a group of its own. Never to a later process with the same number. */
function signal(target: ProcessIdentity, name: NodeJS.Signals): void {
  if (!isAlive(target)) return;
  for (const receiver of [-target.pid, target.pid]) {
    try {
      process.kill(receiver, name);
    } catch (error) {
      // No group of that number, or it has just ended.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}
