import { existsSync } from "node:fs";
import { join } from "node:path";
import { buildTools, requireGo } from "./build";
import { tools, type GoModule, type Tool, type ToolName } from "./catalogue";
import { findBuilt, findTool, toolCache } from "./find";
import { withLock } from "./lock";
import { packedDefinitions } from "./packContents";
import { packSource, packVariable, type PackSource } from "./packSource";
import { duration, type Progress } from "./progress";
import { unpack } from "./unpack";

/** Absolute paths of programs. */
export type ToolPaths<Name extends ToolName = ToolName> = { readonly [N in Name]: string };

export const allTools: readonly ToolName[] = [
  "pulumi",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "etcd",
  "kwok",
  "kubectl",
];

/**
 * Finds the tools. Those that are missing come from the pack that the environment names, with the definitions of kinds that the lab needs
 * besides; without a pack they are built, which takes minutes once per version and machine.
 *
 * @throws Error where the pack cannot be had or is not of these versions, where Go is needed and missing, or where a build fails: with what
 *   to do, what to install or the build's last lines
 */
export async function ensureTools<Name extends ToolName>(names: readonly Name[], progress: Progress): Promise<ToolPaths<Name>> {
  const pack = packSource(process.env);
  const found = await findAll(names, findTool);
  const missing = names.filter((name) => !found.has(name));
  if (pack !== undefined) await takeMissing(pack, missing, progress);
  else if (missing.length > 0) {
    const wanted = missing.map((name) => tools[name].wanted).join(", ");
    const instead = [`put these on PATH: ${wanted}`, `name a pack of tools in ${packVariable} (README.md)`];
    await buildMissing(missing, findTool, instead, progress);
  }
  for (const [name, path] of await findAll(missing, findTool)) found.set(name, path);
  return Object.fromEntries(found) as ToolPaths<Name>;
}

/**
 * Builds every tool that the cache lacks, also where another one is installed: only those of the lab are known to be of the catalogue's
 * versions and to run on other machines.
 *
 * @throws Error where Go is needed and missing, or a build fails
 */
export async function ensureBuilt(progress: Progress): Promise<void> {
  const find = (tool: Tool): Promise<string | undefined> => findBuilt(tool, toolCache());
  const built = await findAll(allTools, find);
  const missing = allTools.filter((name) => !built.has(name));
  if (missing.length > 0) await buildMissing(missing, find, [], progress);
}

type Find = (tool: Tool) => Promise<string | undefined>;

async function findAll<Name extends ToolName>(names: readonly Name[], find: Find): Promise<Map<Name, string>> {
  const paths = await Promise.all(names.map(async (name) => ({ name, path: await find(tools[name]) })));
  return new Map(paths.flatMap(({ name, path }) => (path === undefined ? [] : [[name, path]])));
}

async function takeMissing(pack: PackSource, missing: readonly ToolName[], progress: Progress): Promise<void> {
  const cache = toolCache();
  const lacksDefinitions = (): boolean => packedDefinitions().some((folder) => !existsSync(join(cache, folder)));
  if (missing.length === 0 && !lacksDefinitions()) return;
  await alone(cache, progress, async () => {
    const found = await findAll(missing, findTool);
    if (found.size < missing.length || lacksDefinitions()) await unpack(pack, cache, progress);
  });
}

async function buildMissing(missing: readonly ToolName[], find: Find, instead: readonly string[], progress: Progress): Promise<void> {
  await requireGo(
    missing.map((name) => tools[name]),
    instead,
  );
  const cache = toolCache();
  await alone(cache, progress, async () => {
    const built = await findAll(missing, find);
    const modules = byModule(missing.filter((name) => !built.has(name)).map((name) => tools[name]));
    let count = 0;
    for (const [module, members] of modules) await buildWithProgress(module, members, `${++count} of ${modules.size}`, cache, progress);
  });
}

/** Works while no other process fills the cache. */
function alone(cache: string, progress: Progress, work: () => Promise<void>): Promise<void> {
  const waiting = ({ pid }: { readonly pid: number }): void =>
    progress.show("waiting for another lab that gets the tools", `process ${pid}`);
  return withLock(join(cache, ".lock"), waiting, work);
}

function byModule(missing: readonly Tool[]): Map<GoModule, Tool[]> {
  const modules = new Map<GoModule, Tool[]>();
  for (const tool of missing) modules.set(tool.module, [...(modules.get(tool.module) ?? []), tool]);
  return modules;
}

async function buildWithProgress(
  module: GoModule,
  members: readonly Tool[],
  position: string,
  cache: string,
  progress: Progress,
): Promise<void> {
  const what = `${members.map((tool) => tool.name).join(", ")} ${module.version}`;
  const started = Date.now();
  const elapsed = (): string => duration((Date.now() - started) / 1000);
  const show = (): void =>
    progress.show(`building ${what} (${position})`, `${elapsed()}, usually about ${duration(module.usualSeconds)} the first time`);
  show();
  const ticker = setInterval(show, 1000);
  try {
    await buildTools(module, members, cache);
  } catch (error) {
    throw new Error(`could not build ${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  } finally {
    clearInterval(ticker);
  }
  progress.keep(`built ${what} in ${elapsed()}`);
}
