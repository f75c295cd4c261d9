import { spawn } from "node:child_process";
import { appendFileSync } from "node:fs";
import { identify, type ProcessIdentity } from "../processes/identity";

/** The engine's command line, in the scratch project of one stack. */
export interface Pulumi {
  /** Absolute path. */
  readonly binary: string;
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface RunOfPulumi {
  /** File that takes what it prints. */
  readonly log: string;
  /** Asks it to finish what is under way and stop. */
  readonly signal: AbortSignal | undefined;
  /** On top of the project's own. */
  readonly env: Readonly<Record<string, string>>;
  readonly begun: (identity: ProcessIdentity | undefined) => void;
}

/**
 * In a session of its own, so that Ctrl-C reaches it once and through us: two signals are a hard stop.
 *
 * @returns its exit code; null where a signal ended it
 */
export async function runToItsEnd(pulumi: Pulumi, args: readonly string[], run: RunOfPulumi): Promise<number | null> {
  const child = spawn(pulumi.binary, args, {
    cwd: pulumi.directory,
    env: { ...pulumi.env, ...run.env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (child.pid !== undefined) run.begun(identify(child.pid));
  const write = (chunk: Buffer): void => appendFileSync(run.log, chunk);
  child.stdout.on("data", write);
  child.stderr.on("data", write);
  const interrupt = (): void => void child.kill("SIGINT");
  run.signal?.addEventListener("abort", interrupt, { once: true });
  try {
    return await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
  } finally {
    run.signal?.removeEventListener("abort", interrupt);
  }
}

/** @throws Error with what it says is wrong */
export async function answerOf(pulumi: Pulumi, args: readonly string[]): Promise<string> {
  const child = spawn(pulumi.binary, [...args, "--non-interactive"], {
    cwd: pulumi.directory,
    env: pulumi.env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output: Buffer[] = [];
  const problems: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => problems.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`pulumi ${args.slice(0, 2).join(" ")} failed: ${Buffer.concat(problems).toString("utf8").trim()}`);
  return Buffer.concat(output).toString("utf8");
}
