import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readJson } from "../../../../lab/home";
import { isAlive, type ProcessIdentity } from "../../../../lab/processes/identity";
import { changesIn, type Outcome, type Running, type StoryProject } from "../project";
import { until } from "../story";
import { assertAtOne } from "./atOne";

/** One small cluster: what is tested is the crash, not the fleet. */
export const fleet = `config:
  pulumi:disable-default-providers: ["*"]
  gateway-fleet:settings: { name: gateway, environment: crash, asOf: 2026-11-23, protect: false }
  gateway-fleet:clouds:
    gcp: { project: gateway-fleet-crash, admins: ["group:platform@example.com"], apiAccess: { mode: restricted, cidrs: [203.0.113.0/24] }, quotas: { ssdTotalGb: 1000 } }
  gateway-fleet:clusters:
    gcp-usw1: { cloud: gcp, region: us-west1, zones: [us-west1-a, us-west1-b], slot: 0, kubernetes: "1.35" }
  gateway-fleet:nodePools:
    general: { shape: { vcpu: 2, memoryGiB: 8 }, min: 2, max: 4 }
  gateway-fleet:workloads:
    api-gateway:
      image: ghcr.io/example/api-gateway:1.8.2
      architectures: [amd64, arm64]
      port: 8080
      expose: { port: 80 }
      resources: { requests: { cpu: 250m, memory: 256Mi }, limits: { cpu: 500m, memory: 512Mi } }
      probes: { startup: { path: /healthz }, liveness: { path: /healthz }, readiness: { path: /ready } }
      spread: {}
      rollingUpdate: { maxSurge: 1, maxUnavailable: 0 }
      shutdown: { gracePeriodSeconds: 20, preStopSeconds: 5 }
      scaling: { engine: fixed, replicas: 2 }
      disruptionBudget: { maxUnavailable: 1 }
`;

export type Operation = "up" | "destroy";

/** What is cut off, with its options. */
export type Command = readonly [operation: Operation, ...options: string[]];

/** How many points of an operation it is killed at: GATEWAY_FLEET_KILL_POINTS, or what a test run has time for. */
export function pointsOf(usual: number): readonly number[] {
  const count = Number(process.env["GATEWAY_FLEET_KILL_POINTS"] ?? usual);
  return Array.from({ length: count }, (_, index) => index / count);
}

export async function succeed(project: StoryProject, ...words: readonly string[]): Promise<Outcome> {
  const outcome = await project.lab(...words);
  assert.equal(outcome.code, 0, outcome.output);
  return outcome;
}

/** Changing steps that an operation has finished, by its event log; -1 while none has begun. */
export function finished(project: StoryProject, operation: Operation): number {
  const log = join(project.home("prod").engine, `prod-${operation}.events.jsonl`);
  if (!existsSync(log)) return -1;
  return readFileSync(log, "utf8")
    .split("\n")
    .filter((line) => line.includes('"resOutputsEvent":') && !line.includes('"op":"same"')).length;
}

/** Whether so many steps of an operation are finished while it is under way; false where it came to its end before anybody saw it there. */
export async function reach(project: StoryProject, operation: Operation, steps: number, { outcome, said }: Running): Promise<boolean> {
  const record = join(project.home("prod").engine, "prod.process.json");
  let ended: Outcome | undefined;
  void outcome.then((value) => (ended = value));
  const isThere = (): boolean => existsSync(record) && finished(project, operation) >= steps;
  await until(300, () => Promise.resolve(ended !== undefined || isThere()), 5).catch((error: unknown) => {
    throw new Error(`${String(error)}; ${finished(project, operation)} steps are finished, and it said:\n${said()}`);
  });
  if (ended === undefined) return true;
  assert.equal(ended.code, 0, ended.output);
  return false;
}

/** What is cut off, and where. */
export interface CutOff {
  readonly project: StoryProject;
  readonly command: Command;
  /** Changing steps that are finished by then. */
  readonly steps: number;
  /** Makes the project what the command begins from. */
  readonly begin: (project: StoryProject) => Promise<unknown>;
}

/** The last steps of an operation may be over between two looks at it: then it begins again. */
async function cutOff({ project, command: [operation, ...options], steps, begin }: CutOff, kill: (lab: Running) => void): Promise<Outcome> {
  for (let attempt = 1; attempt <= 5; attempt++) {
    await begin(project);
    const running = project.start(operation, "prod", ...options);
    if (await reach(project, operation, steps, running)) kill(running);
    const outcome = await running.outcome;
    if (outcome.code !== 0) return outcome;
  }
  throw new Error(`${operation} came to its end whenever it was to be cut off at its step ${steps}`);
}

/** Of the engine alone: its lab lives on, says what happened and ends. */
export async function killEngine(cut: CutOff): Promise<void> {
  const record = join(cut.project.home("prod").engine, "prod.process.json");
  const { code } = await cutOff(cut, () => {
    const engine = readJson<ProcessIdentity>(record);
    if (engine !== undefined && isAlive(engine)) process.kill(engine.pid, "SIGKILL");
  });
  assert.equal(code, 1);
}

/** Of the lab, with its clouds: the engine lives on and finds nobody. */
export async function killLab(cut: CutOff): Promise<void> {
  await cutOff(cut, ({ process: lab }) => void lab.kill("SIGKILL"));
}

/** The same command again ends what was begun, with no step by hand, and nothing is left to do, to find or to let go of. */
export async function finishes(project: StoryProject, operation: Operation): Promise<void> {
  await succeed(project, operation, "prod");
  await assertAtOne(project);
  if (operation === "up") assert.deepEqual(changesIn(await succeed(project, "preview", "prod")), []);
  assert.deepEqual(changesIn(await succeed(project, "refresh", "prod")), []);
}

/** Where one fails the other goes on to its end all the same: the next story's labs must be nobody else's. */
export async function bothEnd(crashes: readonly Promise<void>[]): Promise<void> {
  await Promise.allSettled(crashes);
  await Promise.all(crashes);
}
