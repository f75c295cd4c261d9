import type { ClusterPlan, WorkloadPlan } from "../../plan/model/fleet";
import type { QuotaUse } from "../../plan/accounts/quotas";
import type { Probing } from "../../plan/traffic/probing";
import { type Degraded, degraded } from "../../plan/traffic/route53/slices";
import type { FailoverTiming } from "../../plan/traffic/timing";
import type { CloudBranch, DnsPlan, TrafficPlan } from "../../plan/model/traffic";

export interface ReportedCluster {
  readonly name: string;
  readonly cloud: ClusterPlan["cloud"];
  readonly region: string;
  readonly kubernetes: string;
  /** The cluster's block of the supernet, or the part of it that a subnet takes (GKE); null for an existing cluster. */
  readonly cidr: string | null;
  /** Of the kubeconfig, for an existing cluster; null for one that the program makes. */
  readonly context: string | null;
  /** What the program leaves to whoever runs an existing cluster; empty for one that it makes. */
  readonly notManaged: readonly string[];
  readonly pools: readonly ReportedPool[];
  readonly workloads: readonly ReportedWorkload[];
}

export interface ReportedPool {
  readonly key: string;
  readonly capacity: "on-demand" | "spot";
  readonly min: number;
  readonly max: number;
  readonly initial: number;
  readonly machineTypes: readonly string[];
}

export interface ReportedWorkload {
  readonly name: string;
  readonly image: string;
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

export interface ReportedQuota extends Omit<QuotaUse, "region" | "limit"> {
  /** Null where neither the stack file nor the vendor says. */
  readonly limit: number | null;
  /** Whole percent of the limit, rounded up. */
  readonly percent: number | null;
}

export interface ReportedResource {
  readonly stack: string;
  readonly type: string;
  readonly name: string;
  /** URN of the parent; null directly below the stack. */
  readonly parent: string | null;
  readonly urn: string;
}

export interface ReportedTraffic {
  readonly stack: string;
  readonly host: string;
  readonly ttlSeconds: number;
  /** By cloud, relative to each other: percent of answers, as written, unless there are standbys or a canary. */
  readonly weights: Readonly<Record<string, number>>;
  readonly onCloudLoss: TrafficPlan["onCloudLoss"];
  /** Clouds, their regions, clusters and addresses, with shares of all answers. */
  readonly tree: readonly CloudBranch[];
  /** What the health section comes to with the DNS provider. */
  readonly probing: Probing;
  readonly records: DnsPlan["records"];
  readonly healthChecks: TrafficPlan["healthChecks"];
  /** What becomes of the answers while a cloud is slow, by cloud and slice; empty where nothing moves by itself. */
  readonly degraded: readonly Degraded[];
}

export interface ReportedFailover extends FailoverTiming {
  /** What is promised; null where nothing is. */
  readonly objectiveSeconds: number | null;
}

export function reportFailover({ failover, objectives }: TrafficPlan): ReportedFailover {
  return { ...failover, objectiveSeconds: objectives?.rtoSeconds ?? null };
}

export function reportCluster(plan: ClusterPlan): ReportedCluster {
  const { name, cloud, region, kubernetes, pools, workloads } = plan;
  return {
    name,
    cloud,
    region,
    kubernetes,
    cidr: cidrOf(plan),
    ...(plan.cloud === "existing" ? { context: plan.context, notManaged: plan.notManaged } : { context: null, notManaged: [] }),
    pools: pools.map(({ key, capacity, bounds, initial, machineTypes }) => ({ key, capacity, ...bounds, initial, machineTypes })),
    workloads: workloads.map(reportWorkload),
  };
}

function cidrOf(plan: ClusterPlan): string | null {
  switch (plan.cloud) {
    case "aws":
      return plan.network.vpcCidr;
    case "azure":
      return plan.network.vnetCidr;
    case "gcp":
      return plan.network.nodesCidr;
    case "existing":
      return null;
  }
}

export function reportQuota({ cloud, quota, place, unit, demand, parts, limit: known }: QuotaUse): ReportedQuota {
  const limit = known ?? null;
  const percent = limit === null ? null : limit === 0 ? 100 : Math.ceil((100 * demand) / limit);
  return { cloud, quota, place, unit, demand, limit, percent, parts };
}

function reportWorkload({ name, image, scaling }: WorkloadPlan): ReportedWorkload {
  const { min, max } = scaling.engine === "fixed" ? { min: scaling.replicas, max: scaling.replicas } : scaling.replicas;
  return { name, image, minReplicas: min, maxReplicas: max };
}

export function reportTraffic({ stack, host, ttlSeconds, clouds, onCloudLoss, probing, dns, healthChecks }: TrafficPlan): ReportedTraffic {
  return {
    stack,
    host,
    ttlSeconds,
    weights: Object.fromEntries(clouds.map(({ cloud, weight }) => [cloud, weight])),
    onCloudLoss,
    tree: clouds,
    probing,
    records: dns.records,
    healthChecks,
    degraded: dns.provider === "route53" ? degraded(dns.slices, clouds) : [],
  };
}
