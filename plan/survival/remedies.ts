import type { FleetCapacity } from "../model/capacity";
import { nodesForReplicas } from "../nodes/replicaRoom";
import { accepts, carries, type Outcome } from "./survival";

/** What has to grow so that several losses are carried. */
export interface Growth {
  readonly kind: "replicas" | "nodes" | "connections";
  /** Where it is written: ["clusters", "aws-usw2", "overrides", ...]. */
  readonly path: readonly string[];
  readonly cluster: string | undefined;
  /** What it grows to; of nodes, by how many. */
  readonly amount: number;
}

/** The least that carries all of these: replicas, and where they would find no room, a pool; connections of databases. */
export function growthFor(outcomes: readonly Outcome[], capacity: FleetCapacity): Growth[] {
  const wanted = new Map<string, Growth>();
  for (const growth of outcomes.flatMap((outcome) => growthOf(outcome, capacity))) {
    const key = growth.path.join(".");
    const known = wanted.get(key);
    if (known === undefined || known.amount < growth.amount) wanted.set(key, growth);
  }
  return [...wanted.values()];
}

function growthOf({ clusters, databases }: Outcome, capacity: FleetCapacity): Growth[] {
  const overloaded = clusters
    .filter((cluster) => !carries(cluster))
    .flatMap(({ cluster, load }) => {
      const service = capacity.clusters.find((known) => known.cluster === cluster)?.service;
      if (load === undefined || service === undefined) return [];
      const { replicas, maxReplicas, room } = load;
      const overrides = ["clusters", cluster, "overrides"];
      const bound = service.engine === "fixed" ? "replicas" : "max";
      const path = [...overrides, "workloads", service.workload, "scaling", bound];
      const most: Growth[] = replicas > maxReplicas ? [{ kind: "replicas", path, cluster, amount: replicas }] : [];
      const workload = service.tenancy.workloads.find(({ name }) => name === service.workload);
      const larger = workload === undefined || replicas <= room ? undefined : nodesForReplicas(service.tenancy, workload, replicas);
      if (larger === undefined) return most;
      return [...most, { kind: "nodes" as const, path: [...overrides, "nodePools", larger.pool, "max"], cluster, amount: larger.nodes }];
    });
  const exhausted = databases
    .filter((database) => !accepts(database))
    .map(({ database, connections }): Growth => ({
      kind: "connections",
      path: ["databases", database, "maxConnections"],
      cluster: undefined,
      amount: connections,
    }));
  return [...overloaded, ...exhausted];
}

export function describeGrowth({ kind, path, amount }: Growth): string {
  return `raise ${path.join(".")} ${kind === "nodes" ? "by" : "to"} ${amount}`;
}

/** The largest load at which everybody carries a share in each of these; undefined where replicas are not what is missing. */
export function largestPeak(peakRps: number, outcomes: readonly Outcome[]): number | undefined {
  const overloaded = outcomes.flatMap(({ clusters }) => clusters.filter((cluster) => !carries(cluster)));
  const carried = overloaded.flatMap(({ share, load }) => (load === undefined ? [] : [load.capacityRps / share]));
  const peak = Math.floor(Math.min(peakRps, ...carried) + 1e-6);
  return carried.length === 0 || peak < 1 ? undefined : peak;
}
