import type * as pulumi from "@pulumi/pulumi";
import { Flux } from "../components/platform/flux";
import { Monitoring } from "../components/platform/monitoring";
import type { SecretAccess } from "../components/platform/secretAccess";
import { SecretSync } from "../components/platform/secretSync";
import type { ClusterPlan } from "./plan/fleetPlan";

export interface PlatformArgs {
  readonly plan: ClusterPlan;
  /** The fleet's name. */
  readonly partOf: string;
  /** The workloads', by name. */
  readonly namespaces: Readonly<Record<string, pulumi.Output<string>>>;
  readonly secretAccess: SecretAccess | undefined;
  /** What pods need to run: nodes, cluster DNS. */
  readonly after: readonly pulumi.Resource[];
}

/** The cluster's engines, those that the plan has. */
export function deployPlatform({ plan, secretAccess: access, ...args }: PlatformArgs, opts: pulumi.ComponentResourceOptions): void {
  const { id, platform } = plan;
  const { configSync, monitoring, secretSync } = platform;
  const namespaces = { ...args.namespaces };
  if (configSync !== undefined) namespaces[configSync.namespace] = new Flux(`${id}-flux`, { ...args, plan: configSync }, opts).namespace;
  if (monitoring !== undefined)
    namespaces[monitoring.namespace] = new Monitoring(`${id}-monitoring`, { ...args, plan: monitoring }, opts).namespace;
  if (secretSync !== undefined) new SecretSync(`${id}-secret-sync`, { ...args, plan: secretSync, namespaces, access }, opts);
}
