import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import { promisify } from "node:util";
import { userCache } from "../userCache";
import { parseVersion, type Tool } from "./catalogue";

/** Where the tools are that the lab has built. */
export function toolCache(environment: NodeJS.ProcessEnv = process.env): string {
  return join(userCache(environment), "tools");
}

/** Where a built tool is kept: one folder per version. */
export function cachedPath(tool: Tool, cache: string): string {
  return join(cache, `${tool.name}-${tool.version}`, tool.name);
}

/**
 * A tool on PATH, then in KUBEBUILDER_ASSETS (the convention of envtest), then in the cache. An installed one must run and answer with
 * an acceptable version, so that a stub or an old release is passed over.
 */
export async function findTool(tool: Tool, environment: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  const folders = [...(environment["PATH"] ?? "").split(delimiter), environment["KUBEBUILDER_ASSETS"] ?? ""].filter(isAbsolute);
  for (const path of folders.map((folder) => join(folder, tool.name))) {
    if ((await isExecutable(path)) && (await answersWithAcceptableVersion(tool, path))) return path;
  }
  return findBuilt(tool, toolCache(environment));
}

/** A tool that the lab has built. */
export async function findBuilt(tool: Tool, cache: string): Promise<string | undefined> {
  const built = cachedPath(tool, cache);
  return (await isExecutable(built)) ? built : undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function answersWithAcceptableVersion(tool: Tool, path: string): Promise<boolean> {
  try {
    const environment = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const { stdout } = await promisify(execFile)(path, [...tool.versionArguments], { timeout: 15_000, env: environment });
    const version = parseVersion(stdout);
    return version !== undefined && tool.accepts(version);
  } catch {
    return false;
  }
}
