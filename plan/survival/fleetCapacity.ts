import { isManaged } from "../cluster/isManaged";
import type { ClusterPlan, ManagedPlan } from "../model/fleet";
import type { WorkloadPlan } from "../model/workload";
import { sortedEntries } from "../order";
import type { Deployed } from "../model/outputs";
import { roomBesideOthers } from "../nodes/replicaRoom";
import { tenancyOf } from "../nodes/room/tenancy";
import type { ClusterCapacity, FleetCapacity, ServiceCapacity } from "../model/capacity";
import { maxReplicas } from "../scaling";
import { ownEntry } from "../../facts/properties/ownEntry";

/** @param databases by name, as the stack file has them */
export function fleetCapacity(
  clusters: readonly ClusterPlan[],
  databases: Readonly<Record<string, { readonly maxConnections: number }>>,
): FleetCapacity {
  const limits = sortedEntries(databases).map(([name, { maxConnections }]) => [name, maxConnections] as const);
  return { of: "files", clusters: clusters.map(clusterCapacity), databases: Object.fromEntries(limits) };
}

function clusterCapacity(plan: ClusterPlan): ClusterCapacity {
  const exposed = isManaged(plan) ? plan.workloads.find(({ exposedPort }) => exposedPort !== undefined) : undefined;
  return {
    cluster: plan.name,
    cloud: plan.cloud,
    region: plan.region,
    service: isManaged(plan) && exposed !== undefined ? serviceCapacity(plan, exposed) : undefined,
    otherConnections: connectionsAtMax(plan.workloads.filter((workload) => workload !== exposed)),
  };
}

function serviceCapacity(plan: ManagedPlan, { name, scaling, capacity }: WorkloadPlan): ServiceCapacity {
  const tenancy = tenancyOf(plan);
  const isRecorded = plan.cloud !== "aws" || plan.nodeAutoscaler.kind !== "karpenter";
  return {
    workload: name,
    engine: scaling.engine,
    replicas: scaling.engine === "fixed" ? { min: scaling.replicas, max: scaling.replicas } : scaling.replicas,
    ...capacity,
    room: roomBesideOthers(tenancy, name),
    tenancy,
    recordedMaxima: isRecorded ? Object.fromEntries(plan.pools.map(({ key, bounds }) => [key, bounds.max])) : {},
  };
}

function connectionsAtMax(workloads: readonly WorkloadPlan[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const { scaling, capacity } of workloads)
    for (const [database, each] of Object.entries(capacity.connections))
      total[database] = (ownEntry(total, database) ?? 0) + each * maxReplicas(scaling);
  return total;
}

/**
 * The same fleet with the maxima that its last update applied. What is not deployed carries nothing; requests, node sizes and what a
 * replica carries are the files' still.
 */
export function asDeployed(capacity: FleetCapacity, { clusters }: Pick<Deployed, "clusters">): FleetCapacity {
  return {
    ...capacity,
    of: "deployed",
    clusters: capacity.clusters.map((planned) => {
      const found = ownEntry(clusters, planned.cluster);
      return planned.service === undefined ? planned : { ...planned, service: serviceAsDeployed(planned.service, found) };
    }),
  };
}

function serviceAsDeployed(service: ServiceCapacity, found: Deployed["clusters"][string] | undefined): ServiceCapacity {
  const max = ownEntry(found?.maxReplicas, service.workload) ?? 0;
  const tenancy = tenancyAsDeployed(service, found?.pools ?? {});
  const replicas = { min: Math.min(service.replicas.min, max), max };
  return { ...service, replicas, tenancy, room: roomBesideOthers(tenancy, service.workload) };
}

/** Pools with what they can come to already. Where a pool's parts stand in for each other, the larger one is the whole of it. */
function tenancyAsDeployed(
  { tenancy, recordedMaxima }: ServiceCapacity,
  deployed: Deployed["clusters"][string]["pools"],
): ServiceCapacity["tenancy"] {
  const sum = (maxima: readonly number[]) => maxima.reduce((total, max) => total + max, 0);
  const pools = tenancy.pools.map((part) => {
    if (!Object.hasOwn(recordedMaxima, part.key)) return part;
    const parts = tenancy.pools.filter(({ pool }) => pool === part.pool);
    const maxima = parts.map(({ key }) => ownEntry(deployed, key)?.max ?? 0);
    const standIn = sum(parts.map(({ bounds }) => bounds.max)) > part.poolMax;
    const poolMax = Math.min(part.poolMax, standIn ? Math.max(...maxima) : sum(maxima));
    return { ...part, poolMax, bounds: { ...part.bounds, max: Math.min(part.bounds.max, ownEntry(deployed, part.key)?.max ?? 0) } };
  });
  return { ...tenancy, pools };
}
