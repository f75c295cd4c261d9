import type * as pulumi from "@pulumi/pulumi";
import type { ServiceBinding } from "../components/frontdoor";
import type { SecretAccess } from "../components/platform/secretAccess";
import { createNamespace } from "../components/workload/namespace";
import { Workload } from "../components/workload/workload";
import type { ClusterPlan } from "./plan/fleetPlan";
import { namespacesOf } from "./plan/replicas";
import { deployPlatform } from "./platform";

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

/**
 * What a cluster is there for: its namespaces and, in them, its workloads, and beside them its engines.
 *
 * @returns the workloads by name
 */
export function deployContents(
  { plan, partOf, binding, secretAccess, after }: ContentsArgs,
  opts: pulumi.ComponentResourceOptions,
): Readonly<Record<string, Workload>> {
  const namespaces = Object.fromEntries(
    namespacesOf(plan.workloads).map((name) => [name, createNamespace(`${plan.id}-${name}-namespace`, name, partOf, opts).metadata.name]),
  );
  deployPlatform({ plan, partOf, namespaces, secretAccess, after }, opts);
  return Object.fromEntries(
    plan.workloads.map((workload) => {
      const namespace = namespaces[workload.namespace] ?? workload.namespace;
      const args = { plan: workload, namespace, partOf, binding };
      return [workload.name, new Workload(`${plan.id}-${workload.name}`, args, { ...opts, dependsOn: [...after] })];
    }),
  );
}
