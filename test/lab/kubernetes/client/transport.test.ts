import assert from "node:assert/strict";
import { once } from "node:events";
import { Agent, createServer, type Server } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { createCertificates } from "../../../../lab/doors/certificates";
import { openTransport, UnreachableError, type Transport } from "../../../../lab/kubernetes/client/transport";

describe("what carries requests to an API server", () => {
  let server: Server;
  let agent: Agent;
  let transport: Transport;
  /** Below TLS, where a server that dies resets them. */
  let connections: Socket[];

  before(async () => {
    const certificates = await createCertificates();
    server = createServer(await certificates.of("localhost", "valid"), (_request, response) => {
      response.write('{"type":"ADDED"}\n');
      // The client is reading the rest by then.
      setTimeout(reset, 50);
    });
    server.on("connection", (connection: Socket) => connections.push(connection));
    server.listen(0, "localhost");
    await once(server, "listening");
    agent = new Agent({ ca: certificates.authority });
    const { port } = server.address() as AddressInfo;
    transport = openTransport({ endpoint: `https://localhost:${port}`, caCertificate: certificates.authority, token: "t" }, agent);
  });
  beforeEach(() => {
    connections = [];
  });
  after(() => {
    agent.destroy();
    server.closeAllConnections();
    server.close();
  });

  it("hands over the lines that came before a reset, and the reset as a server that is unreachable", async () => {
    const lines: string[] = [];
    const reading = (async () => {
      for await (const line of await transport.lines("/watch", new AbortController().signal)) lines.push(line);
    })();
    await assert.rejects(reading, UnreachableError);
    assert.deepEqual(lines, ['{"type":"ADDED"}']);
  });

  it("calls a server unreachable that resets the connection in the middle of an answer", async () => {
    await assert.rejects(transport.json("GET", "/api"), UnreachableError);
  });

  function reset(): void {
    for (const connection of connections) connection.resetAndDestroy();
  }
});
