import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Group } from "./groups";
import { type EndedProcess, type Failure, failureIn, type ReporterLine } from "./results";

export interface MochaOptions {
  /** The group's files are relative to it. */
  readonly project: string;
  /** Folder for the process's output and its reporter's lines. */
  readonly scratch: string;
  /** Aborted with a signal's name as its reason, which then ends the process. */
  readonly stop: AbortSignal;
  /** Called for each within a second, but not for the process's own death. */
  readonly onFailure: (failure: Failure) => void;
}

// Where .mocharc.json is.
const repository = resolve(__dirname, "..", "..");
const graceMs = 10_000;

/** Runs a group's files in a mocha process, which leads a process group of its own, and resolves when it has ended. */
export async function runMocha({ name, files }: Group, { project, scratch, stop, onFailure }: MochaOptions): Promise<EndedProcess> {
  const start = performance.now();
  const base = join(scratch, name.replaceAll("/", "+"));
  // Files, not pipes: those that a test leaves behind would hold a pipe open.
  const [outputFile, linesFile] = [`${base}.log`, `${base}.jsonl`] as const;
  const output = openSync(outputFile, "w");
  writeFileSync(linesFile, "");
  const mocha = [require.resolve("mocha/bin/mocha.js"), ...files.map((file) => join(project, file))];
  const child = spawn(process.execPath, [...mocha, "--reporter-option", `lines=${linesFile}`], {
    cwd: repository,
    detached: true,
    stdio: ["ignore", output, output],
  });
  closeSync(output);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${process.execPath} could not be started`);

  const lines: ReporterLine[] = [];
  const readLines = (): void => {
    const fresh = linesIn(linesFile, project).slice(lines.length);
    lines.push(...fresh);
    fresh.flatMap((line) => failureIn(name, line) ?? []).forEach(onFailure);
  };
  const reading = setInterval(readLines, 1_000);
  let ending: Promise<void> | undefined;
  const end = (): void => void (ending = endGroup(pid, stop.reason as NodeJS.Signals));
  stop.addEventListener("abort", end);
  // Whatever ends this process, also an error of its own.
  const kill = (): void => void signalGroup(pid, "SIGKILL");
  process.on("exit", kill);

  const [code, signal] = (await once(child, "exit")) as [number, null] | [null, NodeJS.Signals];
  clearInterval(reading);
  stop.removeEventListener("abort", end);
  await ending;
  process.off("exit", kill);
  readLines();
  const seconds = (performance.now() - start) / 1_000;
  return { group: name, lines, output: readFileSync(outputFile, "utf8"), seconds, end: code ?? signal };
}

/** The lines that are whole, with files relative to the project. */
function linesIn(path: string, project: string): readonly ReporterLine[] {
  const whole = readFileSync(path, "utf8").split("\n").slice(0, -1);
  return whole.map((text) => {
    const line = JSON.parse(text) as ReporterLine;
    return line.kind === "end" ? line : { ...line, file: relative(project, resolve(project, line.file)) };
  });
}

/** Resolves when none of its processes is left: those that a test started may be finishing what was under way. */
async function endGroup(leader: number, signal: NodeJS.Signals): Promise<void> {
  signalGroup(leader, signal);
  for (let waited = 0; waited < graceMs && signalGroup(leader, 0); waited += 100) await sleep(100);
  signalGroup(leader, "SIGKILL");
}

/** False where no process of the group is left. */
function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-leader, signal);
  } catch {
    return false;
  }
}
