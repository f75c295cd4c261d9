import { writeSync } from "node:fs";

/** Where a command cannot go on, it says why in one sentence and no trace. */
export function sayAndFail(sentence: string): void {
  process.exitCode = 1;
  try {
    writeSync(process.stderr.fd, `${sentence}\n`);
  } catch {
    // Standard error is closed or full as well: the exit code is all that is left to say it with.
  }
}

/**
 * Makes a standard output that takes no more an end of the command. A reader that has seen enough, such as `head`, is none that anything has
 * to be said to; a full disk is.
 */
export function endWithStandardOutput(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") sayAndFail(`standard output cannot be written: ${error.message}; make room, or write somewhere else`);
    process.exit();
  });
  process.stderr.on("error", () => process.exit(1));
}

/**
 * The last line of defence: a fault of the program is one sentence, whatever it was thrown by.
 *
 * @param doing "plan prod"
 */
export function describeFault(doing: string, error: unknown): string {
  const what = (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).replaceAll(/\s+/g, " ").slice(0, 300);
  return `cannot ${doing}, by a fault of the program and not of the files (${what}); report it to whoever maintains gateway-fleet, with the stack files`;
}
