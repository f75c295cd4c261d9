import type * as pulumi from "@pulumi/pulumi";
import { Flux } from "../components/platform/flux";
import { Monitoring } from "../components/platform/monitoring";
import type { ClusterPlan } from "./plan/fleetPlan";

export interface PlatformArgs {
  readonly plan: ClusterPlan;
  /** The fleet's name. */
  readonly partOf: string;
  /** The workloads', by name. */
  readonly namespaces: Readonly<Record<string, pulumi.Output<string>>>;
  /** What pods need to run: nodes, cluster DNS. */
  readonly after: readonly pulumi.Resource[];
}

/** The cluster's engines, those that the plan has. */
export function deployPlatform({ plan, ...args }: PlatformArgs, opts: pulumi.ComponentResourceOptions): void {
  const { id, platform } = plan;
  const { configSync, monitoring } = platform;
  if (configSync !== undefined) new Flux(`${id}-flux`, { ...args, plan: configSync }, opts);
  if (monitoring !== undefined) new Monitoring(`${id}-monitoring`, { ...args, plan: monitoring }, opts);
}
