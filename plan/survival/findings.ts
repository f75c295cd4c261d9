import type { Finding } from "../../config/file/messages";
import type { TrafficPlan } from "../model/traffic";
import { accepts, carries, type ClusterLoad, type DatabaseLoad, type Load, type Outcome, type Survival, survivalOf } from "./survival";
import type { FleetCapacity, ServiceCapacity } from "../model/capacity";
import { nodesForReplicas } from "../nodes/replicaRoom";
import { whoCouldAnswer } from "./nobodyLeft";

/** Losses that the fleet does not carry and that nobody allowed, each with its numbers and the smallest change that mends it. */
export function survivalFindings(plan: TrafficPlan, capacity: FleetCapacity): Finding[] {
  const survival = survivalOf(plan, capacity);
  return unsurvived(plan, survival).map((outcome) => ({
    path: ["traffic", outcome.clusters.length === 0 ? "weights" : "peakRps"],
    message: describe(plan, capacity, outcome),
  }));
}

function unsurvived({ clouds }: TrafficPlan, { nothingLost, losses }: Survival): Outcome[] {
  const alone = clouds.flatMap(({ regions }) => (regions.length === 1 ? regions.map(({ region }) => region) : []));
  const told = [nothingLost, ...losses.filter(({ lost: [name = ""] }) => !alone.includes(name))];
  return told.filter(({ survives, allowed }) => !survives && allowed === undefined);
}

/** One outcome as a sentence: who would get what, what they carry, and what to do. */
export function describe(plan: TrafficPlan, capacity: FleetCapacity, outcome: Outcome): string {
  const accept = acceptance(plan, outcome);
  if (outcome.clusters.length === 0)
    return `nobody is left to answer ${circumstance(plan, outcome)}; ${whoCouldAnswer(plan, capacity, outcome.lost)}${accept}`;

  const overloaded = outcome.clusters.filter((cluster) => !carries(cluster));
  const exhausted = outcome.databases.filter((database) => !accepts(database));
  const parts = [...overloaded.map(describeOverload), ...exhausted.map(describeExhausted)].join("; ");
  const serviceIn = (name: string) => capacity.clusters.find(({ cluster }) => cluster === name)?.service;
  const remedies = [
    ...overloaded.flatMap(({ cluster, load }) => raise(cluster, load, serviceIn(cluster))),
    ...exhausted.map(({ database, connections }) => `raise databases.${database}.maxConnections to ${connections}`),
  ];
  const { peakRps = 0 } = plan;
  const lower = overloaded.length === 0 ? "" : `, or lower traffic.peakRps to ${largestPeak(peakRps, overloaded)}`;
  const whose = capacity.of === "deployed" ? " (as the fleet is deployed)" : "";
  return `${peakRps} requests per second are not carried ${circumstance(plan, outcome)}${whose}: ${parts}; ${remedies.join(" and ")}${lower}${accept}`;
}

function circumstance(plan: TrafficPlan, { lost }: Outcome): string {
  const are = (names: readonly string[]) => `${names.join(" and ")} ${names.length > 1 ? "are" : "is"}`;
  if (lost.length > 0) return `when ${are(lost)} lost`;
  const takenAway = takenAwayIn(plan);
  return takenAway.length > 0 ? `while ${are(takenAway)} taken away` : "even while everything lives";
}

/** Nobody accepts what is lost without a loss, and what two losses at once do is only a question. */
function acceptance(plan: TrafficPlan, { lost }: Outcome): string {
  const [place, ...more] = lost.length > 0 ? lost : takenAwayIn(plan);
  if (place === undefined || more.length > 0) return "";
  return `, or accept it for a while with traffic.allowDegraded: [{ lost: ${place}, reason: ..., until: YYYY-MM-DD }]`;
}

function takenAwayIn({ manualFailover }: TrafficPlan): readonly string[] {
  return (manualFailover?.places ?? []).map(({ lost }) => lost);
}

function describeOverload({ cluster, share, load }: ClusterLoad): string {
  if (load === undefined) return cluster;
  const { rps, rpsPerReplica, maxReplicas, room, capacityRps } = load;
  const limit = room < maxReplicas ? `its pools have room for ${room} replicas` : `its maximum is ${maxReplicas} replicas`;
  return `${cluster} would get ${whole(rps)} (${percent(share)}) and carries ${capacityRps} (${limit} of ${rpsPerReplica} each)`;
}

function describeExhausted({ database, connections, maxConnections }: DatabaseLoad): string {
  return `${database} would get ${connections} connections and accepts ${maxConnections}`;
}

/** What has to grow in one cluster: replicas, and where they would find no room, a pool. */
function raise(cluster: string, load: Load | undefined, service: ServiceCapacity | undefined): string[] {
  if (load === undefined || service === undefined) return [];
  const { replicas, maxReplicas, room } = load;
  const overrides = `clusters.${cluster}.overrides`;
  const bound = service.engine === "fixed" ? "replicas" : "max";
  const most = replicas > maxReplicas ? [`raise ${overrides}.workloads.${service.workload}.scaling.${bound} to ${replicas}`] : [];
  const workload = service.tenancy.workloads.find(({ name }) => name === service.workload);
  const larger = workload === undefined || replicas <= room ? undefined : nodesForReplicas(service.tenancy, workload, replicas);
  return larger === undefined ? most : [...most, `raise ${overrides}.nodePools.${larger.pool}.max by ${larger.nodes}`];
}

/** The largest load at which every one of these carries its share. */
function largestPeak(peakRps: number, overloaded: readonly ClusterLoad[]): number {
  const carried = overloaded.map(({ share, load }) => (load === undefined ? peakRps : load.capacityRps / share));
  return Math.floor(Math.min(peakRps, ...carried) + 1e-6);
}

function whole(rps: number): string {
  return String(Math.ceil(rps));
}

function percent(share: number): string {
  return `${Math.round(share * 1_000) / 10} %`;
}
