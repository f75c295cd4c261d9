import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import * as pulumi from "@pulumi/pulumi";
import type { Probe } from "../../../facts/customResourceDefinitions/monitoring.coreos.com/v1";
import type { InCluster } from "../../kubernetes/inCluster";
import { managedLabels } from "../../kubernetes/labels";
import type { ProbesPlan } from "../../../plan/model/engines";

export interface CrossClusterProbesArgs {
  readonly plan: ProbesPlan;
  /** Front doors of other clusters. */
  readonly targets: readonly ProbeTarget[];
  /** What brings the kinds, and the cluster's own reasons to wait. */
  readonly after: readonly pulumi.Resource[];
}

/** One address of another cluster's front door. */
export interface ProbeTarget {
  readonly cluster: string;
  readonly cloud: string;
  readonly region: string;
  /** Zone id, or "regional". */
  readonly leaf: string;
  readonly url: pulumi.Input<string>;
}

/**
 * Has a cluster's blackbox exporter look at other clusters' front doors: one object, whatever comes and goes, and there even without a target.
 * A Probe, since that is stable, where a ScrapeConfig is v1alpha1.
 * https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.Probe
 */
export class CrossClusterProbes extends pulumi.ComponentResource {
  constructor(name: string, args: CrossClusterProbesArgs, { partOf, opts }: InCluster) {
    super("gateway-fleet:platform:CrossClusterProbes", name, {}, opts);
    const { plan, after } = args;
    new CustomResource(
      `${name}-probe`,
      {
        ...ofKind,
        metadata: { name: plan.job, namespace: plan.namespace, labels: { ...managedLabels(partOf) } },
        spec: specOf(args),
      },
      { parent: this, dependsOn: [...after] },
    );
    this.registerOutputs({});
  }
}

const ofKind = { apiVersion: "monitoring.coreos.com/v1", kind: "Probe" } satisfies Partial<Probe>;

function specOf({ plan, targets }: CrossClusterProbesArgs): pulumi.Inputs {
  const { job, interval, timeout, prober } = plan;
  return {
    jobName: job,
    interval,
    scrapeTimeout: timeout,
    module: prober.module,
    prober: { url: prober.address },
    targets: { staticConfig: { static: targets.map(labelled), relabelingConfigs: relabelings } },
  } satisfies Omit<Probe["spec"], "targets"> & { readonly targets: unknown };
}

/** A Probe has one set of labels for all of its targets, so each brings its own behind its URL, where no server sees it. */
function labelled({ cluster, cloud, region, leaf, url }: ProbeTarget): pulumi.Output<string> {
  return pulumi.interpolate`${url}#${cluster}/${cloud}/${region}/${leaf}`;
}

/** Takes them apart again. "cluster", "cloud" and "region" are taken: whose alert it is, by Prometheus' external labels. */
const relabelings = [
  ...["target_cluster", "target_cloud", "target_region", "target_leaf"].map((targetLabel, index) => ({
    sourceLabels: ["__param_target"],
    regex: "[^#]*#([^/]*)/([^/]*)/([^/]*)/([^/]*)",
    targetLabel,
    replacement: `$${index + 1}`,
  })),
  ...["instance", "__param_target"].map((targetLabel) => ({
    sourceLabels: ["__param_target"],
    regex: "([^#]*)#.*",
    targetLabel,
    replacement: "$1",
  })),
];
