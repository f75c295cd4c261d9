import { awsMachine, type Machine } from "../../../facts/machines";
import type { KubernetesObject } from "../../kubernetes/client/objects";
import type { Offer } from "./demand";
import { poolLabel, type NodePool } from "./objects";

/** What a pool starts; undefined where it names no machine that exists. */
export function machineOf({ spec: { template } }: NodePool): (Machine & { readonly type: string }) | undefined {
  const types = template.spec.requirements.find(({ key }) => key === "node.kubernetes.io/instance-type")?.values ?? [];
  // All of one size, the preferred one first.
  return types.flatMap((type) => {
    const machine = awsMachine(type);
    return machine === undefined ? [] : [{ ...machine, type }];
  })[0];
}

/** What a pool can still take. */
export function offerOf(pool: NodePool, machine: Machine, claims: readonly KubernetesObject[]): Offer {
  const name = pool.metadata.name ?? "";
  const limit = pool.spec.limits?.cpu === undefined ? Infinity : Math.floor(Number(pool.spec.limits.cpu) / machine.cpu);
  return {
    pool: name,
    weight: pool.spec.weight ?? 0,
    milliCpu: machine.cpu * 1000,
    mebibytes: machine.memoryGiB * 1024,
    machinesLeft: limit - ofPool(claims, name).length,
    labels: labelsOf(pool),
    taints: pool.spec.template.spec.taints ?? [],
  };
}

/** Of its nodes. */
export function labelsOf(pool: NodePool): Readonly<Record<string, string>> {
  const single = pool.spec.template.spec.requirements.filter(({ operator, values = [] }) => operator === "In" && values.length === 1);
  return {
    ...Object.fromEntries(single.map(({ key, values = [] }) => [key, values[0] ?? ""])),
    ...pool.spec.template.metadata?.labels,
    [poolLabel]: pool.metadata.name ?? "",
  };
}

/** Claims that a pool has made. */
export function ofPool(claims: readonly KubernetesObject[], pool: string): readonly KubernetesObject[] {
  return claims.filter(({ metadata }) => metadata.labels?.[poolLabel] === pool);
}
