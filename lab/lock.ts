import { rmSync } from "node:fs";
import { join } from "node:path";
import { readJson, writeAtomically, type LabHome } from "./home";
import { identify, isAlive, type ProcessIdentity } from "./processes/identity";

interface Lock {
  readonly owner: ProcessIdentity;
  readonly command: string;
}

export function lockPath(home: LabHome): string {
  return join(home.root, "lock.json");
}

/** One operation at a time on a lab. A lock whose process is gone is nobody's. Returns the release. */
export function lockLab(home: LabHome, command: string): () => void {
  const path = lockPath(home);
  const held = readJson<Lock>(path);
  if (held !== undefined && isAlive(held.owner)) {
    throw new Error(`the lab of ${home.fleetStack} is busy with \`${held.command}\` (process ${held.owner.pid}); wait for it to finish`);
  }
  writeAtomically(path, JSON.stringify({ owner: identify(process.pid), command }));
  return () => rmSync(path, { force: true });
}
