import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openCloudStore } from "../../../lab/cloud/store";
import { readJson } from "../../../lab/home";
import { changesIn, createProject, processesOf, type StoryProject } from "./project";
import { until } from "./story";

/** Tenths of the operations. */
const points = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** One small cluster: what is tested is the crash, not the fleet. */
const fleet = `config:
  pulumi:disable-default-providers: ["*"]
  gateway-fleet:settings: { name: gateway, environment: crash, asOf: 2026-11-23, protect: false }
  gateway-fleet:clouds:
    gcp: { project: gateway-fleet-crash, admins: ["group:platform@example.com"], apiAccess: { mode: restricted, cidrs: [203.0.113.0/24] } }
  gateway-fleet:clusters:
    gcp-usw1: { cloud: gcp, region: us-west1, zones: [us-west1-a, us-west1-b], slot: 0, kubernetes: "1.35" }
  gateway-fleet:nodePools:
    general: { shape: { vcpu: 2, memoryGiB: 8 }, min: 2, max: 4 }
  gateway-fleet:workloads:
    api-gateway:
      image: ghcr.io/example/api-gateway:1.8.2
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

describe("an up that is cut off", function () {
  this.timeout(600_000);
  // A lab each, so that both crashes of a point happen at once: more of what can come between is tried, in less time.
  let withKilledEngine: StoryProject;
  let withKilledLab: StoryProject;
  let operations = 0;

  before(async () => {
    withKilledEngine = createProject({ prod: { text: fleet } });
    withKilledLab = createProject({ prod: { text: fleet } });
    const whole = await withKilledLab.lab("up", "prod");
    assert.equal(whole.code, 0, whole.output);
    operations = finished(withKilledLab);
  });
  beforeEach(() => Promise.all([withKilledEngine, withKilledLab].map((project) => project.lab("down", "prod", "--delete"))));
  after(() => Promise.all([withKilledEngine, withKilledLab].map((project) => project.remove())));

  for (const point of points) {
    it(`finishes when it is run again after a kill -9 of the engine, and of the lab, at ${point}/10 of the operations`, () =>
      bothEnd([
        killEngine(withKilledEngine, Math.ceil((operations * point) / 10)),
        killLab(withKilledLab, Math.ceil((operations * point) / 10)),
      ]));
  }

  it("finishes when it is run again after a kill -9 of the lab while a cloud makes a cluster and has not answered", async () => {
    const { process: lab, outcome } = withKilledLab.start("up", "prod", "--latency", "realistic", "--latency-scale", "0.1");
    const gcp = openCloudStore(join(withKilledLab.home("prod").clouds, "gcp.jsonl"), { readOnly: true });
    await until(120, () => Promise.resolve(gcp.byType("gcp:container/cluster:Cluster").length > 0));
    lab.kill("SIGKILL");
    await outcome;
    await finishes(withKilledLab);
  });

  it("finishes with no manual step when it is run again after Ctrl-C", async () => {
    const { process: lab, outcome } = withKilledLab.start("up", "prod");
    await reach(withKilledLab, Math.ceil(operations / 2));
    lab.kill("SIGINT");
    assert.notEqual((await outcome).code, 0);
    await finishes(withKilledLab);
  });

  it("leaves no process behind that the crash has orphaned", async () => {
    for (const project of [withKilledEngine, withKilledLab]) {
      await project.lab("down", "prod", "--delete");
      assert.deepEqual(processesOf(project.root), []);
    }
  });
});

/** Where one fails the other goes on to its end all the same: the next story's labs must be nobody else's. */
async function bothEnd(crashes: readonly Promise<void>[]): Promise<void> {
  await Promise.allSettled(crashes);
  await Promise.all(crashes);
}

async function killEngine(project: StoryProject, operations: number): Promise<void> {
  const { outcome } = project.start("up", "prod");
  await reach(project, operations);
  const engine = readJson<{ readonly pid: number }>(join(project.home("prod").engine, "prod.process.json"));
  assert.ok(engine !== undefined, "the engine had already finished");
  process.kill(engine.pid, "SIGKILL");
  assert.equal((await outcome).code, 1);
  await finishes(project);
}

async function killLab(project: StoryProject, operations: number): Promise<void> {
  const { process: lab, outcome } = project.start("up", "prod");
  await reach(project, operations);
  lab.kill("SIGKILL");
  await outcome;
  await finishes(project);
}

/** The next up succeeds, nothing exists twice, and a preview finds nothing left to do. */
async function finishes(project: StoryProject): Promise<void> {
  const again = await project.lab("up", "prod");
  assert.equal(again.code, 0, again.output);
  for (const cloud of ["aws", "azure-native", "gcp"]) {
    const path = join(project.home("prod").clouds, `${cloud}.jsonl`);
    const made = existsSync(path)
      ? openCloudStore(path, { readOnly: true })
          .all()
          .flatMap(({ urn }) => (urn === "" ? [] : [urn]))
      : [];
    assert.deepEqual([...new Set(made)].sort(), [...made].sort(), cloud);
  }
  const preview = await project.lab("preview", "prod");
  assert.deepEqual(changesIn(preview), [], preview.output);
}

/** Steps of the update that the engine has finished, by its event log; -1 while it still previews. */
function finished(project: StoryProject): number {
  const log = join(project.home("prod").engine, "prod-up.events.jsonl");
  return existsSync(log) ? readFileSync(log, "utf8").split('"resOutputsEvent":').length - 1 : -1;
}

async function reach(project: StoryProject, operations: number): Promise<void> {
  const record = join(project.home("prod").engine, "prod.process.json");
  await until(300, () => Promise.resolve(existsSync(record) && finished(project) >= operations), 20);
}
