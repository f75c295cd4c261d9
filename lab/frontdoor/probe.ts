import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect } from "node:net";

/** What a Route 53 health check asks. */
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
  /** Answers in a row that change a checker's mind, in either direction. */
  readonly failureThreshold: number;
  readonly inverted: boolean;
  /** Counts as healthy, whatever it would find. */
  readonly disabled: boolean;
}

/** Resolves to whether the endpoint answered as it should; never rejects. Checkers are numbered from 0. */
export type Probe = (check: HealthCheck, checker: number) => Promise<boolean>;

/**
 * Time limits of Route 53: 4 s to connect, then 2 s for a status of 2xx or 3xx; 10 s for a TCP connection. Certificates are not checked.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
const limits = { connectMs: 4_000, answerMs: 2_000, tcpMs: 10_000 } as const;

/** However fast time runs, a busy machine needs this long to accept a connection. */
const shortestMs = 500;

/** Beyond these, probes of HTTP would wait longer than their part of the interval: for a connection, and for an answer to it. */
export const largestTimeScale = { connecting: limits.connectMs / shortestMs, answering: limits.answerMs / shortestMs } as const;

/**
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

function probeTcp({ address }: HealthCheck, port: number, timeScale: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout: scaled(limits.tcpMs, timeScale) });
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
  const send = check.type === "HTTPS" ? httpsRequest : httpRequest;
  return new Promise((resolve) => {
    const headers = {
      host: check.host === "" ? check.address : check.host,
      "user-agent": `Amazon-Route53-Health-Check-Service (ref ${check.id})`,
    };
    // A health checker does not keep connections.
    const outgoing = send({ host: check.address, port, path: check.path, headers, agent: false, rejectUnauthorized: false });
    const end = (passed: boolean): void => {
      clearTimeout(timer);
      outgoing.destroy();
      resolve(passed);
    };
    let timer = setTimeout(() => end(false), scaled(limits.connectMs, timeScale));
    outgoing.on("socket", (socket) =>
      socket.once("connect", () => {
        clearTimeout(timer);
        timer = setTimeout(() => end(false), scaled(limits.answerMs, timeScale));
      }),
    );
    outgoing.on("response", ({ statusCode = 0 }) => end(statusCode >= 200 && statusCode < 400));
    outgoing.on("error", () => end(false));
    outgoing.end();
  });
}

function scaled(limitMs: number, timeScale: number): number {
  return Math.max(limitMs / timeScale, Math.min(limitMs, shortestMs));
}
