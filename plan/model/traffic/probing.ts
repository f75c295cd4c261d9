/** One leaf's probe. How often, and how many times, is the whole plan's `probing`. */
export interface HealthCheckPlan {
  readonly name: string;
  readonly cluster: string;
  readonly address: string;
  readonly protocol: "HTTP" | "HTTPS" | "TCP";
  readonly port: number;
  readonly path: string;
  /** Sent as the Host header. */
  readonly host: string;
}

/** How addresses are probed: what was asked for, in what the provider really has. */
export interface Probing {
  readonly intervalSeconds: number;
  /** The shortest that the provider has. */
  readonly shortestIntervalSeconds: number;
  /** Whether the next probe comes an interval after the last one's answer, or after its beginning. */
  readonly nextAfter: "answer" | "beginning";
  /** Probes in a row. */
  readonly failuresToLeave: number;
  readonly successesToReturn: number;
  /** How many probe each address, independently of each other. */
  readonly checkers: number;
  /** An address is healthy while more than this share of them says so, 0 to 1. */
  readonly healthyShare: number;
  /** Longest that one probe waits where nothing answers at all. */
  readonly blackHoleSeconds: number;
  /** Longest that one probe waits where connections are accepted and answers are not given. */
  readonly slowSeconds: number;
  /** What was asked for and cannot be had. */
  readonly losses: readonly Loss[];
}

export interface Loss {
  /** Key of the health section. */
  readonly key: string;
  readonly message: string;
}

export interface FailoverTiming {
  /** Something says at once that it cannot: a closed port, a gateway without pods. */
  readonly refused: Recovery;
  /** Nothing answers at all: a network, a region, a cloud. */
  readonly blackHole: Recovery;
  /** Connections are accepted, and answers come too late. */
  readonly slow: Recovery;
  readonly worstSeconds: number;
}

/** How long clients that honour the TTL ask a dead address, in seconds after the loss. */
export interface Recovery {
  /** Until the health checks agree, at worst. */
  readonly detectSeconds: number;
  readonly p50Seconds: number;
  readonly p95Seconds: number;
  readonly p99Seconds: number;
  readonly worstSeconds: number;
}
