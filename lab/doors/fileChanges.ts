import { statSync } from "node:fs";

/**
 * Calls `changed` when any of the files has become another one, longer or shorter. Polled: a watch on a folder misses files that are replaced
 * on some file systems, and these are few.
 */
export function watchFiles(paths: readonly string[], everyMs: number, changed: () => void): { stop(): void } {
  let last = paths.map(signature).join();
  const timer = setInterval(() => {
    const current = paths.map(signature).join();
    if (current === last) return;
    last = current;
    changed();
  }, everyMs);
  return { stop: () => clearInterval(timer) };
}

function signature(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? "-" : `${found.ino} ${found.size} ${found.mtimeMs}`;
}
