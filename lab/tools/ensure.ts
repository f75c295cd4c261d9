import { join } from "node:path";
import { buildTools, requireGo } from "./build";
import { tools, type GoModule, type Tool, type ToolName } from "./catalogue";
import { findTool, toolCache } from "./find";
import { withLock } from "./lock";
import { duration, type Progress } from "./progress";

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
 * Finds the tools and builds those that are missing, which takes minutes once per version and machine.
 *
 * @throws Error where Go is needed and missing, or a build fails: with what to install or the build's last lines
 */
export async function ensureTools<Name extends ToolName>(names: readonly Name[], progress: Progress): Promise<ToolPaths<Name>> {
  const found = await findAll(names);
  const missing = names.filter((name) => !found.has(name));
  if (missing.length > 0) {
    await buildMissing(
      missing.map((name) => tools[name]),
      progress,
    );
    for (const [name, path] of await findAll(missing)) found.set(name, path);
  }
  return Object.fromEntries(found) as ToolPaths<Name>;
}

async function findAll<Name extends ToolName>(names: readonly Name[]): Promise<Map<Name, string>> {
  const paths = await Promise.all(names.map(async (name) => ({ name, path: await findTool(tools[name]) })));
  return new Map(paths.flatMap(({ name, path }) => (path === undefined ? [] : [[name, path]])));
}

async function buildMissing(missing: readonly Tool[], progress: Progress): Promise<void> {
  await requireGo(missing);
  const cache = toolCache();
  const waiting = (holder: { pid: number }): void =>
    progress.show("waiting for another lab that builds the tools", `process ${holder.pid}`);
  await withLock(join(cache, ".lock"), waiting, async () => {
    const built = await findAll(missing.map((tool) => tool.name));
    const modules = byModule(missing.filter((tool) => !built.has(tool.name)));
    let count = 0;
    for (const [module, members] of modules) await buildWithProgress(module, members, `${++count} of ${modules.size}`, cache, progress);
  });
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
