import type { DnsPlan, TrafficPlan } from "../../plan/model/traffic";
import type { CloudBranch } from "../../plan/model/traffic/tree";
import type { FailoverTiming, Probing } from "../../plan/model/traffic/probing";
import { type Degraded, degraded } from "../../plan/traffic/route53/slices";

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

export function reportFailover({ failover, objectives }: TrafficPlan): ReportedFailover {
  return { ...failover, objectiveSeconds: objectives?.rtoSeconds ?? null };
}
