import { spawn } from "node:child_process";
import { join, resolve } from "node:path";

export const repository = resolve(__dirname, "../..");

/**
 * Runs a script of the repository, such as "cli/plan.ts", in a process of its own.
 *
 * @returns what it prints, and how long it takes from its start to its end
 * @throws Error with what it says where it fails
 */
export async function run([script = "", ...args]: readonly string[]): Promise<{ readonly stdout: string; readonly seconds: number }> {
  const before = process.hrtime.bigint();
  const child = spawn(process.execPath, ["--import", "tsx", join(repository, script), ...args], {
    cwd: repository,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output: Buffer[] = [];
  const problems: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => problems.push(chunk));
  const code = await new Promise<number | null>((end, fail) => {
    child.once("error", fail);
    child.once("close", end);
  });
  const seconds = Number(process.hrtime.bigint() - before) / 1e9;
  if (code !== 0) throw new Error(`node ${script} ${args.join(" ")} failed: ${Buffer.concat(problems).toString("utf8")}`);
  return { stdout: Buffer.concat(output).toString("utf8"), seconds };
}
