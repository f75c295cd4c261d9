import { resolve } from "node:path";
import { allTools, ensureTools } from "../tools/ensure";
import { writePack } from "../tools/pack";
import { packVariable } from "../tools/packSource";
import { megabytes, type Progress } from "../tools/progress";
import type { Say } from "./operate";

/** Finds, takes or builds the tools and says where they are. */
export async function listTools(progress: Progress, say: Say): Promise<void> {
  for (const [name, path] of Object.entries(await ensureTools(allTools, progress))) say(`${name}  ${path}`);
}

/** Builds the tools and writes them into one file, for machines that then need not. */
export async function packTools(path: string, progress: Progress, say: Say): Promise<void> {
  const file = resolve(path);
  const { bytes, sha256 } = await writePack(file, progress);
  say(`${file}  ${megabytes(bytes)}  sha256 ${sha256}`);
  say("other machines take the tools from it, or from wherever you put it (https://...), with");
  say(`${packVariable}=${file}#sha256=${sha256}`);
}
