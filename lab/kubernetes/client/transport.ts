import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { request, type Agent } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";

/** Where an API server is and how to prove who asks. */
export interface KubernetesTarget {
  /** "https://127.83.0.1:20123" */
  readonly endpoint: string;
  /** PEM. */
  readonly caCertificate: string;
  readonly token: string;
}

/** The server's refusal, as its Status object says. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
export class KubernetesApiError extends Error {
  override readonly name = "KubernetesApiError";
  /** HTTP status: 404, 409 conflict, 422 invalid, ... */
  readonly status: number;
  /** "NotFound", "Conflict", "Invalid", ... */
  readonly reason: string;
  /** One line per field: `spec.replicas: must be greater than or equal to 0`. */
  readonly causes: string[];

  constructor(status: number, reason: string, message: string, causes: string[]) {
    super(message);
    this.status = status;
    this.reason = reason;
    this.causes = causes;
  }
}

/** No connection to the API server, or none that can be trusted. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
}

export interface Transport {
  /** @throws KubernetesApiError, UnreachableError */
  json<T>(method: "GET" | "PATCH" | "POST" | "DELETE", path: string, body?: { readonly type: string; readonly value: object }): Promise<T>;
  /** The HTTP status alone, for endpoints that answer in plain text. */
  status(path: string): Promise<number>;
  /** The lines of a response that stays open, as a watch's. */
  lines(path: string, signal: AbortSignal): Promise<AsyncIterable<string>>;
}

/** Without an answer for so long, the server counts as unreachable: a black hole gives no error of its own. */
const silenceMs = 15_000;
const maxAttempts = 5;

export function openTransport(target: KubernetesTarget, agent: Agent): Transport {
  const send = async (
    method: string,
    path: string,
    options: { type?: string; text?: string; signal?: AbortSignal; timeout?: number },
  ): Promise<IncomingMessage> => {
    const headers: Record<string, string | number> = { authorization: `Bearer ${target.token}`, accept: "application/json" };
    if (options.type !== undefined) headers["content-type"] = options.type;
    if (options.text !== undefined) headers["content-length"] = Buffer.byteLength(options.text);
    for (let attempt = 1; ; attempt++) {
      const outgoing = request(`${target.endpoint}${path}`, { agent, method, headers, timeout: options.timeout, signal: options.signal });
      // A connection that breaks in the middle of the answer is an error of the request, too; one that nobody listens to ends the process.
      outgoing.on("error", () => undefined);
      outgoing.on("timeout", () => outgoing.destroy(new Error(`no answer within ${silenceMs / 1000} s`)));
      outgoing.end(options.text);
      try {
        const [response] = (await once(outgoing, "response")) as [IncomingMessage];
        if (response.statusCode !== 429 || attempt === maxAttempts) return response;
        response.resume();
        await sleep(Number(response.headers["retry-after"] ?? 1) * 1000);
      } catch (error) {
        if (options.signal?.aborted === true) throw error;
        // The server may close an idle connection in the moment it is used again; every request here can be repeated.
        if (!outgoing.reusedSocket || attempt === maxAttempts) {
          throw new UnreachableError(`the API server at ${target.endpoint} is unreachable: ${describe(error)}`, { cause: error });
        }
      }
    }
  };

  return {
    async json<T>(method: string, path: string, body?: { readonly type: string; readonly value: object }): Promise<T> {
      const payload = body === undefined ? {} : { type: body.type, text: JSON.stringify(body.value) };
      const response = await send(method, path, { ...payload, timeout: silenceMs });
      const text = await read(response, target.endpoint);
      if (response.statusCode === undefined || response.statusCode >= 300) throw apiError(response.statusCode ?? 0, text);
      return JSON.parse(text) as T;
    },
    async status(path) {
      const response = await send("GET", path, { timeout: silenceMs });
      await read(response, target.endpoint);
      return response.statusCode ?? 0;
    },
    async lines(path, signal) {
      const response = await send("GET", path, { signal });
      if (response.statusCode !== 200) throw apiError(response.statusCode ?? 0, await read(response, target.endpoint));
      return splitLines(response, target.endpoint);
    },
  };
}

async function read(response: IncomingMessage, endpoint: string): Promise<string> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString("utf8");
  } catch (error) {
    throw brokenOff(endpoint, error);
  }
}

async function* splitLines(response: IncomingMessage, endpoint: string): AsyncGenerator<string> {
  let rest = "";
  response.setEncoding("utf8");
  try {
    for await (const chunk of response) {
      const lines = (rest + String(chunk)).split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
    }
  } catch (error) {
    throw brokenOff(endpoint, error);
  }
}

function brokenOff(endpoint: string, error: unknown): UnreachableError {
  return new UnreachableError(`the API server at ${endpoint} broke off its answer: ${describe(error)}`, { cause: error });
}

/** From a response's body, or from the object of a watch's ERROR event. */
export function apiError(httpStatus: number, text: string): KubernetesApiError {
  const status = parseStatus(text);
  const causes = (status.details?.causes ?? []).map(({ field, message }) =>
    field === undefined ? (message ?? "") : `${field}: ${message ?? ""}`,
  );
  return new KubernetesApiError(
    status.code ?? httpStatus,
    status.reason ?? "Unknown",
    status.message ?? `HTTP ${httpStatus}: ${text.slice(0, 200)}`,
    causes,
  );
}

interface Status {
  readonly code?: number;
  readonly reason?: string;
  readonly message?: string;
  readonly details?: { readonly causes?: readonly { readonly field?: string; readonly message?: string }[] };
}

/** Proxies and early failures answer in plain text. */
function parseStatus(text: string): Status {
  try {
    return JSON.parse(text) as Status;
  } catch {
    return {};
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.message === "" ? error.name : error.message) : String(error);
}
