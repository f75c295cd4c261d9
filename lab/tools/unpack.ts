import { join, posix } from "node:path";
import { extract, list } from "tar";
import { fetchPack } from "./fetchPack";
import { packedFolders, platform, whyUnfit, type PackEntry } from "./packContents";
import { packVariable, type PackSource } from "./packSource";
import { duration, type Progress } from "./progress";
import { inScratchFolder, install } from "./scratch";

/**
 * Brings a pack's tools and definitions into the cache. Nothing of it is unpacked before its checksum and its contents are known to be
 * right, and each folder gets in place in one step.
 *
 * @throws Error that says what to do where it cannot be had, is another one, or is for another platform or of other versions
 */
export async function unpack(source: PackSource, cache: string, progress: Progress): Promise<void> {
  const started = Date.now();
  await inScratchFolder(cache, async (scratch) => {
    const file = join(scratch, "pack.tgz");
    await fetchPack(source, file, progress);
    progress.show("unpacking the tools", "");
    const unfit = await entriesOf(file).then(whyUnfit, (error: Error) => `it is no gzip-compressed tar (${error.message})`);
    if (unfit !== undefined)
      throw new Error(
        `the tools from ${source.shown} will not do: ${unfit}; ` +
          `make a pack with \`npm run lab -- tools --pack <file>\` where Go is installed, or unset ${packVariable} to build the tools here`,
      );
    const folders = packedFolders();
    const filter = (path: string): boolean => folders.includes(posix.relative(platform, posix.dirname(path)));
    await extract({ file, cwd: scratch, strict: true, preserveOwner: false, noMtime: true, filter });
    for (const folder of folders) install(join(scratch, platform, folder), join(cache, folder));
  });
  progress.keep(`took the tools from ${source.shown} in ${duration((Date.now() - started) / 1000)}`);
}

async function entriesOf(file: string): Promise<readonly PackEntry[]> {
  const entries: PackEntry[] = [];
  await list({ file, strict: true, onReadEntry: ({ path, type }) => void entries.push({ path, type }) });
  return entries;
}
