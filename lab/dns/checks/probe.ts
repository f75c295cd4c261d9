import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect } from "node:net";
import type { Prober } from "./probers";

/** What one endpoint is asked. */
export interface HealthCheck {
  readonly id: string;
  /** Logical name, for people. */
  readonly name: string;
  readonly type: "HTTP" | "HTTPS" | "TCP";
  readonly address: string;
  readonly port: number;
  /** Sent as the Host header; empty: the address. */
  readonly host: string;
  readonly path: string;
  readonly intervalSeconds: number;
  readonly timeout: Timeout;
  /** Probes in a row that must fail before a checker says unhealthy, and succeed before it says healthy again. */
  readonly failureThreshold: number;
  readonly successThreshold: number;
  readonly inverted: boolean;
  /** Counts as healthy, whatever it would find. */
  readonly disabled: boolean;
  readonly prober: Prober;
}

/** How long a probe waits: for all of it, or to connect and from then on. */
export type Timeout =
  | { readonly kind: "whole"; readonly seconds: number }
  | { readonly kind: "steps"; readonly connectSeconds: number; readonly answerSeconds: number };

/** Resolves to whether the endpoint answered as it should; never rejects. Checkers are numbered from 0. */
export type Probe = (check: HealthCheck, checker: number) => Promise<boolean>;

/** However fast time runs, a busy machine needs this long to accept a connection. */
export const shortestProbeMs = 500;

/**
 * Certificates are not checked, and redirects not followed: no provider does.
 *
 * @param timeScale divides every time limit
 * @param portAt where the lab listens for a port it may not have itself
 */
export function createProbe({
  timeScale,
  portAt,
}: {
  readonly timeScale: number;
  readonly portAt: (check: HealthCheck) => number;
}): (check: HealthCheck) => Promise<boolean> {
  return (check) => (check.type === "TCP" ? probeTcp(check, portAt(check), timeScale) : probeHttp(check, portAt(check), timeScale));
}

function probeTcp({ address, timeout }: HealthCheck, port: number, timeScale: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout: scaled(connectSeconds(timeout), timeScale) });
    const end = (passed: boolean): void => {
      socket.destroy();
      resolve(passed);
    };
    socket
      .on("connect", () => end(true))
      .on("timeout", () => end(false))
      .on("error", () => end(false));
  });
}

function probeHttp(check: HealthCheck, port: number, timeScale: number): Promise<boolean> {
  const { timeout, prober } = check;
  const send = check.type === "HTTPS" ? httpsRequest : httpRequest;
  return new Promise((resolve) => {
    const headers = {
      host: check.host === "" ? check.address : check.host,
      "user-agent": `${prober.userAgent} (ref ${check.id})`,
    };
    // A health checker does not keep connections.
    const outgoing = send({ host: check.address, port, path: check.path, headers, agent: false, rejectUnauthorized: false });
    const end = (passed: boolean): void => {
      clearTimeout(timer);
      outgoing.destroy();
      resolve(passed);
    };
    let timer = setTimeout(() => end(false), scaled(connectSeconds(timeout), timeScale));
    if (timeout.kind === "steps")
      outgoing.on("socket", (socket) =>
        socket.once("connect", () => {
          clearTimeout(timer);
          timer = setTimeout(() => end(false), scaled(timeout.answerSeconds, timeScale));
        }),
      );
    const [first, last] = prober.passing;
    outgoing.on("response", ({ statusCode = 0 }) => end(statusCode >= first && statusCode <= last));
    outgoing.on("error", () => end(false));
    outgoing.end();
  });
}

function connectSeconds(timeout: Timeout): number {
  return timeout.kind === "whole" ? timeout.seconds : timeout.connectSeconds;
}

function scaled(limitSeconds: number, timeScale: number): number {
  const limitMs = limitSeconds * 1_000;
  return Math.max(limitMs / timeScale, Math.min(limitMs, shortestProbeMs));
}
