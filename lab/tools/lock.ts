import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readJson } from "../home";
import { identify, isAlive, type ProcessIdentity } from "../processes/identity";

/**
 * Runs `work` while no other process holds the file. A lock whose holder is gone is taken over. Should two processes take over the same
 * one at the same moment, both work: builds go to folders of their own and are moved in place in one step, so that costs time only.
 *
 * @param waiting called about every second while another process holds it
 */
export async function withLock<T>(path: string, waiting: (holder: ProcessIdentity) => void, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(path), { recursive: true });
  for (let holder = acquire(path); holder !== undefined; holder = acquire(path)) {
    waiting(holder);
    await sleep(1000);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

/** Undefined where the lock is ours now, else who holds it. */
function acquire(path: string): ProcessIdentity | undefined {
  try {
    writeFileSync(path, JSON.stringify(identify(process.pid)), { flag: "wx" });
    return undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const holder = readHolder(path);
  if (holder !== undefined && isAlive(holder)) return holder;
  rmSync(path, { force: true });
  return acquire(path);
}

/** Undefined also for a file that its writer left empty. */
function readHolder(path: string): ProcessIdentity | undefined {
  try {
    return readJson<ProcessIdentity>(path);
  } catch {
    return undefined;
  }
}
