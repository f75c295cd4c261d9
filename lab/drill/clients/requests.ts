import { Agent, request as httpRequest } from "node:http";
import { Agent as TlsAgent, request as httpsRequest } from "node:https";
import type { ConnectionOptions, SecureContext } from "node:tls";
import type { Outcome } from "./outside";

export interface RequestOptions {
  readonly address: string;
  readonly port: number;
  readonly host: string;
  readonly path: string;
  /** Longest that the client waits for the whole of the answer. */
  readonly patienceMs: number;
  /** Whom the client trusts. Undefined: it speaks plain HTTP. */
  readonly trust?: SecureContext | undefined;
  /** Keeps the connection; without it, each request has one of its own. */
  readonly agent?: Agent;
}

/** Keeps one connection, and nothing of it once it has ended: a resumed session would show no certificate. */
export function connectionKept({ trust }: Pick<RequestOptions, "trust">): Agent {
  const options = { keepAlive: true, maxSockets: 1 };
  return trust === undefined ? new Agent(options) : new TlsAgent({ ...options, maxCachedSessions: 0 });
}

/** Never rejects: what goes wrong is an outcome. */
export function sendRequest({ address, port, host, path, patienceMs, trust, agent }: RequestOptions): Promise<Outcome> {
  return new Promise((done) => {
    const options = { host: address, port, path, headers: { host }, agent: agent ?? false };
    const tls: ConnectionOptions = { servername: host, secureContext: trust };
    const request = trust === undefined ? httpRequest(options) : httpsRequest({ ...options, ...tls });
    const end = (outcome: Outcome): void => {
      clearTimeout(timer);
      if (outcome.kind === "failed") request.destroy();
      done(outcome);
    };
    const timer = setTimeout(() => end(failed("no answer in time")), patienceMs);
    request.on("response", (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", (error) => end(failed(reasonOf(error))));
      response.on("end", () => {
        const { statusCode = 0 } = response;
        end(statusCode === 200 ? { kind: "served", cluster: clusterIn(Buffer.concat(parts)) } : failed(`status ${statusCode}`));
      });
    });
    request.on("error", (error) => end(failed(reasonOf(error))));
    request.end();
  });
}

export function failed(why: string): Outcome {
  return { kind: "failed", why };
}

/** Why a client that looks at certificates refused one whose date is over. */
export const certificateExpired = "certificate expired";

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset",
  CERT_HAS_EXPIRED: certificateExpired,
};

function reasonOf(error: NodeJS.ErrnoException): string {
  const { code = "", message } = error;
  return reasons[code] ?? message;
}

/** The gateways of the lab say where they are. */
function clusterIn(body: Buffer): string {
  const { cluster } = JSON.parse(body.toString("utf8")) as { readonly cluster: string };
  return cluster;
}
