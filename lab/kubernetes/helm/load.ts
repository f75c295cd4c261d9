import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type ArchivedChart, chartInArchive } from "../../../config/charts/archive";
import { isObject } from "../../../facts/properties/path";
import type { Properties } from "../../../facts/properties/values";
import { isBroken, readFaults } from "../../faults";
import type { LabHome } from "../../home";

/** What the check of a release finds where the release says its chart is, or why it finds nothing there. */
export type LoadedChart = ArchivedChart | { readonly failure: string };

/**
 * Loads a release's chart, as the real provider does at every check: a path from its working directory, which is the lab's folder here; from
 * a repository or a registry whatever the release says, since the lab has models of charts and no archives of theirs.
 *
 * @see https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/provider/helm_release.go (locateChart)
 */
export function loadChart(home: Pick<LabHome, "root" | "faults">, inputs: Properties): LoadedChart {
  const { chart, version, repositoryOpts } = inputs;
  if (typeof chart !== "string") return { failure: "a release needs a chart" };
  const repository = isObject(repositoryOpts) ? repositoryOpts["repo"] : undefined;
  if (repository === undefined && chart.startsWith(".")) return loadFile(resolve(home.root, chart), chart);

  const from = typeof repository === "string" ? repository : chart;
  const isRemote = /^(https?|oci):\/\//.test(from);
  if (isRemote && isBroken(readFaults(home), "charts")) return { failure: `${from} cannot be reached: it answers 503 Service Unavailable` };
  if (typeof version !== "string")
    return { failure: "the lab has no chart repository to look the newest version up in; set the chart's version" };
  return { name: chart.split("/").at(-1) ?? "", version };
}

function loadFile(file: string, path: string): LoadedChart {
  if (!existsSync(file)) return { failure: `path ${JSON.stringify(path)} not found` };
  return chartInArchive(readFileSync(file)) ?? { failure: `${JSON.stringify(path)} is no archive of a chart` };
}

/** The chart's name where it was loaded before: "istiod" of "./charts/istiod-1.31.4.tgz" and of "oci://example.com/istiod". */
export function chartNameOf(chart: string, version: string): string {
  const last = chart.split("/").at(-1) ?? "";
  const ending = `-${version}.tgz`;
  return last.endsWith(ending) ? last.slice(0, -ending.length) : last;
}
