import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { createServer, type Server, type Socket as Connection } from "node:net";
import type { Answer, Question } from "./dns";
import { reply } from "./message";

/** @param client address that the question comes from */
export type AnswerTo = (question: Question, client: string) => Answer;

export interface DnsServer {
  readonly address: string;
  readonly port: number;
  close(): Promise<void>;
}

/** A resolver that keeps a connection open and silent costs nothing but this. */
const idleMs = 10_000;

/**
 * Answers on UDP and TCP of one address, at the first port that is free and allowed.
 * @throws Error of the last port where none is
 */
export async function serveDns(address: string, ports: readonly number[], answer: AnswerTo): Promise<DnsServer> {
  let failure: unknown = new RangeError("serveDns needs a port");
  for (const port of ports) {
    try {
      return await listen(address, port, answer);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

async function listen(address: string, port: number, answer: AnswerTo): Promise<DnsServer> {
  const connections = new Set<Connection>();
  const tcp = createServer((connection) => {
    connections.add(connection);
    connection.on("close", () => connections.delete(connection));
    converse(connection, answer);
  });
  tcp.listen(port, address);
  await once(tcp, "listening");
  const bound = portOf(tcp);
  const udp = createSocket("udp4");
  try {
    udp.bind(bound, address);
    await once(udp, "listening");
  } catch (error) {
    tcp.close();
    throw error;
  }
  udp.on("message", (message, { address: client, port: clientPort }) => {
    const response = reply(message, (question) => answer(question, client), "udp");
    if (response !== undefined) udp.send(response, clientPort, client);
  });
  // A client that has gone before its answer came.
  udp.on("error", () => undefined);
  return { address, port: bound, close: () => close(udp, tcp, connections) };
}

/** Messages over TCP have their length before them; several may come in one piece, or one in several. RFC 1035, 4.2.2. */
function converse(connection: Connection, answer: AnswerTo): void {
  const client = connection.remoteAddress ?? "";
  let received = Buffer.alloc(0);
  connection.setTimeout(idleMs, () => connection.destroy());
  connection.on("error", () => connection.destroy());
  connection.on("data", (chunk) => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
      const end = 2 + received.readUInt16BE(0);
      const response = reply(received.subarray(2, end), (question) => answer(question, client), "tcp");
      received = received.subarray(end);
      if (response === undefined) return void connection.destroy();
      const length = Buffer.alloc(2);
      length.writeUInt16BE(response.length);
      connection.write(Buffer.concat([length, response]));
    }
  });
}

async function close(udp: Socket, tcp: Server, connections: ReadonlySet<Connection>): Promise<void> {
  for (const connection of connections) connection.destroy();
  await Promise.all([new Promise<void>((resolve) => udp.close(resolve)), new Promise((resolve) => tcp.close(resolve))]);
}

function portOf(server: Server): number {
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("a TCP server has no port");
  return bound.port;
}
