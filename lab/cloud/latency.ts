/** How long simulated clouds take: nothing, or what the real ones do, times a scale. */
export interface Latency {
  readonly mode: "none" | "realistic";
  /** 0.01 makes ten minutes six seconds. */
  readonly scale: number;
}

/** Spends the time that a cloud needs. */
export interface Waiting {
  spend(seconds: number): Promise<void>;
  /** Ends every wait that runs, as done: what waited has already happened in the cloud. */
  end(): void;
}

export function createWaiting(latency: Latency): Waiting {
  const running = new Set<() => void>();
  return {
    async spend(seconds) {
      if (latency.mode === "none" || seconds <= 0) return;
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          running.delete(done);
          resolve();
        };
        const timer = setTimeout(done, seconds * 1_000 * latency.scale);
        running.add(done);
      });
    },
    end() {
      for (const done of [...running]) done();
    },
  };
}
