/** Runs one round at a time; a call during a round asks for one more after it. */
export function serialized(round: () => Promise<void>): () => void {
  let running = false;
  let again = false;
  const run = async (): Promise<void> => {
    running = true;
    do {
      again = false;
      // The next round tries again.
      await round().catch((error: unknown) => console.error(error));
    } while (again);
    running = false;
  };
  return () => {
    if (running) again = true;
    else void run();
  };
}
