import { readJson, writeAtomically, type LabHome } from "./home";

/**
 * What `lab break` has taken away, as targets:
 * - `api/aws`, `api/azure-native`, `api/gcp`: every call to that cloud, configure included
 * - `api/aws:ec2`: one service, by the second part of the type token ("sts" is what configure calls)
 * - `cluster/<cluster>`: its API server
 * - `zone/<cluster>/<zone>`: the front door's address in that zone
 * - `endpoint/<cluster>`: all of the cluster's front door, which refuses connections
 * - `certificate/<cluster>`: the date of the certificate that it shows over TLS, which is over
 * - `silence/<cluster>`: all of it, without a word: connections that exist get no answer, and the drill listens in its place
 * - `checkers/<cluster>/<n>`: the first n checkers of each health check, which do not reach the front door while clients do
 * - `charts`: every repository and registry of charts
 * - `degraded/aws`, `degraded/azure`, `degraded/gcp`: the latency that this cloud's gateways publish is above the limit
 */
export interface Faults {
  readonly broken: readonly string[];
  /** Single services that still work although their whole cloud is broken, such as `api/aws:route53`. */
  readonly spared: readonly string[];
  /** Errors for single calls, for tests: each is used `times` times. */
  readonly injected: readonly InjectedFault[];
}

export interface InjectedFault {
  readonly provider: string;
  readonly method: "create" | "read" | "update" | "delete" | "invoke";
  readonly type: string;
  /** Logical name; any where undefined. */
  readonly name?: string;
  readonly message: string;
  readonly times: number;
}

export function readFaults(home: Pick<LabHome, "faults">): Faults {
  return readJson<Faults>(home.faults) ?? { broken: [], spared: [], injected: [] };
}

export function writeFaults(home: Pick<LabHome, "faults">, faults: Faults): void {
  writeAtomically(home.faults, JSON.stringify(faults, undefined, 2));
}

export function isBroken(faults: Faults, target: string): boolean {
  return faults.broken.includes(target) && !faults.spared.includes(target);
}

/** Whether calls to one service of a cloud fail: it is broken itself, or its cloud is and it was not spared. */
export function isApiBroken(faults: Faults, provider: string, service: string): boolean {
  const target = `api/${provider}:${service}`;
  if (faults.spared.includes(target)) return false;
  return faults.broken.includes(target) || faults.broken.includes(`api/${provider}`);
}
