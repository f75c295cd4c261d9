import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { downloadModule } from "./build";
import { toolCache } from "./find";

/** The files of one folder that a Go module publishes beside its code. */
export interface ModuleFolder {
  /** Path of the module. */
  readonly module: string;
  /** With the "v". */
  readonly version: string;
  /** Path inside the module. */
  readonly folder: string;
}

/** Where the folder is kept. */
export function cachedFolder({ module, version, folder }: ModuleFolder, cache: string): string {
  return join(cache, "modules", `${module}@${version}`, folder);
}

/**
 * Absolute path of the folder in the lab's cache; downloaded from the module proxy the first time, which needs Go on PATH.
 *
 * @throws Error with what Go said
 */
export async function moduleFolder(wanted: ModuleFolder, cache = toolCache()): Promise<string> {
  const cached = cachedFolder(wanted, cache);
  if (existsSync(cached)) return cached;
  const { module, version, folder } = wanted;
  const { Dir } = await downloadModule({ path: module, version });
  mkdirSync(dirname(cached), { recursive: true });
  // In one step: an interrupted copy leaves nothing that could be taken for the folder.
  const scratch = mkdtempSync(`${cached}.`);
  try {
    for (const entry of readdirSync(join(Dir, folder), { withFileTypes: true }))
      if (entry.isFile()) copyFileSync(join(Dir, folder, entry.name), join(scratch, entry.name));
    renameSync(scratch, cached);
  } catch (error) {
    // Another process has copied it meanwhile.
    if (!existsSync(cached)) throw error;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return cached;
}
