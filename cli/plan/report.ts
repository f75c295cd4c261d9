import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseYaml } from "yaml";
import type { StackConfig } from "../../stacks/config";
import { Day } from "../../stacks/config/date";
import { loadStack, withLines } from "../../stacks/config/load";
import { parse } from "../../stacks/config/messages";
import { ConfigError, type Problem } from "../../stacks/config/problems";
import { planStack } from "../../stacks/plan";
import type { Commitment } from "../../stacks/plan/commitments";
import type { Cloud, ClusterPlan, FleetPlan, WorkloadPlan } from "../../stacks/plan/fleetPlan";
import type { QuotaUse } from "../../stacks/plan/quotas";
import type { CloudBranch, RecordPlan, TrafficPlan } from "../../stacks/plan/trafficPlan";
import type { UpgradePlan } from "../../stacks/plan/upgrade";
import type { ReportedChanges } from "./compare";
import { evaluateStacks, type PlannedStack } from "./evaluateStacks";

/** What `plan --json` prints; docs/plan-json.md describes every field. */
export interface PlanReport {
  readonly stack: string;
  readonly clusters: readonly ReportedCluster[];
  /** Nodes that may be bought in advance. */
  readonly commitments: readonly Commitment[];
  /** An upgrade in waves that is in the fleet's file. */
  readonly upgrade: UpgradePlan | null;
  /** What the fleet draws on the quotas of its accounts, at its pools' maxima. */
  readonly quotas: readonly ReportedQuota[];
  readonly resources: readonly ReportedResource[];
  readonly traffic: ReportedTraffic | null;
  /** What an update from the base to the working tree would do; null without a base. */
  readonly changes: ReportedChanges | null;
  /** What stops nothing yet. */
  readonly warnings: readonly Problem[];
  readonly errors: readonly Problem[];
}

export interface ReportedCluster {
  readonly name: string;
  readonly cloud: Cloud;
  readonly region: string;
  readonly kubernetes: string;
  /** The cluster's block of the supernet, or the part of it that a subnet takes (GKE). */
  readonly cidr: string;
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
  /** Percent of answers by cloud. */
  readonly weights: Readonly<Record<string, number>>;
  /** Clouds, their clusters and their addresses, with shares of all answers. */
  readonly tree: readonly CloudBranch[];
  readonly records: readonly RecordPlan[];
  readonly healthChecks: TrafficPlan["healthChecks"];
}

export interface ReportOptions {
  /** Judges support windows at this day, YYYY-MM-DD. @default `settings.asOf` */
  readonly asOf?: string | undefined;
  /** Git ref of the version to compare with. @default none */
  readonly base?: string | undefined;
}

/**
 * Plans a stack, and with a fleet stack the traffic stack that names it; what is wrong is in `errors`.
 */
export async function reportOf(projectRoot: string, stack: string, { asOf, base }: ReportOptions = {}): Promise<PlanReport> {
  try {
    const stacks = plannedStacks(judgedAt(loadStack(projectRoot, stack), asOf));
    const { resources, changes, errors, warnings } = await evaluateStacks({ projectRoot, project: projectName(projectRoot), stacks, base });
    const traffic = stacks.map(({ plan }) => plan.traffic).find((plan) => plan !== undefined);
    const [{ plan } = { plan: undefined }] = stacks;
    const fleet = plan?.kind === "fleet" ? plan : undefined;
    return {
      stack,
      clusters: clustersOf(stacks),
      commitments: plan?.fleet.commitments ?? [],
      upgrade: fleet?.upgrade ?? null,
      quotas: (fleet?.quotas ?? []).map(reportQuota),
      resources,
      traffic: traffic === undefined ? null : reportTraffic(traffic),
      changes,
      warnings: withLines(projectRoot, [...(fleet?.warnings ?? []), ...warnings]),
      errors: withLines(projectRoot, errors),
    };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const errors = withLines(projectRoot, error.problems);
    return { ...nothing, stack, errors };
  }
}

