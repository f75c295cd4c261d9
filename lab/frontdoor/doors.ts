import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import { Server as NetServer } from "node:net";

/** One public address of a cluster's gateway. */
export interface Door {
  readonly address: string;
  readonly cluster: string;
  /** A zone id, or "regional". */
  readonly zone: string;
  /** Names of the gateway's ready pods. */
  readonly pods: readonly string[];
}

export interface Doors {
  /**
   * Opens, closes and refreshes listeners, so that exactly these accept connections.
   * @param silent addresses of which those that close say nothing to connections they have, as where a network is lost. @default none
   */
  open(doors: readonly Door[], silent?: ReadonlySet<string>): Promise<void>;
  /** Addresses that accept connections. */
  addresses(): readonly string[];
  /** For good. */
  close(): Promise<void>;
}

interface OpenDoor {
  door: Door;
  readonly server: Server;
  /** Requests so far: the next pod's turn. */
  turn: number;
  silent: boolean;
}

/** Longer than the pauses of a client that keeps its connections, as with the clouds' load balancers. */
const keepAliveMs = 60_000;

/**
 * Listens on addresses as a load balancer would: answers while its Service has a ready pod, else 503. A door that is not open refuses
 * connections, and leaves its address to whoever wants to listen there.
 * @param port the same at every address
 */
export function createDoors(port: number): Doors {
  const open = new Map<string, OpenDoor>();
  /** Closed without a word. */
  const silenced = new Map<string, Server>();
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
    door.silent = true;
    // The HTTP server's own close hangs up on idle connections, which a lost network does not.
    NetServer.prototype.close.call(door.server);
    silenced.set(address, door.server);
  };
  const hangUp = (address: string): void => {
    silenced.get(address)?.closeAllConnections();
    silenced.delete(address);
  };
  const admit = async (door: Door): Promise<void> => {
    const present = open.get(door.address);
    if (present !== undefined) {
      present.door = door;
      return;
    }
    const opened: OpenDoor = { door, turn: 0, silent: false, server: createServer((_request, response) => answer(opened, response)) };
    opened.server.keepAliveTimeout = keepAliveMs;
    opened.server.listen(port, door.address);
    await once(opened.server, "listening");
    open.set(door.address, opened);
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
    addresses: () => [...open.keys()],
    close: async () => {
      closed = true;
      await last.catch(() => undefined);
      for (const address of [...silenced.keys()]) hangUp(address);
      await Promise.all([...open.keys()].map(shut));
    },
  };
}

function answer(open: OpenDoor, response: ServerResponse): void {
  if (open.silent) return;
  const { cluster, address, zone, pods } = open.door;
  const pod = pods[open.turn++ % Math.max(pods.length, 1)];
  response.writeHead(pod === undefined ? 503 : 200, { "content-type": "application/json" });
  response.end(
    `${JSON.stringify(pod === undefined ? { cluster, address, zone, error: "no ready pod" } : { cluster, address, zone, pod })}\n`,
  );
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
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
      await closeServer(server);
      return port;
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
