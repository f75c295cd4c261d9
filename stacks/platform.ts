import type * as pulumi from "@pulumi/pulumi";
import type { ServiceBinding } from "../components/frontdoor";
import { Flux } from "../components/platform/flux";
import { Istio } from "../components/platform/istio";
import type { ClusterPlan } from "./plan/fleetPlan";

export interface PlatformArgs {
  readonly plan: ClusterPlan;
  /** The fleet's name. */
  readonly partOf: string;
  /** The workloads', by name. */
  readonly namespaces: Readonly<Record<string, pulumi.Output<string>>>;
  readonly binding: ServiceBinding;
  /** What pods need to run: nodes, cluster DNS. */
  readonly after: readonly pulumi.Resource[];
}

/** What others of the cluster, or other clusters, have to know of its engines. */
export interface Engines {
  readonly istio?: Istio;
}

/** The cluster's engines, those that the plan has. */
export function deployPlatform({ plan, binding, ...args }: PlatformArgs, opts: pulumi.ComponentResourceOptions): Engines {
  const { id, platform } = plan;
  const { configSync, mesh } = platform;
  if (configSync !== undefined) new Flux(`${id}-flux`, { ...args, plan: configSync }, opts);
  return { ...(mesh === undefined ? {} : { istio: new Istio(`${id}-istio`, { ...args, plan: mesh, binding }, opts) }) };
}
