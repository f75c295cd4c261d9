import type { Group } from "./groups";

type Scheduled = Pick<Group, "seconds" | "alone">;

/**
 * The group that starts now, if one may. The longest comes first, so that those that end last are short; those that run alone come last, so
 * that the others wait for them once.
 *
 * @param jobs most that run at once
 */
export function next<G extends Scheduled>(waiting: readonly G[], running: readonly G[], jobs: number): G | undefined {
  if (running.length >= jobs || running.some(({ alone }) => alone)) return undefined;
  const [first] = [...waiting].sort((a, b) => Number(a.alone) - Number(b.alone) || b.seconds - a.seconds);
  return first?.alone === true && running.length > 0 ? undefined : first;
}

/** Runs every group once, and resolves with their results in the order of their ends; starts none after the stop. */
export async function runAll<G extends Scheduled, R>(
  groups: readonly G[],
  jobs: number,
  stop: AbortSignal,
  run: (group: G) => Promise<R>,
): Promise<readonly R[]> {
  const waiting = new Set(groups);
  const running = new Map<G, Promise<void>>();
  const results: R[] = [];
  for (;;) {
    for (let group = start(); group !== undefined; group = start());
    if (running.size === 0) return results;
    await Promise.race(running.values());
  }

  function start(): G | undefined {
    const group = stop.aborted ? undefined : next([...waiting], [...running.keys()], jobs);
    if (group === undefined) return undefined;
    waiting.delete(group);
    const ended = run(group).then((result) => {
      results.push(result);
      running.delete(group);
    });
    running.set(group, ended);
    return group;
  }
}
