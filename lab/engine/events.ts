import { closeSync, existsSync, openSync, readSync } from "node:fs";
import type { EngineEvent } from "@pulumi/pulumi/automation";

/** Follows the engine's event log, which grows by one JSON document a line. */
export class EventLog {
  private readonly path: string;
  private readonly receive: (event: EngineEvent) => void;
  private readonly timer: NodeJS.Timeout;
  private offset = 0;
  private rest = Buffer.alloc(0);

  constructor(path: string, receive: (event: EngineEvent) => void, intervalMilliseconds = 100) {
    this.path = path;
    this.receive = receive;
    this.timer = setInterval(() => this.drain(), intervalMilliseconds);
  }

  /** Reads what is left and stops. */
  end(): void {
    clearInterval(this.timer);
    this.drain();
  }

  private drain(): void {
    if (!existsSync(this.path)) return;
    const file = openSync(this.path, "r");
    try {
      const chunk = Buffer.alloc(1 << 20);
      for (
        let read = readSync(file, chunk, 0, chunk.length, this.offset);
        read > 0;
        read = readSync(file, chunk, 0, chunk.length, this.offset)
      ) {
        this.offset += read;
        this.take(chunk.subarray(0, read));
      }
    } finally {
      closeSync(file);
    }
  }

  private take(chunk: Buffer): void {
    let pending = Buffer.concat([this.rest, chunk]);
    for (let end = pending.indexOf(10); end >= 0; end = pending.indexOf(10)) {
      const line = pending.subarray(0, end).toString("utf8");
      pending = pending.subarray(end + 1);
      if (line.trim() !== "") this.receive(JSON.parse(line) as EngineEvent);
    }
    this.rest = Buffer.from(pending);
  }
}

/** The engine marks colours as `<{%...%}>`. */
export function plainText(message: string): string {
  return message.replaceAll(/<\{%[^%]*%\}>/g, "").trim();
}
