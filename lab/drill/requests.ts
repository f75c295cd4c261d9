import type { Agent } from "node:http";
import { request as httpRequest } from "node:http";
import type { Outcome } from "./outside";

export interface RequestOptions {
  readonly address: string;
  readonly port: number;
  readonly host: string;
  readonly path: string;
  /** Longest that the client waits for the whole of the answer. */
  readonly patienceMs: number;
  /** Keeps the connection; without it, each request has one of its own. */
  readonly agent?: Agent;
}

/** Never rejects: what goes wrong is an outcome. */
export function sendRequest({ address, port, host, path, patienceMs, agent }: RequestOptions): Promise<Outcome> {
  return new Promise((done) => {
    const request = httpRequest({ host: address, port, path, headers: { host }, agent: agent ?? false });
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

const reasons: Readonly<Record<string, string>> = { ECONNREFUSED: "connection refused", ECONNRESET: "connection reset" };

function reasonOf(error: NodeJS.ErrnoException): string {
  const { code = "", message } = error;
  return reasons[code] ?? message;
}

/** The gateways of the lab say where they are. */
function clusterIn(body: Buffer): string {
  const { cluster } = JSON.parse(body.toString("utf8")) as { readonly cluster: string };
  return cluster;
}
