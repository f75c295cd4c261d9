import { accessSync, constants, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { create } from "tar";
import { definitionFolders } from "../kubernetes/helm/definitions";
import { ensureBuilt } from "./ensure";
import { sha256Of } from "./fetchPack";
import { toolCache } from "./find";
import { moduleFolder } from "./moduleFiles";
import { packedDefinitions, packedPrograms, platform } from "./packContents";
import type { Progress } from "./progress";

/**
 * Writes all tools and definitions of kinds into one file, in one step; equal contents make equal files. What the cache lacks is built and
 * downloaded before.
 *
 * @param file absolute path
 * @throws Error where there is no folder for it, Go is needed and missing, or a build fails
 */
export async function writePack(file: string, progress: Progress): Promise<{ readonly bytes: number; readonly sha256: string }> {
  requirePlaceFor(file);
  await ensureBuilt(progress);
  for (const folder of definitionFolders()) {
    progress.show("gathering definitions of kinds", `${folder.module} ${folder.version}`);
    await moduleFolder(folder);
  }
  progress.show(`writing ${file}`, "usually less than a minute");
  const temporary = `${file}.${process.pid}.new`;
  const remove = (): void => rmSync(temporary, { force: true });
  // A second Ctrl-C ends the process at once.
  process.once("exit", remove);
  try {
    const cache = toolCache();
    const form = { gzip: true, portable: true, mtime: new Date(0), strict: true };
    await create({ ...form, file: temporary, cwd: cache, prefix: platform }, packedFiles(cache));
    const written = { bytes: statSync(temporary).size, sha256: await sha256Of(temporary) };
    renameSync(temporary, file);
    return written;
  } finally {
    remove();
    process.off("exit", remove);
  }
}

function requirePlaceFor(file: string): void {
  const folder = dirname(file);
  try {
    accessSync(`${folder}/`, constants.W_OK);
  } catch (error) {
    throw new Error(`cannot write ${file}: ${folder} is no folder that you may write to; make it, or name a file elsewhere`, {
      cause: error,
    });
  }
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true)
    throw new Error(`cannot write ${file}: it is a folder; name a file in it`);
}

/** Relative to the cache, always in the same order. */
function packedFiles(cache: string): string[] {
  const definitions = packedDefinitions().flatMap((folder) => readdirSync(join(cache, folder)).map((file) => join(folder, file)));
  return [...packedPrograms(), ...definitions].sort();
}
