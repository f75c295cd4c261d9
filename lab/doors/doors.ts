import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { createServer } from "node:net";
import type { Certificates, Validity } from "./certificates";
import { createEitherServer, type EitherServer } from "./eitherServer";

/** One public address of a cluster's gateway. */
export interface Door {
  readonly address: string;
  readonly cluster: string;
  /** A zone id, or "regional". */
  readonly zone: string;
  /** Names of the gateway's ready pods. */
  readonly pods: readonly string[];
  /** What it shows to new connections over TLS. */
  readonly certificate: Validity;
}

export interface Doors {
  /**
   * Opens, closes and refreshes listeners, so that exactly these accept connections.
   * @param silent addresses of which those that close say nothing to connections they have, as where a network is lost. @default none
   */
  open(doors: readonly Door[], silent?: ReadonlySet<string>): Promise<void>;
  /** Those that accept connections, as they are at present, by address. */
  opened(): ReadonlyMap<string, Door>;
  /** For good. */
  close(): Promise<void>;
}

interface OpenDoor {
  readonly server: EitherServer;
  readonly state: DoorState;
}

interface DoorState {
  door: Door;
  /** Requests so far: the next pod's turn. */
  turn: number;
  silent: boolean;
}

/** Longer than the pauses of a client that keeps its connections, as with the clouds' load balancers. */
const keepAliveMs = 60_000;

/**
 * Listens on addresses as a load balancer would, to HTTP and HTTPS alike: answers while its Service has a ready pod, else 503. A door that is
 * not open refuses connections, and leaves its address to whoever wants to listen there.
 * @param port the same at every address
 */
export function createDoors(port: number, certificates: Pick<Certificates, "of">): Doors {
  const open = new Map<string, OpenDoor>();
  /** Closed without a word. */
  const silenced = new Map<string, EitherServer>();
  let last: Promise<void> = Promise.resolve();
  let closed = false;

  const change = async (doors: readonly Door[], silent: ReadonlySet<string>): Promise<void> => {
    // A change that was on its way when everything closed.
    if (closed) return;
    const wanted = new Map(doors.map((door) => [door.address, door]));
    const closing = [...open.keys()].filter((address) => !wanted.has(address));
    closing.filter((address) => silent.has(address)).forEach(silence);
    await Promise.all(closing.filter((address) => !silent.has(address)).map(shut));
    for (const address of [...silenced.keys()].filter((address) => !silent.has(address))) hangUp(address);
    await Promise.all([...wanted.values()].map(admit));
  };
  const shut = async (address: string): Promise<void> => {
    const door = open.get(address);
    open.delete(address);
    if (door !== undefined) await closeServer(door.server);
  };
  const silence = (address: string): void => {
    const door = open.get(address);
    open.delete(address);
    if (door === undefined) return;
    door.state.silent = true;
    // It hangs up on nobody, as a lost network does not.
    door.server.listener.close();
    silenced.set(address, door.server);
  };
  const hangUp = (address: string): void => {
    silenced.get(address)?.hangUp();
    silenced.delete(address);
  };
  const admit = async (door: Door): Promise<void> => {
    const present = open.get(door.address);
    if (present !== undefined) {
      present.state.door = door;
      return;
    }
    const state: DoorState = { door, turn: 0, silent: false };
    const server = await createEitherServer({
      answer: (_request, response) => answer(state, response),
      certificateOf: (name) => certificates.of(name, state.door.certificate),
      name: "front-door.lab",
      keepAliveTimeoutMs: keepAliveMs,
    });
    server.listener.listen(port, door.address);
    await once(server.listener, "listening");
    open.set(door.address, { server, state });
  };

  return {
    open(doors, silent = new Set()) {
      // One change at a time: a listener is closed before it is opened again.
      last = last.then(
        () => change(doors, silent),
        () => change(doors, silent),
      );
      return last;
    },
    opened: () => new Map([...open].map(([address, { state }]) => [address, state.door])),
    close: async () => {
      closed = true;
      await last.catch(() => undefined);
      for (const address of [...silenced.keys()]) hangUp(address);
      await Promise.all([...open.keys()].map(shut));
    },
  };
}

function answer(state: DoorState, response: ServerResponse): void {
  if (state.silent) return;
  const { cluster, address, zone, pods } = state.door;
  const pod = pods[state.turn++ % Math.max(pods.length, 1)];
  response.writeHead(pod === undefined ? 503 : 200, { "content-type": "application/json" });
  response.end(
    `${JSON.stringify(pod === undefined ? { cluster, address, zone, error: "no ready pod" } : { cluster, address, zone, pod })}\n`,
  );
}

async function closeServer(server: EitherServer): Promise<void> {
  const closed = new Promise((resolve) => server.listener.close(resolve));
  server.hangUp();
  await closed;
}

/** The first of these ports that may be listened on at an address. Ports below 1024 need a privilege on most machines. */
export async function firstFreePort(address: string, ports: readonly number[]): Promise<number> {
  let failure: unknown = new RangeError("firstFreePort needs a port");
  for (const port of ports) {
    const server = createServer();
    try {
      server.listen(port, address);
      await once(server, "listening");
      server.close();
      await once(server, "close");
      return port;
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
