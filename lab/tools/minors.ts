import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { parseVersion, tools, type ToolName } from "./catalogue";
import type { ToolPaths } from "./ensure";

/** Of which what they have written is theirs to read: the state, the store, and the objects in it. */
const writers = ["pulumi", "etcd", "kube-apiserver"] as const satisfies readonly ToolName[];

/** "1.36" by name: what the programs themselves say, since those on PATH may differ from what the lab builds. */
export async function minorsOfWriters(paths: ToolPaths<(typeof writers)[number]>): Promise<Readonly<Record<string, string>>> {
  const asked = writers.map(async (name) => {
    const { stdout } = await promisify(execFile)(paths[name], [...tools[name].versionArguments], { timeout: 15_000 });
    const version = parseVersion(stdout);
    if (version === undefined) throw new Error(`${paths[name]} tells no version: ${stdout.trim()}`);
    return [name, `${version.major}.${version.minor}`] as const;
  });
  return Object.fromEntries(await Promise.all(asked));
}
