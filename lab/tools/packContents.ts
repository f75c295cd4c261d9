import { dirname, posix } from "node:path";
import { definitionFolders } from "../kubernetes/helm/definitions";
import { tools } from "./catalogue";
import { cachedPath } from "./find";
import { cachedFolder } from "./moduleFiles";

/**
 * A pack is a gzip-compressed tar of plain files at `<platform>/<path in the cache>`, such as "linux-x64/etcd-3.6.6/etcd": the paths alone
 * say what it is for and which versions it has.
 */
export interface PackEntry {
  readonly path: string;
  /** "File", "SymbolicLink", "Directory": https://github.com/isaacs/node-tar/blob/main/src/types.ts */
  readonly type: string;
}

/** This machine's, as in a pack's paths. */
export const platform = `${process.platform}-${process.arch}`;

/** Programs that a pack has, relative to the cache. */
export function packedPrograms(): readonly string[] {
  return Object.values(tools).map((tool) => cachedPath(tool, ""));
}

/** Folders of definitions that a pack has, relative to the cache. */
export function packedDefinitions(): readonly string[] {
  return [...new Set(definitionFolders().map((folder) => cachedFolder(folder, "")))];
}

/** All folders that a pack has, relative to the cache: each goes into it in one step. */
export function packedFolders(): readonly string[] {
  return [...packedPrograms().map((program) => dirname(program)), ...packedDefinitions()];
}

/** Why a pack with these entries will not do, as the end of a sentence; undefined where it will. */
export function whyUnfit(entries: readonly PackEntry[], wanted = packedFolders()): string | undefined {
  const foreign = entries.find((entry) => !isPlain(entry));
  if (foreign !== undefined) return `it holds a ${foreign.type} at ${JSON.stringify(foreign.path)}, which no pack of the lab does`;
  const platforms = new Set(entries.map(({ path }) => path.slice(0, path.indexOf("/"))));
  if (!platforms.has(platform)) return `it is for ${[...platforms].join(", ")}, and this machine is ${platform}`;
  const folders = new Set(entries.map(({ path }) => posix.relative(platform, dirname(path))));
  const lacking = wanted.filter((folder) => !folders.has(folder));
  if (lacking.length === 0) return undefined;
  const instead = [...folders].filter((folder) => !wanted.includes(folder));
  return `it lacks ${lacking.join(", ")}${instead.length === 0 ? "" : ` and has ${instead.join(", ")} instead`}`;
}

/** Whether it is a file in a folder of a platform, by a path that leads nowhere else. */
function isPlain({ path, type }: PackEntry): boolean {
  const steps = path.split("/");
  return type === "File" && steps.length >= 3 && steps.every((step) => !["", ".", ".."].includes(step));
}
