import { createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { writeAtomically } from "../../home";

/**
 * A process of its own that listens where a lost place did: `node --import tsx lab/drill/losses/listener.ts <report> <backlog> <port> <address...>`.
 * It accepts connections and says nothing; once it is stopped (SIGSTOP), not even that. Takes each address as soon as it is free, and writes
 * how far it is to the report.
 */
async function main([report = "", backlog = "", port = "", ...addresses]: readonly string[]): Promise<void> {
  const listening = addresses.map((address) => listenWhenFree(address, Number(port), Number(backlog)));
  writeAtomically(report, JSON.stringify({ pid: process.pid, listeningSince: null }));
  await Promise.all(listening);
  writeAtomically(report, JSON.stringify({ pid: process.pid, listeningSince: Date.now() }));
}

/** What the report says. */
export interface ListenerReport {
  readonly pid: number;
  /** Milliseconds since 1970; null while an address is another's. */
  readonly listeningSince: number | null;
}

const retryMs = 2;

async function listenWhenFree(host: string, port: number, backlog: number): Promise<void> {
  for (;;) {
    const server = createServer(ignore);
    const taken = await new Promise<boolean>((done, fail) => {
      server.once("listening", () => done(false));
      server.once("error", (error: NodeJS.ErrnoException) => (error.code === "EADDRINUSE" ? done(true) : fail(error)));
      server.listen({ host, port, backlog });
    });
    if (!taken) return;
    await sleep(retryMs);
  }
}

function ignore(connection: Socket): void {
  connection.resume();
  connection.on("error", () => connection.destroy());
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
