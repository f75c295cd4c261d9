import type * as pulumi from "@pulumi/pulumi";
import type { ServiceBinding } from "../../components/frontdoor";
import { Flux } from "../../components/engines/configSync";
import { Istio } from "../../components/engines/mesh/istio";
import { Monitoring } from "../../components/engines/monitoring";
import type { SecretAccess } from "../../components/engines/secretSync/access";
import { SecretSync } from "../../components/engines/secretSync";
import type { ClusterPlan } from "../../plan/model/fleet";

export interface PlatformArgs {
  readonly plan: ClusterPlan;
  /** The fleet's name. */
  readonly partOf: string;
  /** The workloads', by name. */
  readonly namespaces: Readonly<Record<string, pulumi.Output<string>>>;
  readonly binding: ServiceBinding;
  readonly secretAccess: SecretAccess | undefined;
  /** What pods need to run: nodes, cluster DNS. */
  readonly after: readonly pulumi.Resource[];
}

/** What others of the cluster, or other clusters, have to know of its engines. */
export interface Engines {
  readonly istio?: Istio;
}

/** The cluster's engines, those that the plan has; the one that brings secrets knows the namespaces of the others. */
export function deployPlatform(
  { plan, binding, secretAccess: access, ...args }: PlatformArgs,
  opts: pulumi.ComponentResourceOptions,
): Engines {
  const { id, platform } = plan;
  const { configSync, mesh, monitoring, secretSync } = platform;
  const namespaces = { ...args.namespaces };
  if (configSync !== undefined) namespaces[configSync.namespace] = new Flux(`${id}-flux`, { ...args, plan: configSync }, opts).namespace;
  if (monitoring !== undefined)
    namespaces[monitoring.namespace] = new Monitoring(`${id}-monitoring`, { ...args, plan: monitoring }, opts).namespace;
  const istio = mesh === undefined ? undefined : new Istio(`${id}-istio`, { ...args, plan: mesh, binding }, opts);
  if (mesh !== undefined && istio !== undefined) namespaces[mesh.namespace] = istio.namespace.metadata.name;
  if (secretSync !== undefined) new SecretSync(`${id}-secret-sync`, { ...args, plan: secretSync, namespaces, access }, opts);
  return { ...(istio === undefined ? {} : { istio }) };
}
