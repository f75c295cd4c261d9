import type { Random } from "../random";

/** Verdicts on health checks, by id. One that is not here has no data yet, and counts as healthy. */
export type Verdicts = ReadonlyMap<string, boolean>;

/** The places that a DNS service answers from, each with an idea of its own of what is healthy. */
export interface Edges<Answers> {
  /** What the edge answers from that a client's questions reach; always the same one for the same address. */
  at(client: string): Answers;
  /** Records have changed: every edge has them at once, since a change of records counts as made when all have it. */
  decide(): void;
  stop(): void;
}

/** Enough that one edge's delay says nothing of the others'. */
const edgeCount = 64;

/**
 * How often an edge is handed the whole table of verdicts, whether anything has changed or not, so a verdict takes up to this long to be
 * answered from. That Route 53 works like this is published; how often is not, and this is our assumption.
 *
 * @see https://aws.amazon.com/blogs/architecture/doing-constant-work-to-avoid-failures/
 */
const tableEverySeconds = 10;

/**
 * @param timeScale how many times faster than in reality
 * @param random gives each edge its place in the interval
 * @param look the verdicts at present
 * @param answersOf what an edge with these verdicts answers from
 */
export function createEdges<Answers>({
  timeScale,
  random,
  look,
  answersOf,
}: {
  readonly timeScale: number;
  readonly random: Random;
  readonly look: () => Verdicts;
  readonly answersOf: (isHealthy: (id: string) => boolean) => Answers;
}): Edges<Answers> {
  const everyMs = (tableEverySeconds * 1_000) / timeScale;
  const edges = Array.from({ length: edgeCount }, () => openEdge());
  const served = new Map<string, number>();

  function openEdge() {
    const edge = { verdicts: look(), answers: decided(look()), timer: setTimeout(() => take(), everyMs * random()) };
    const take = (): void => {
      edge.timer = setTimeout(take, everyMs);
      const verdicts = look();
      if (isSame(edge.verdicts, verdicts)) return;
      edge.verdicts = verdicts;
      edge.answers = decided(verdicts);
    };
    return edge;
  }

  function decided(verdicts: Verdicts): Answers {
    return answersOf((id) => verdicts.get(id) ?? true);
  }

  return {
    at(client) {
      const index = served.get(client) ?? served.size % edgeCount;
      served.set(client, index);
      // The index is below the count, so there is one.
      return edges[index]?.answers ?? decided(look());
    },
    decide() {
      for (const edge of edges) edge.answers = decided(edge.verdicts);
    },
    stop() {
      for (const { timer } of edges) clearTimeout(timer);
    },
  };
}

function isSame(one: Verdicts, other: Verdicts): boolean {
  return one.size === other.size && [...one].every(([id, healthy]) => other.get(id) === healthy);
}
