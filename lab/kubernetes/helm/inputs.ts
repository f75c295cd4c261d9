import { chartFacts } from "../../../facts/charts";
import { unknownValues } from "../../../facts/charts/unknownValues";
import { differences, touches } from "../../../facts/kubernetes/compare";
import { releaseIdentity } from "../../../facts/kubernetes/objects";
import { isObject } from "../../../facts/properties/path";
import type { Properties, PropertyValue } from "../../../facts/properties/values";
import type { CheckFailure, CheckRequest, Diff, DiffRequest } from "../../provider/backend";
import type { LabHome } from "../../home";
import { containsUnknown, formatPaths } from "../provider/compare";
import type { KubernetesInstance } from "../provider/connection";
import { without, withoutNulls } from "../provider/kinds";
import { autoName } from "../provider/naming";
import type { ReleaseSpec } from "./chart";
import { chartOf } from "./charts";
import { chartNameOf, loadChart } from "./load";

export const defaultTimeoutSeconds = 300;

/** What a release's inputs are by themselves, as the real provider takes them, and what the lab knows nothing of. */
export function checkRelease(
  instance: KubernetesInstance,
  request: CheckRequest,
  home: Pick<LabHome, "root" | "faults">,
): { readonly inputs: Properties; readonly failures: readonly CheckFailure[] } {
  const news: Properties = without(withoutNulls(request.news), "compat", "resourceNames");
  const inputs: Properties = {
    ...(news["skipAwait"] === true ? {} : { timeout: defaultTimeoutSeconds }),
    ...news,
    name: news["name"] ?? request.olds?.["name"] ?? autoName(request),
    namespace: news["namespace"] ?? instance.settings.namespace,
  };
  // Where anything is not known yet, the real provider leaves the chart alone.
  if (containsUnknown(inputs)) return { inputs, failures: unknownParts(releaseOf(inputs)) };
  const loaded = loadChart(home, inputs);
  if ("failure" in loaded)
    return { inputs, failures: [{ property: "chart", reason: `${loaded.failure}; check the chart name and repository configuration.` }] };
  const known = { ...inputs, version: loaded.version };
  return { inputs: known, failures: unknownParts({ ...releaseOf(known), chart: loaded.name }) };
}

/** Helm would take a value that its chart does not know, and nothing would come of it. */
function unknownParts({ chart, values }: ReleaseSpec): readonly CheckFailure[] {
  if (chart === "") return [];
  const facts = chartFacts[chart];
  if (chartOf(chart) === undefined || facts === undefined)
    return [
      {
        property: "chart",
        reason: `the lab has no model of chart ${chart}; add what it makes to lab/kubernetes/helm/charts, and the values that it takes to facts/charts`,
      },
    ];
  return unknownValues(facts, values).map(({ path, nearest }) => ({
    property: "values",
    reason: `${chart} ${facts.version} has no value ${path}; did you mean ${nearest}? If it has, add it to facts/charts`,
  }));
}

export function diffRelease({ oldInputs, news }: DiffRequest): Diff {
  const changes = differences(oldInputs, news);
  const replaces = changes.filter((path) => releaseIdentity.some((field) => touches(path, field)));
  return { changes: formatPaths(changes), replaces: formatPaths(replaces), deleteBeforeReplace: false };
}

/** What inputs ask Helm for. */
export function releaseOf(inputs: Properties): ReleaseSpec {
  const { name, namespace, chart, version, values } = inputs;
  return {
    name: text(name),
    namespace: text(namespace),
    chart: chartNameOf(text(chart), text(version)),
    version: text(version),
    values: isObject(values) ? values : {},
  };
}

function text(value: PropertyValue | undefined): string {
  return typeof value === "string" ? value : "";
}
