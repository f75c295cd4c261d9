import { rmSync } from "node:fs";
import { join } from "node:path";
import { readJson, writeAtomically, type LabHome } from "../home";
import type { Validity } from "./certificates";

/** Where DNS and HTTP answer: `front-door.json`, written when they do. */
export interface FrontDoorRecord {
  readonly dns: { readonly address: string; readonly port: number };
  /** The same port at every address, for HTTPS as well: whom its certificates are from, as PEM. */
  readonly http: { readonly port: number; readonly authority: string };
  readonly pid: number;
}

/** What answers at present: `front-door-status.json`, replaced at every change. */
export interface FrontDoorStatus {
  /** In order of cluster and zone. */
  readonly addresses: readonly AddressStatus[];
  readonly healthChecks: readonly HealthCheckStatus[];
}

export interface AddressStatus {
  readonly address: string;
  readonly cluster: string;
  /** A zone id, or "regional". */
  readonly zone: string;
  /** Whether it accepts connections; it answers 503 while no pod is ready. */
  readonly up: boolean;
  readonly readyPods: number;
  /** Shown to new connections over TLS. */
  readonly certificate: Validity;
  /** "healthy", "unhealthy", or "unchecked". */
  readonly health: string;
}

export interface HealthCheckStatus {
  readonly id: string;
  /** Logical name. */
  readonly name: string;
  readonly address: string;
  readonly healthy: boolean;
  /** Checkers that say so, of all. */
  readonly healthyCheckers: number;
  readonly checkers: number;
}

/** Undefined while no front doors run. */
export function readFrontDoor(home: LabHome): FrontDoorRecord | undefined {
  const record = readJson<FrontDoorRecord>(home.frontDoor);
  return record !== undefined && isAlive(record.pid) ? record : undefined;
}

export function writeFrontDoor(home: LabHome, record: FrontDoorRecord): void {
  writeAtomically(home.frontDoor, JSON.stringify(record, undefined, 2));
}

export function readFrontDoorStatus(home: LabHome): FrontDoorStatus | undefined {
  return readJson<FrontDoorStatus>(statusPath(home));
}

export function writeFrontDoorStatus(home: LabHome, status: FrontDoorStatus): void {
  writeAtomically(statusPath(home), JSON.stringify(status, undefined, 2));
}

/** What an earlier process has left: it would count as ready, and its front doors as open. */
export function forgetFrontDoor(home: LabHome): void {
  for (const path of [home.frontDoor, statusPath(home)]) rmSync(path, { force: true });
}

function statusPath(home: LabHome): string {
  return join(home.root, "front-door-status.json");
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
