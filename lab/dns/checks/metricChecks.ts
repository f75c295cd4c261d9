/** A health check of a CloudWatch metric, by the alarm that it follows. */
export interface MetricCheck {
  readonly id: string;
  /** Whose latency the metric is. */
  readonly cloud: string;
  /** That the metric must be above the threshold without a break. */
  readonly seconds: number;
  /** Of which one below the threshold is enough to be healthy again. */
  readonly periodSeconds: number;
}

/** Runs health checks of metrics, whose numbers are only good or bad here. */
export interface MetricChecks {
  /** Exactly these run from now on, while these clouds are slow. */
  run(checks: readonly MetricCheck[], isSlow: (cloud: string) => boolean): void;
  /** True also for a check that is not known. */
  isHealthy(id: string): boolean;
  stop(): void;
}

interface Running {
  isHealthy: boolean;
  timer: NodeJS.Timeout | undefined;
}

/**
 * A check fails once its metric has been bad for all of its periods, and passes again with the first good one.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-types.html
 * @param timeScale how many times faster than in reality
 * @param changed called when a check changes its verdict
 */
export function createMetricChecks({ timeScale, changed }: { readonly timeScale: number; readonly changed: () => void }): MetricChecks {
  const running = new Map<string, Running>();

  const follow = (entry: Running, { seconds, periodSeconds }: MetricCheck, isGood: boolean): void => {
    if (entry.isHealthy === isGood) {
      clearTimeout(entry.timer);
      entry.timer = undefined;
      return;
    }
    const flip = (): void => {
      entry.isHealthy = isGood;
      entry.timer = undefined;
      changed();
    };
    entry.timer ??= setTimeout(flip, ((isGood ? periodSeconds : seconds) * 1_000) / timeScale);
  };

  return {
    run(checks, isSlow) {
      const wanted = new Set(checks.map(({ id }) => id));
      for (const [id, { timer }] of running) {
        if (wanted.has(id)) continue;
        clearTimeout(timer);
        running.delete(id);
      }
      for (const check of checks) {
        const entry = running.get(check.id) ?? { isHealthy: true, timer: undefined };
        running.set(check.id, entry);
        follow(entry, check, !isSlow(check.cloud));
      }
    },
    isHealthy: (id) => running.get(id)?.isHealthy ?? true,
    stop() {
      for (const { timer } of running.values()) clearTimeout(timer);
      running.clear();
    },
  };
}
