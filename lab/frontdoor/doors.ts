import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";

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
  /** Opens, closes and refreshes listeners, so that exactly these accept connections. */
  open(doors: readonly Door[]): Promise<void>;
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
}

/**
 * Listens on addresses as a load balancer would: answers while its Service has a ready pod, else 503. A door that is not open refuses connections.
 * @param port the same at every address
 */
export function createDoors(port: number): Doors {
  const open = new Map<string, OpenDoor>();
  let last: Promise<void> = Promise.resolve();
  let closed = false;

  const change = async (doors: readonly Door[]): Promise<void> => {
    // A change that was on its way when everything closed.
    if (closed) return;
    const wanted = new Map(doors.map((door) => [door.address, door]));
    await Promise.all([...open.keys()].filter((address) => !wanted.has(address)).map(shut));
    await Promise.all([...wanted.values()].map(admit));
  };
  const shut = async (address: string): Promise<void> => {
    const door = open.get(address);
    open.delete(address);
    if (door !== undefined) await closeServer(door.server);
  };
  const admit = async (door: Door): Promise<void> => {
    const present = open.get(door.address);
    if (present !== undefined) {
      present.door = door;
      return;
    }
    const opened: OpenDoor = { door, turn: 0, server: createServer((_request, response) => answer(opened, response)) };
    opened.server.keepAliveTimeout = 1_000;
    opened.server.listen(port, door.address);
    await once(opened.server, "listening");
    open.set(door.address, opened);
  };

  return {
    open(doors) {
      // One change at a time: a listener is closed before it is opened again.
      last = last.then(
        () => change(doors),
        () => change(doors),
      );
      return last;
    },
    addresses: () => [...open.keys()],
    close: async () => {
      closed = true;
      await last.catch(() => undefined);
      await Promise.all([...open.keys()].map(shut));
    },
  };
}

function answer(open: OpenDoor, response: ServerResponse): void {
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
