import { byCodeUnit } from "../order";
import { sharesAfter } from "../traffic/dns";
import { survives as answers } from "../traffic/shares";
import type { TrafficPlan } from "../model/traffic";
import { type Place, placesOf } from "./places";
import type { Cloud } from "../../catalogue/clouds";
import type { ClusterCapacity, FleetCapacity, ServiceCapacity } from "../model/capacity";
import { ownEntry } from "../../facts/properties/ownEntry";

/** What becomes of the answers, and of those who give them, while places are lost. */
export interface Outcome {
  /** None: everything lives. */
  readonly lost: readonly string[];
  /** Of all answers, 0 to 1; empty where nobody is left to answer. */
  readonly shares: Readonly<Partial<Record<Cloud, number>>>;
  /** Those that answer, in order of their names. */
  readonly clusters: readonly ClusterLoad[];
  /** Databases that the answering clusters draw on; empty while the load is not known. */
  readonly databases: readonly DatabaseLoad[];
  /** Whether somebody answers, and everybody who does carries what comes, as far as the load and what a replica carries are known. */
  readonly survives: boolean;
}

export interface ClusterLoad {
  readonly cluster: string;
  readonly share: number;
  /** Undefined while the load, or what a replica carries, is not known. */
  readonly load: Load | undefined;
}

export interface Load {
  readonly rps: number;
  readonly replicas: number;
  readonly maxReplicas: number;
  /** Replicas that the pools' maxima have room for. */
  readonly room: number;
  readonly rpsPerReplica: number;
  /** What it can come to carry. */
  readonly capacityRps: number;
}

export interface DatabaseLoad {
  readonly database: string;
  readonly connections: number;
  readonly maxConnections: number;
}

/** A loss that the fleet has to survive, unless the section allows otherwise. */
export interface Loss extends Outcome {
  /** Why it need not, in the words of the section. */
  readonly allowed: TrafficPlan["allowDegraded"][number] | undefined;
}

export interface Survival {
  readonly of: FleetCapacity["of"];
  readonly nothingLost: Loss;
  /** Of each cloud and each region alone. */
  readonly losses: readonly Loss[];
}

/** @param capacity what the clusters behind the answers carry */
export function survivalOf(plan: TrafficPlan, capacity: FleetCapacity): Survival {
  const places = placesOf(plan.clouds);
  return {
    of: capacity.of,
    nothingLost: { ...outcomeOf(plan, capacity, []), allowed: exceptionForFailover(plan, places) },
    losses: places
      .filter(({ kind }) => kind !== "cluster")
      .map((place) => ({ ...outcomeOf(plan, capacity, [place]), allowed: exceptionFor(plan, capacity, places, place) })),
  };
}

/**
 * A loss that is carried as a rule need not be on top of a manual failover, which must go through in the middle of an incident: that one is
 * the loss then.
 */
function exceptionFor(plan: TrafficPlan, capacity: FleetCapacity, places: readonly Place[], place: Place): Loss["allowed"] {
  const allowed = allowedIn(plan, places, place);
  if (allowed !== undefined || plan.manualFailover === undefined) return allowed;
  const { places: takenAway, cloudsWithout } = plan.manualFailover;
  return outcomeOf({ ...plan, clouds: cloudsWithout }, capacity, [place]).survives ? takenAway[0] : undefined;
}

/** Where all that a manual failover takes away may be lost. */
function exceptionForFailover(plan: TrafficPlan, places: readonly Place[]): Loss["allowed"] {
  const takenAway = plan.manualFailover?.places ?? [];
  const allowed = takenAway.map(({ lost }) => {
    const place = places.find(({ name }) => name === lost);
    return place === undefined ? undefined : allowedIn(plan, places, place);
  });
  return allowed.includes(undefined) ? undefined : allowed[0];
}

/** Where a cloud has one region, the loss of either is the same. */
function allowedIn({ allowDegraded }: TrafficPlan, places: readonly Place[], { leaves }: Place): Loss["allowed"] {
  const isSame = (name: string) => places.some((place) => place.name === name && String(place.leaves) === String(leaves));
  return allowDegraded.find(({ lost }) => isSame(lost));
}

/** The peak's part that each surviving cluster gets, against what it can come to carry. */
export function outcomeOf(plan: TrafficPlan, capacity: FleetCapacity, lost: readonly Place[]): Outcome {
  const gone = new Set(lost.flatMap(({ leaves }) => leaves));
  const isLost = (leaf: string) => gone.has(leaf);
  const names = lost.map(({ name }) => name);
  if (!answers(plan.clouds, isLost)) return { lost: names, shares: {}, clusters: [], databases: [], survives: false };

  const shares = sharesAfter(plan, isLost);
  const clusters = [...shares.clusters]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([cluster, share]) => ({ cluster, share, load: loadOf(plan.peakRps, share, serviceIn(capacity, cluster)) }));
  const databases = databaseLoads(plan, capacity, clusters, isLost);
  return {
    lost: names,
    shares: Object.fromEntries([...shares.clouds].sort(([a], [b]) => byCodeUnit(a, b))),
    clusters,
    databases,
    survives: clusters.every(carries) && databases.every(accepts),
  };
}

export function carries({ load }: ClusterLoad): boolean {
  return load === undefined || load.replicas <= Math.min(load.maxReplicas, load.room);
}

export function accepts({ connections, maxConnections }: DatabaseLoad): boolean {
  return connections <= maxConnections;
}

function serviceIn({ clusters }: FleetCapacity, name: string): ServiceCapacity | undefined {
  return clusters.find(({ cluster }) => cluster === name)?.service;
}

function loadOf(peakRps: number | undefined, share: number, service: ServiceCapacity | undefined): Load | undefined {
  if (peakRps === undefined || service?.rpsPerReplica === undefined) return undefined;
  const { rpsPerReplica, replicas, room } = service;
  const rps = exact(share * peakRps);
  const needed = Math.max(replicas.min, Math.ceil(exact(rps / rpsPerReplica)));
  const capacityRps = Math.min(replicas.max, room) * rpsPerReplica;
  return { rps, replicas: needed, maxReplicas: replicas.max, room, rpsPerReplica, capacityRps };
}

/** A share is a quotient, so that 45 % of 7,000 may come out a hair above 3,150, and need one more replica. */
function exact(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

/** Whoever lives holds connections: the service as many as its load needs, everything else as many as it may come to. */
function databaseLoads(
  { peakRps, clouds }: TrafficPlan,
  { clusters, databases }: FleetCapacity,
  loads: readonly ClusterLoad[],
  isLost: (leaf: string) => boolean,
): DatabaseLoad[] {
  if (peakRps === undefined || Object.keys(databases).length === 0) return [];
  const lost = placesOf(clouds).flatMap(({ kind, name, leaves }) => (kind === "cluster" && leaves.every(isLost) ? [name] : []));
  const alive = clusters.filter(({ cluster }) => !lost.includes(cluster));
  return Object.entries(databases).map(([database, maxConnections]) => ({
    database,
    connections: alive.reduce((total, cluster) => total + connectionsOf(cluster, database, loads), 0),
    maxConnections,
  }));
}

function connectionsOf({ cluster, service, otherConnections }: ClusterCapacity, database: string, loads: readonly ClusterLoad[]): number {
  const replicas = loads.find((known) => known.cluster === cluster)?.load?.replicas ?? service?.replicas.min ?? 0;
  return replicas * (ownEntry(service?.connections, database) ?? 0) + (ownEntry(otherConnections, database) ?? 0);
}
