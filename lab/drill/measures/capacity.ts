/** What a survivor carried at one time. */
export interface LoadSample {
  readonly at: number;
  readonly cluster: string;
  readonly requestsPerSecond: number;
  /** Pods that are ready. */
  readonly replicas: number;
}

/** How a survivor's capacity followed the load that the loss moved to it. */
export interface CapacityFollowed {
  readonly cluster: string;
  readonly replicasBefore: number;
  readonly replicasAfter: number;
  /** The most that one replica carried; 1 is what its autoscaler aims at. */
  readonly mostLoad: number;
  /** From the loss until no replica carried more than its autoscaler tolerates, for good; null where one still did at the end. */
  readonly metAfterSeconds: number | null;
}

/** An autoscaler leaves alone what is so near its target. https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/ */
const tolerated = 1.1;

/**
 * What one replica carries at its autoscaler's target, requests per second: the load is taken to be such that before the loss the busiest
 * survivor is exactly there.
 */
export function requestsPerReplica(before: readonly Omit<LoadSample, "at">[]): number {
  return Math.max(...before.map(({ requestsPerSecond, replicas }) => requestsPerSecond / Math.max(1, replicas)));
}

export function loadOf({ requestsPerSecond, replicas }: Omit<LoadSample, "at">, perReplica: number): number {
  return requestsPerSecond / Math.max(1, replicas) / perReplica;
}

/** @param samples from the loss on, of every survivor */
export function capacityFollowed(samples: readonly LoadSample[], lostAt: number, perReplica: number): readonly CapacityFollowed[] {
  const clusters = [...new Set(samples.map(({ cluster }) => cluster))].sort();
  return clusters.map((cluster) => {
    const own = samples.filter((sample) => sample.cluster === cluster && sample.at >= lostAt).sort((a, b) => a.at - b.at);
    const loads = own.map((sample) => loadOf(sample, perReplica));
    const met = own[loads.findLastIndex((load) => load > tolerated) + 1];
    return {
      cluster,
      replicasBefore: own[0]?.replicas ?? 0,
      replicasAfter: own.at(-1)?.replicas ?? 0,
      mostLoad: Math.max(0, ...loads),
      metAfterSeconds: loads.some((load) => load > tolerated) ? (met === undefined ? null : met.at - lostAt) : 0,
    };
  });
}
