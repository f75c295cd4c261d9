export type Sequencer = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/** Runs work under one key in the order it came, and work under different keys at once. */
export function sequencer(): Sequencer {
  const last = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const next = (last.get(key) ?? Promise.resolve()).then(work, work);
    last.set(key, next);
    return next;
  };
}
