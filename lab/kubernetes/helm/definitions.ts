import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { installedCharts } from "../../../catalogue/versions";
import { moduleFolder, type ModuleFolder } from "../../tools/moduleFiles";
import type { KubernetesObject } from "../client/objects";
import type { Definitions, ReleaseSpec } from "./chart";
import { chartOf } from "./charts";

/** The very definitions of the chart, with the rules that the API server then holds objects to; none of a chart without. */
export async function definitionsOf({ chart, version }: Pick<ReleaseSpec, "chart" | "version">): Promise<readonly KubernetesObject[]> {
  const read = sourcesOf(chart, version).map(async ({ files, ...source }) => {
    const folder = await moduleFolder(source);
    const names = files ?? readdirSync(folder).filter((file) => file.endsWith(".yaml") && file !== "kustomization.yaml");
    return [...names].sort().flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), "utf8")).map(objectIn));
  });
  return (await Promise.all(read)).flat();
}

/** Where the definitions of all charts are that the program installs. */
export function definitionFolders(): readonly ModuleFolder[] {
  return installedCharts.flatMap(({ chart, version }) => sourcesOf(chart, version));
}

function sourcesOf(chart: string, version: string): readonly (Definitions & ModuleFolder)[] {
  return (chartOf(chart)?.definitions ?? []).map((source) => ({ version: `v${version}`, ...source }));
}

function objectIn(document: { toJS(): unknown }): KubernetesObject {
  return document.toJS() as KubernetesObject;
}
