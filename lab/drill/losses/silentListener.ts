import { rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { readJson, type LabHome } from "../../home";
import { openSupervisor } from "../../processes/supervisor";
import type { ListenerReport } from "./listener";

/** Something in a lost place's stead that never answers. */
export interface SilentListener {
  /** Resolves when nobody hears anything at its addresses, with the time since which they are its own: milliseconds since 1970. */
  takeOver(): Promise<number>;
}

const processName = "silent-listener";

/** The smallest queue of connections that nobody accepts. https://man7.org/linux/man-pages/man2/listen.2.html */
const holeBacklog = 1;
const slowBacklog = 511;
/** Loopback connects at once, or not at all. */
const connectMs = 200;
const takeOverMs = 15_000;

/**
 * Starts the process, which waits for the addresses to be free.
 * - "black hole": connections time out, since the process is stopped and the queues of its listeners are full
 * - "slow": connections are accepted, and nothing more happens
 */
export async function startSilentListener(
  home: LabHome,
  { kind, addresses, port }: { readonly kind: "black hole" | "slow"; readonly addresses: readonly string[]; readonly port: number },
): Promise<SilentListener> {
  const report = join(home.root, "silent-listener.json");
  const read = (): ListenerReport | undefined => readJson<ListenerReport>(report);
  rmSync(report, { force: true });
  const backlog = kind === "black hole" ? holeBacklog : slowBacklog;
  const tsx = pathToFileURL(require.resolve("tsx")).href;
  await openSupervisor(home).start({
    name: processName,
    command: process.execPath,
    args: ["--import", tsx, join(__dirname, "listener.ts"), report, String(backlog), String(port), ...addresses],
    ready: () => read() !== undefined,
    timeoutSeconds: 30,
  });

  return {
    async takeOver() {
      const { pid, since } = await listening(read);
      if (kind === "slow") return since;
      process.kill(pid, "SIGSTOP");
      await Promise.all(addresses.map((address) => fill(address, port)));
      return since;
    },
  };
}

/** Ends it, also where an earlier process has left it; the addresses are free then. */
export async function endSilentListener(home: LabHome): Promise<void> {
  // A stopped process hears of nothing but this.
  await openSupervisor(home).stop(processName, { graceSeconds: 0 });
}

async function listening(read: () => ListenerReport | undefined): Promise<{ readonly pid: number; readonly since: number }> {
  for (let waited = 0; waited < takeOverMs; waited += 5) {
    const { pid, listeningSince: since } = read() ?? { pid: 0, listeningSince: null };
    if (since !== null) return { pid, since };
    await sleep(5);
  }
  throw new Error(`the front doors did not leave their addresses within ${takeOverMs / 1_000} s`);
}

/** Connects until nothing is accepted any more. What the queue holds stays in it: nobody will take it out. */
async function fill(host: string, port: number): Promise<void> {
  for (let attempt = 0; attempt <= holeBacklog + 2; attempt++) {
    const socket = connect({ host, port });
    const connected = await isConnected(socket);
    socket.destroy();
    if (!connected) return;
  }
  throw new Error(`${host} port ${port} goes on accepting connections, so it is no black hole`);
}

function isConnected(socket: Socket): Promise<boolean> {
  return new Promise((done) => {
    const timer = setTimeout(() => done(false), connectMs);
    socket.on("connect", () => {
      clearTimeout(timer);
      done(true);
    });
    socket.on("error", () => undefined);
  });
}
