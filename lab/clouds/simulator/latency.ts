/** How long simulated clouds take: nothing, or what the real ones do, times a scale. */
export interface Latency {
  readonly mode: "none" | "realistic";
  /** 0.01 makes ten minutes six seconds. */
  readonly scale: number;
}

/** Spends the time that a cloud needs. */
export interface Waiting {
  /** @param whose the provider resource that waits */
  spend(seconds: number, whose: object): Promise<void>;
  /** Ends every wait of one that runs, as done: what waited has already happened in the cloud. */
  end(whose: object): void;
}

export function createWaiting(latency: Latency): Waiting {
  const running = new Map<() => void, object>();
  return {
    async spend(seconds, whose) {
      if (latency.mode === "none" || seconds <= 0) return;
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          running.delete(done);
          resolve();
        };
        const timer = setTimeout(done, seconds * 1_000 * latency.scale);
        running.set(done, whose);
      });
    },
    end(whose) {
      for (const [done, waiting] of [...running]) if (waiting === whose) done();
    },
  };
}
