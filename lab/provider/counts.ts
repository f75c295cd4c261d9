/** How often the engine called a provider's method for one resource type. */
export interface CallCount {
  readonly provider: string;
  /** Of the provider protocol: configure, check, diff, create, read, update, delete, invoke, ...; `preview` is a create or update that is only tried. */
  readonly method: string;
  /** Type token; a function's token for invoke; empty for calls that concern the provider itself. */
  readonly type: string;
  readonly calls: number;
}

/** A call that failed, as the engine was told. */
export interface FailedCall {
  readonly provider: string;
  readonly method: string;
  readonly urn: string;
  readonly message: string;
}

/** Counts every call that reaches the lab's providers: what an operation really asked of each cloud. */
export interface CallCounts {
  add(provider: string, method: string, type: string): void;
  fail(failure: FailedCall): void;
  /** In order of provider, method and type. */
  rows(): readonly CallCount[];
  /** The last 100. */
  failures(): readonly FailedCall[];
}

export function createCallCounts(): CallCounts {
  const counts = new Map<string, CallCount>();
  const failures: FailedCall[] = [];
  return {
    add(provider, method, type) {
      const key = [provider, method, type].join(" ");
      counts.set(key, { provider, method, type, calls: (counts.get(key)?.calls ?? 0) + 1 });
    },
    fail(failure) {
      failures.push(failure);
      if (failures.length > 100) failures.shift();
    },
    rows: () => [...counts.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count),
    failures: () => [...failures],
  };
}
