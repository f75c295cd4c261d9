import { Release } from "@pulumi/kubernetes/helm/v3/release";
import type * as pulumi from "@pulumi/pulumi";
import type { ChartVersion } from "../../catalogue/charts";

export interface ChartArgs {
  /** Of the release. */
  readonly name: string;
  readonly namespace: pulumi.Input<string>;
  readonly chart: ChartVersion;
  /** @default the chart's own */
  readonly values?: Record<string, unknown>;
  /** Leaves the kinds in the chart's crds folder to another release. @default false */
  readonly skipCrds?: boolean;
}

/** A chart at its planned version, ready once it exists. */
export function installChart(
  name: string,
  { name: release, namespace, chart, values, skipCrds }: ChartArgs,
  opts: pulumi.CustomResourceOptions,
): Release {
  return new Release(
    name,
    {
      name: release,
      namespace,
      // The provider reads it anew in every preview and update; from a repository, none could be made while that is away.
      chart: chart.archive,
      version: chart.version,
      ...(skipCrds === undefined ? {} : { skipCrds }),
      // A failed first installation leaves nothing behind that would have to be removed by hand.
      atomic: true,
      timeout: 600,
      ...(values === undefined ? {} : { values }),
    },
    opts,
  );
}
