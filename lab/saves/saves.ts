import { cpSync, constants, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { readJson, writeAtomically, type LabHome } from "../home";
import type { SaveManifest } from "./manifest";

/** One kept copy of a lab. */
export interface Save extends SaveManifest {
  readonly name: string;
}

/** Not below a lab's own folder, which `down --delete` deletes, and by its name no lab. */
const folderName = ".saves";

/** What belongs to processes and not to what they have made. */
const transient = new Set(["lock.json", "processes", "logs", "front-door.json", "front-door-status.json"]);

/** The saves of one lab, in `.lab/.saves/<fleet stack>/<name>`: `save.json`, and `lab` with what the lab's folder held. */
export function openSaves(home: Pick<LabHome, "root" | "fleetStack">) {
  const folder = join(dirname(home.root), folderName, home.fleetStack);
  const contentsOf = (name: string): string => join(folder, name, "lab");
  const manifestOf = (name: string): string => join(folder, name, "save.json");
  /** Names of saves begin with no dot. */
  const [incoming, outgoing] = [join(folder, ".incoming"), join(folder, ".outgoing")];

  const read = (name: string): Save | undefined => {
    const manifest = readJson<SaveManifest>(manifestOf(name));
    return manifest === undefined ? undefined : { name, ...manifest };
  };

  return {
    read,
    /** Oldest first. */
    list(): readonly Save[] {
      const names = existsSync(folder) ? readdirSync(folder) : [];
      return names.flatMap((name) => read(name) ?? []).sort((a, b) => (a.savedAt < b.savedAt ? -1 : 1));
    },
    /** Copies the lab's folder, of which nothing may run. A copy that is cut off is no save. */
    write(name: string, manifest: SaveManifest): void {
      rmSync(incoming, { recursive: true, force: true });
      copy(home.root, join(incoming, "lab"));
      writeAtomically(join(incoming, "save.json"), JSON.stringify(manifest, undefined, 2));
      rmSync(join(folder, name), { recursive: true, force: true });
      renameSync(incoming, join(folder, name));
    },
    /**
     * Puts a save in the place of the lab's folder, of which nothing may run. Cut off, it leaves the old one, the new one, or none, and can be
     * done again.
     *
     * @param lock file of the lab that stays
     */
    putBack(name: string, lock: string): void {
      for (const left of [incoming, outgoing]) rmSync(left, { recursive: true, force: true });
      copy(contentsOf(name), incoming);
      cpSync(lock, join(incoming, basename(lock)));
      renameSync(home.root, outgoing);
      renameSync(incoming, home.root);
      rmSync(outgoing, { recursive: true, force: true });
    },
    remove(name: string): void {
      rmSync(manifestOf(name), { force: true });
      rmSync(join(folder, name), { recursive: true, force: true });
    },
  };
}

export type Saves = ReturnType<typeof openSaves>;

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, {
    recursive: true,
    verbatimSymlinks: true,
    // Shares the blocks where the file system can.
    mode: constants.COPYFILE_FICLONE,
    preserveTimestamps: true,
    filter: (source) => dirname(source) !== from || !transient.has(basename(source)),
  });
}
