import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { moduleFolder, type ModuleFolder } from "../../tools/moduleFiles";
import type { KubernetesObject } from "../client";
import type { ReleaseSpec } from "./helmCharts";

/** Charts of nothing but definitions of kinds, and where their project publishes the definitions: the chart's version is the module's. */
const charts: Readonly<Record<string, Omit<ModuleFolder, "version">>> = {
  /** https://github.com/aws/karpenter-provider-aws/tree/main/charts/karpenter-crd */
  "karpenter-crd": { module: "github.com/aws/karpenter-provider-aws", folder: "pkg/apis/crds" },
};

/**
 * The very definitions of the chart, with the rules that the API server then holds objects to.
 *
 * @returns undefined for a chart of anything else
 */
export async function definitionsOf({ chart, version }: ReleaseSpec): Promise<readonly KubernetesObject[] | undefined> {
  const source = charts[chart];
  if (source === undefined) return undefined;
  const folder = await moduleFolder({ ...source, version: `v${version}` });
  return readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .map((file) => parse(readFileSync(join(folder, file), "utf8")) as KubernetesObject);
}
