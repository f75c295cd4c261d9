import type { FleetConfig } from "../../config";
import { effectiveWorkloads } from "../../config/resolve";
import type { Workload } from "../../config/workloads";
import type { ManagedPlan } from "../model/fleet";
import { sortedEntries } from "../order";
import type { Deployed } from "../model/outputs";
import { roomBesideOthers, type Tenancy } from "../nodes/replicaRoom";
import type { FleetCapacity, ServiceCapacity } from "../model/capacity";
import { maxReplicas, scalingPlan } from "../scaling";

/** A cluster that the program makes. */
export interface ManagedTenancy {
  readonly plan: ManagedPlan;
  readonly tenancy: Tenancy;
}

export function fleetCapacity(config: FleetConfig, managed: readonly ManagedTenancy[]): FleetCapacity {
  const clusters = sortedEntries(config.clusters).map(([cluster]) => {
    const made = managed.find(({ plan }) => plan.name === cluster);
    const workloads = sortedEntries(effectiveWorkloads(config, cluster));
    const exposed = made === undefined ? undefined : workloads.find(([, { expose }]) => expose !== undefined);
    return {
      cluster,
      service: made === undefined || exposed === undefined ? undefined : serviceCapacity(made, ...exposed),
      otherConnections: connectionsAtMax(workloads.filter(([name]) => name !== exposed?.[0]).map(([, workload]) => workload)),
    };
  });
  const databases = sortedEntries(config.databases).map(([name, { maxConnections }]) => [name, maxConnections] as const);
  return { of: "files", clusters, databases: Object.fromEntries(databases) };
}

function serviceCapacity({ plan, tenancy }: ManagedTenancy, workload: string, { scaling, capacity }: Workload): ServiceCapacity {
  const planned = scalingPlan(scaling);
  const isRecorded = plan.cloud !== "aws" || plan.nodeAutoscaler.kind !== "karpenter";
  return {
    workload,
    engine: planned.engine,
    replicas: planned.engine === "fixed" ? { min: planned.replicas, max: planned.replicas } : planned.replicas,
    rpsPerReplica: capacity?.rpsPerReplica,
    connections: capacity?.connections ?? {},
    rooms: roomBesideOthers(tenancy, workload).map(({ pool, halves, most, nodes, perNode }) => ({
      pool,
      halves,
      most,
      nodes,
      perNode,
    })),
    recordedMaxima: isRecorded ? Object.fromEntries(tenancy.halves.map(({ key, bounds }) => [key, bounds.max])) : {},
  };
}

function connectionsAtMax(workloads: readonly Workload[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const { scaling, capacity } of workloads)
    for (const [database, each] of Object.entries(capacity?.connections ?? {}))
      total[database] = (total[database] ?? 0) + each * maxReplicas(scalingPlan(scaling));
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

/** What a pool can come to by the files, and cannot yet. Where its halves stand in for each other, the larger one is the whole of it. */
function missingNodes(
  { recordedMaxima }: ServiceCapacity,
  { halves, most }: ServiceCapacity["rooms"][number],
  pools: Deployed["clusters"][string]["pools"],
): number {
  const recorded = halves.filter((half) => recordedMaxima[half] !== undefined);
  if (recorded.length === 0) return 0;
  const sum = (maxima: readonly number[]) => maxima.reduce((total, max) => total + max, 0);
  const deployed = recorded.map((half) => pools[half]?.max ?? 0);
  const standIn = sum(recorded.map((half) => recordedMaxima[half] ?? 0)) > most;
  return Math.max(0, most - (standIn ? Math.max(...deployed) : sum(deployed)));
}
