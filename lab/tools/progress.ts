/** Where long work says what it is at. */
export interface Progress {
  /** The present step and how far it is: called often, shown as the output can bear it. */
  show(step: string, detail: string): void;
  /** A line that stays. */
  keep(line: string): void;
}

/** As much of a stream as a progress line needs. */
interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const silentMs = 15_000;

/** Rewrites one line on a terminal; elsewhere prints each step once and then a line every 15 seconds. */
export function consoleProgress(stream: Output = process.stderr): Progress {
  let step = "";
  let printedAt = 0;
  const clear = stream.isTTY === true ? "\r\u001b[2K" : "";

  return {
    show(next, detail) {
      const line = detail === "" ? next : `${next}: ${detail}`;
      if (stream.isTTY === true) {
        stream.write(`${clear}${line.slice(0, (stream.columns ?? 80) - 1)}`);
      } else if (next !== step || Date.now() - printedAt >= silentMs) {
        stream.write(`${line}\n`);
        printedAt = Date.now();
      }
      step = next;
    },
    keep(line) {
      stream.write(`${clear}${line}\n`);
    },
  };
}

/** "2m 05s", "41s" */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole}s` : `${Math.floor(whole / 60)}m ${String(whole % 60).padStart(2, "0")}s`;
}

/** "0.3 MB", "251.0 MB" */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
