import { isDeepStrictEqual } from "node:util";
import type { Random } from "../../random";
import type { HealthCheck, Probe } from "./probe";

/** Runs health checks as the providers' distributed checkers do. */
export interface HealthChecks {
  /** Starts, changes and stops checks, so that exactly these run. A check that is changed keeps what its checkers believe. */
  run(checks: readonly HealthCheck[]): void;
  /** True also for a check that has no data yet, and for one that is not known. */
  isHealthy(id: string): boolean;
  /** Checkers that say healthy, of all. */
  votes(id: string): { readonly healthy: number; readonly all: number };
  stop(): void;
}

interface Checker {
  /** From 0. */
  readonly number: number;
  believesHealthy: boolean;
  /** Results in a row that contradict it. */
  contradictions: number;
  timer: NodeJS.Timeout | undefined;
}

interface RunningCheck {
  check: HealthCheck;
  readonly checkers: readonly Checker[];
}

/**
 * Every checker probes on its own, from a place of its own in the interval, and changes its mind after as many results in a row that contradict
 * it as the check's thresholds say. An endpoint is healthy while more checkers say so than the prober's share; a new check counts as healthy
 * until data arrives.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 * @param timeScale how many times faster than in reality
 * @param random gives each checker its place in the interval
 * @param changed called when a check as a whole changes its verdict
 */
export function createHealthChecks({
  probe,
  timeScale,
  random,
  changed,
}: {
  readonly probe: Probe;
  readonly timeScale: number;
  readonly random: Random;
  readonly changed: () => void;
}): HealthChecks {
  const running = new Map<string, RunningCheck>();

  const start = (check: HealthCheck): void => {
    const checkers = Array.from({ length: check.prober.checkers }, (_, number): Checker => ({
      number,
      believesHealthy: true,
      contradictions: 0,
      timer: undefined,
    }));
    const entry: RunningCheck = { check, checkers };
    running.set(check.id, entry);
    for (const checker of checkers) schedule(entry, checker, intervalMs(check) * random());
  };
  const schedule = (entry: RunningCheck, checker: Checker, delayMs: number): void => {
    checker.timer = setTimeout(() => void look(entry, checker), delayMs);
  };
  const look = async (entry: RunningCheck, checker: Checker): Promise<void> => {
    const began = performance.now();
    const passed = entry.check.disabled || (await probe(entry.check, checker.number));
    if (running.get(entry.check.id) !== entry) return;
    const before = verdict(entry);
    consider(checker, passed, entry.check);
    if (verdict(entry) !== before) changed();
    const spentMs = entry.check.prober.nextAfter === "beginning" ? performance.now() - began : 0;
    schedule(entry, checker, Math.max(0, intervalMs(entry.check) - spentMs));
  };
  const intervalMs = ({ intervalSeconds }: HealthCheck): number => (intervalSeconds * 1_000) / timeScale;
  const end = (id: string): void => {
    for (const { timer } of running.get(id)?.checkers ?? []) clearTimeout(timer);
    running.delete(id);
  };

  return {
    run(checks) {
      const wanted = new Map(checks.map((check) => [check.id, check]));
      for (const id of [...running.keys()]) if (!wanted.has(id)) end(id);
      for (const check of checks) {
        const entry = running.get(check.id);
        if (entry === undefined) start(check);
        else if (!isDeepStrictEqual(entry.check, check)) entry.check = check;
      }
    },
    isHealthy(id) {
      const entry = running.get(id);
      return entry === undefined || verdict(entry);
    },
    votes(id) {
      const checkers = running.get(id)?.checkers ?? [];
      return { healthy: checkers.filter(({ believesHealthy }) => believesHealthy).length, all: checkers.length };
    },
    stop() {
      for (const id of [...running.keys()]) end(id);
    },
  };
}

function consider(checker: Checker, passed: boolean, { failureThreshold, successThreshold }: HealthCheck): void {
  const threshold = passed ? successThreshold : failureThreshold;
  checker.contradictions = passed === checker.believesHealthy ? 0 : checker.contradictions + 1;
  if (checker.contradictions < threshold) return;
  checker.believesHealthy = passed;
  checker.contradictions = 0;
}

function verdict({ check, checkers }: RunningCheck): boolean {
  if (check.disabled) return !check.inverted;
  const healthy = checkers.filter(({ believesHealthy }) => believesHealthy).length;
  return healthy > check.prober.healthyShare * checkers.length !== check.inverted;
}
