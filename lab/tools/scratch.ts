import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { identify } from "../processes/identity";

/**
 * Runs `work` in a folder of its own inside the cache, which is gone afterwards: what is interrupted leaves nothing that could be taken
 * for a tool. What killed processes left there goes, too.
 */
export async function inScratchFolder<T>(cache: string, work: (folder: string) => Promise<T>): Promise<T> {
  // By the number of their process.
  const scratch = join(cache, ".building");
  mkdirSync(scratch, { recursive: true });
  removeAbandoned(scratch);
  const folder = mkdtempSync(join(scratch, `${process.pid}-`));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function removeAbandoned(scratch: string): void {
  for (const entry of readdirSync(scratch)) {
    if (identify(Number.parseInt(entry, 10)) === undefined) rmSync(join(scratch, entry), { recursive: true, force: true });
  }
}

/** Moves a folder into the cache in one step. */
export function install(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  try {
    renameSync(from, to);
  } catch (error) {
    // Another process has made the same one meanwhile.
    if (!["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}