const nothing: Omit<PlanReport, "stack" | "errors"> = {
  clusters: [],
  commitments: [],
  upgrade: null,
  quotas: [],
  resources: [],
  traffic: null,
  changes: null,
  warnings: [],
};

/** @throws ConfigError where that is not a day */
function judgedAt(config: StackConfig, asOf: string | undefined): StackConfig {
  if (asOf === undefined) return config;
  const day = parse(Day, asOf);
  if (!day.ok) throw new ConfigError(day.findings.map(({ message }) => ({ file: "--as-of", path: "", message })));
  return { ...config, fleet: { ...config.fleet, settings: { ...config.fleet.settings, asOf } } };
}

/** The traffic stack is planned first: its plan tells what is wrong in either file. */
function plannedStacks(config: StackConfig): PlannedStack[] {
  const traffic = trafficStackOf(config);
  const planned = traffic === undefined ? [] : [{ stack: traffic.stack, plan: planStack(traffic) }];
  return [{ stack: config.stack, plan: planStack(config) }, ...planned];
}

/** The traffic stack of its own that comes with a fleet stack. */
function trafficStackOf(config: StackConfig): StackConfig | undefined {
  if (config.kind === "traffic" || config.traffic === undefined) return undefined;
  const { stack, fleet, traffic } = config;
  return { kind: "traffic", stack: traffic.stack, fleetStack: stack, fleet, traffic: traffic.config };
}

function projectName(projectRoot: string): string {
  const path = join(projectRoot, "Pulumi.yaml");
  const content: unknown = existsSync(path) ? parseYaml(readFileSync(path, "utf8")) : undefined;
  if (typeof content === "object" && content !== null && "name" in content && typeof content.name === "string") return content.name;
  throw new ConfigError([
    { file: "Pulumi.yaml", path: "name", message: "is missing; run in the project's folder, or name it with --project" },
  ]);
}

/** A traffic stack's report has them too: they are where its answers lead. */
function clustersOf(stacks: readonly PlannedStack[]): ReportedCluster[] {
  const [first] = stacks;
  const fleet: FleetPlan | undefined = first?.plan.fleet;
  return (fleet?.clusters ?? []).map(reportCluster);
}

function reportCluster(plan: ClusterPlan): ReportedCluster {
  const { name, cloud, region, kubernetes, pools, workloads } = plan;
  return {
    name,
    cloud,
    region,
    kubernetes,
    cidr: cidrOf(plan),
    pools: pools.map(({ key, capacity, bounds, initial, machineTypes }) => ({ key, capacity, ...bounds, initial, machineTypes })),
    workloads: workloads.map(reportWorkload),
  };
}

function cidrOf(plan: ClusterPlan): string {
  switch (plan.cloud) {
    case "aws":
      return plan.network.vpcCidr;
    case "azure":
      return plan.network.vnetCidr;
    case "gcp":
      return plan.network.nodesCidr;
  }
}

function reportQuota({ cloud, quota, place, unit, demand, parts, limit: known }: QuotaUse): ReportedQuota {
  const limit = known ?? null;
  const percent = limit === null ? null : limit === 0 ? 100 : Math.ceil((100 * demand) / limit);
  return { cloud, quota, place, unit, demand, limit, percent, parts };
}

function reportWorkload({ name, image, scaling }: WorkloadPlan): ReportedWorkload {
  const { min, max } = scaling.engine === "fixed" ? { min: scaling.replicas, max: scaling.replicas } : scaling.replicas;
  return { name, image, minReplicas: min, maxReplicas: max };
}

function reportTraffic({ stack, host, ttlSeconds, clouds, records, healthChecks }: TrafficPlan): ReportedTraffic {
  return {
    stack,
    host,
    ttlSeconds,
    weights: Object.fromEntries(clouds.map(({ cloud, weight }) => [cloud, weight])),
    tree: clouds,
    records,
    healthChecks,
  };
}
