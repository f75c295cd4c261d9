import { isManaged } from "../cluster/isManaged";
import type { ClusterPlan, ManagedPlan } from "../model/fleet";
import type { WorkloadPlan } from "../model/workload";
import { sortedEntries } from "../order";
import type { Deployed } from "../model/outputs";
import { roomBesideOthers, tenancyOf } from "../nodes/replicaRoom";
import type { ClusterCapacity, FleetCapacity, ServiceCapacity } from "../model/capacity";
import { maxReplicas } from "../scaling";

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
    service: isManaged(plan) && exposed !== undefined ? serviceCapacity(plan, exposed) : undefined,
    otherConnections: connectionsAtMax(plan.workloads.filter((workload) => workload !== exposed)),
  };
}

function serviceCapacity(plan: ManagedPlan, { name, scaling, capacity }: WorkloadPlan): ServiceCapacity {
  const isRecorded = plan.cloud !== "aws" || plan.nodeAutoscaler.kind !== "karpenter";
  return {
    workload: name,
    engine: scaling.engine,
    replicas: scaling.engine === "fixed" ? { min: scaling.replicas, max: scaling.replicas } : scaling.replicas,
    ...capacity,
    rooms: roomBesideOthers(tenancyOf(plan), name).map(({ pool, parts, most, nodes, perNode }) => ({ pool, parts, most, nodes, perNode })),
    recordedMaxima: isRecorded ? Object.fromEntries(plan.pools.map(({ key, bounds }) => [key, bounds.max])) : {},
  };
}

function connectionsAtMax(workloads: readonly WorkloadPlan[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const { scaling, capacity } of workloads)
    for (const [database, each] of Object.entries(capacity.connections))
      total[database] = (total[database] ?? 0) + each * maxReplicas(scaling);
  return total;
}

/** Replicas that the pools' maxima have room for. */
export function roomFor({ rooms }: ServiceCapacity): number {
  return rooms.reduce((total, { nodes, perNode }) => total + nodes * perNode, 0);
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
      const found = clusters[planned.cluster];
      return planned.service === undefined ? planned : { ...planned, service: serviceAsDeployed(planned.service, found) };
    }),
  };
}

function serviceAsDeployed(service: ServiceCapacity, found: Deployed["clusters"][string] | undefined): ServiceCapacity {
  const max = found?.maxReplicas[service.workload] ?? 0;
  return {
    ...service,
    replicas: { min: Math.min(service.replicas.min, max), max },
    rooms: service.rooms.map((room) => ({ ...room, nodes: Math.max(0, room.nodes - missingNodes(service, room, found?.pools ?? {})) })),
  };
}

/** What a pool can come to by the files, and cannot yet. Where its parts stand in for each other, the larger one is the whole of it. */
function missingNodes(
  { recordedMaxima }: ServiceCapacity,
  { parts, most }: ServiceCapacity["rooms"][number],
  pools: Deployed["clusters"][string]["pools"],
): number {
  const recorded = parts.filter((part) => recordedMaxima[part] !== undefined);
  if (recorded.length === 0) return 0;
  const sum = (maxima: readonly number[]) => maxima.reduce((total, max) => total + max, 0);
  const deployed = recorded.map((part) => pools[part]?.max ?? 0);
  const standIn = sum(recorded.map((part) => recordedMaxima[part] ?? 0)) > most;
  return Math.max(0, most - (standIn ? Math.max(...deployed) : sum(deployed)));
}
