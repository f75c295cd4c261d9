import type * as pulumi from "@pulumi/pulumi";
import type { ServiceBinding } from "../../components/frontdoor";
import { injected } from "../../components/engines/mesh/istio";
import type { SecretAccess } from "../../components/engines/secretSync/access";
import { createNamespace } from "../../components/kubernetes/namespace";
import { Workload } from "../../components/workload/workload";
import type { ClusterPlan } from "../../plan/model/fleet";
import { namespacesOf } from "../../plan/workloads/workloads";
import { deployPlatform, type Engines } from "./engines";

export interface ContentsArgs {
  readonly plan: ClusterPlan;
  /** The fleet's name. */
  readonly partOf: string;
  readonly binding: ServiceBinding;
  /** Of what reads the cloud's secrets, where the plan has that. @default none */
  readonly secretAccess?: SecretAccess | undefined;
  /** What pods need to run: nodes, cluster DNS. */
  readonly after: readonly pulumi.Resource[];
}

export interface Contents {
  /** By name. */
  readonly workloads: Readonly<Record<string, Workload>>;
  readonly engines: Engines;
}

/** What a cluster is there for: its namespaces and, in them, its workloads, and beside them its engines. */
export function deployContents(
  { plan, partOf, binding, secretAccess, after }: ContentsArgs,
  opts: pulumi.ComponentResourceOptions,
): Contents {
  const labels = plan.platform.mesh === undefined ? {} : injected;
  const namespaces = Object.fromEntries(
    namespacesOf(plan.workloads).map((name) => [
      name,
      createNamespace(`${plan.id}-${name}-namespace`, name, partOf, opts, { labels }).metadata.name,
    ]),
  );
  const engines = deployPlatform({ plan, partOf, namespaces, binding, secretAccess, after }, opts);
  // A pod that starts before the mesh would run without a sidecar, and nobody of the mesh would talk to it.
  const dependsOn = [...after, ...(engines.istio === undefined ? [] : [engines.istio.controlPlane])];
  const workloads = Object.fromEntries(
    plan.workloads.map((workload) => {
      const namespace = namespaces[workload.namespace] ?? workload.namespace;
      const args = { plan: workload, namespace, partOf, binding };
      return [workload.name, new Workload(`${plan.id}-${workload.name}`, args, { ...opts, dependsOn })];
    }),
  );
  return { workloads, engines };
}
