import { releaseIdentity } from "../../../facts/kubernetes";
import { isObject } from "../../../facts/properties/path";
import type { Properties, PropertyValue } from "../../../facts/properties/values";
import type { CheckFailure, CheckRequest, Diff, DiffRequest } from "../../provider/backend";
import { differences, formatPaths, touches } from "./compare";
import type { KubernetesInstance } from "./connection";
import { hasModel, type ReleaseSpec } from "./helmCharts";
import { definesOnly } from "./helmDefinitions";
import { without, withoutNulls } from "./kinds";
import { autoName } from "./naming";

export const defaultTimeoutSeconds = 300;

/** What a release's inputs are by themselves, as the real provider takes them, and what the lab knows nothing of. */
export function checkRelease(
  instance: KubernetesInstance,
  request: CheckRequest,
): { readonly inputs: Properties; readonly failures: readonly CheckFailure[] } {
  const news: Properties = without(withoutNulls(request.news), "compat", "resourceNames");
  const inputs: Properties = {
    ...(news["skipAwait"] === true ? {} : { timeout: defaultTimeoutSeconds }),
    ...news,
    name: news["name"] ?? request.olds?.["name"] ?? autoName(request),
    namespace: news["namespace"] ?? instance.settings.namespace,
  };
  const failures: CheckFailure[] = [];
  const { chart } = releaseOf(inputs);
  if (chart !== "" && !isKnownChart(chart)) {
    failures.push({
      property: "chart",
      reason: `the lab has no model of chart ${chart}; add one to lab/kubernetes/provider/helmCharts.ts, or its definitions to helmDefinitions.ts`,
    });
  }
  if (inputs["chart"] === undefined) failures.push({ property: "chart", reason: "a release needs a chart" });
  if (inputs["version"] === undefined) {
    failures.push({
      property: "version",
      reason: "the lab has no chart repository to look the newest version up in; set the chart's version",
    });
  }
  return { inputs, failures };
}

export function diffRelease({ oldInputs, news }: DiffRequest): Diff {
  const changes = differences(oldInputs, news);
  const replaces = changes.filter((path) => releaseIdentity.some((field) => touches(path, field)));
  return { changes: formatPaths(changes), replaces: formatPaths(replaces), deleteBeforeReplace: false };
}

function isKnownChart(chart: string): boolean {
  return hasModel(chart) || definesOnly({ chart });
}

/** What inputs ask Helm for. */
export function releaseOf(inputs: Properties): ReleaseSpec {
  const { name, namespace, chart, version, values } = inputs;
  return {
    name: text(name),
    namespace: text(namespace),
    chart: text(chart).split("/").at(-1) ?? "",
    version: text(version),
    values: isObject(values) ? values : {},
  };
}

function text(value: PropertyValue | undefined): string {
  return typeof value === "string" ? value : "";
}
