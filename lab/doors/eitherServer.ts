import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { createServer, type Server, type Socket } from "node:net";
import type { Certificate } from "./certificates";

export interface EitherServerOptions {
  readonly answer: RequestListener;
  /** For the name that a client asks for over TLS. */
  readonly certificateOf: (name: string) => Promise<Certificate>;
  /** Taken where a client asks for none, as health checkers do that go by the address. */
  readonly name: string;
  readonly keepAliveTimeoutMs: number;
}

export interface EitherServer {
  readonly listener: Server;
  /** Hangs up on every connection, at whatever point it is. */
  hangUp(): void;
}

/** The first byte of a TLS connection. https://www.rfc-editor.org/rfc/rfc8446#section-5.1 */
const handshake = 22;

/** Answers HTTP and HTTPS on one port, by what a connection begins with. */
export async function createEitherServer({ answer, certificateOf, name, keepAliveTimeoutMs }: EitherServerOptions): Promise<EitherServer> {
  const plain = createHttpServer({ keepAliveTimeout: keepAliveTimeoutMs }, answer);
  const { key, cert } = await certificateOf(name);
  const encrypted = createHttpsServer(
    {
      key,
      cert,
      keepAliveTimeout: keepAliveTimeoutMs,
      SNICallback: (asked, done) => {
        certificateOf(asked).then(
          ({ context }) => done(null, context),
          (error: unknown) => done(error as Error),
        );
      },
    },
    answer,
  );
  const sockets = new Set<Socket>();
  // As HTTP servers have it.
  const listener = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // A client that leaves before it has said anything.
    socket.on("error", () => undefined);
    socket.once("readable", () => {
      const begin = socket.read(1) as Buffer | null;
      // It left without a word.
      if (begin === null) return void socket.destroy();
      socket.unshift(begin);
      (begin[0] === handshake ? encrypted : plain).emit("connection", socket);
    });
  });
  return {
    listener,
    hangUp: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}
