import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Document } from "yaml";
import { edited, remove } from "../../config/project";
import { changesIn, createProject, type Outcome, processesOf, type StoryProject } from "./project";
import { failClosed, until, webhookKinds } from "./story";

/** A fleet of one cluster that somebody else made: each test goes on where the last one ended. */
describe("an existing cluster on the lab", function () {
  this.timeout(300_000);
  let project: StoryProject;

  before(() => (project = createProject({ edge: { text: stackFile() } })));
  after(() => project.remove());

  it("gets the gateway, whose pods run and which answers at the address that the cluster hands out", async () => {
    await succeed("up", "edge");
    const phases = ["get", "pods", "-n", "api-gateway", "-o", "jsonpath={.items[*].status.phase}"];
    await until(30, async () => (await kubectl("kind-edge", ...phases)) === "Running Running Running");
    const path = "jsonpath={.status.loadBalancer.ingress[0].ip}";
    const address = await kubectl("kind-edge", "get", "service", "api-gateway", "-n", "api-gateway", "-o", path);
    assert.ok(address.startsWith(`${project.home("edge").loopbackPrefix}.`), address);
    assert.match((await succeed("status", "edge")).output, /edge \(existing, context kind-edge\)/);
  });

  it("has nothing to change in a second preview", async () => {
    assert.deepEqual(changesIn(await succeed("preview", "edge")), []);
  });

  it("changes the autoscaler alone where the largest number of replicas changes", async () => {
    setIn(["workloads", "api-gateway", "scaling", "max"], 20);
    const changes = changesIn(await succeed("up", "edge"));
    assert.equal(changes.length, 1, changes.join("\n"));
    assert.match(changes[0] ?? "", /^~ kubernetes:autoscaling\/v2:HorizontalPodAutoscaler .*spec\.maxReplicas/);
  });

  it("hands the number of pods to a fixed count and back to the autoscaler without one pod less", async () => {
    const scaling = ["workloads", "api-gateway", "scaling"];
    let own: unknown;
    project.edit("edge", (file: Document) => {
      const { config } = file.toJS() as { config: Record<"gateway-fleet:workloads", Record<"api-gateway", { scaling: unknown }>> };
      own = config["gateway-fleet:workloads"]["api-gateway"].scaling;
    });
    setIn(scaling, { engine: "fixed", replicas: 5 });
    await succeed("up", "edge");
    assert.equal(await replicas(), 5);

    setIn(scaling, own);
    const seen = new Set<number>();
    const update = { isDone: false };
    const watch = (async () => {
      while (!update.isDone) seen.add(await replicas());
    })();
    await succeed("up", "edge").finally(() => (update.isDone = true));
    await watch;
    assert.deepEqual([...seen, await replicas()], [5, 5]);
    assert.deepEqual(changesIn(await succeed("preview", "edge")), []);
  });

  it("names the line that freezes the cluster when it does not answer, and goes on with it", async () => {
    await succeed("break", "edge", "cluster/edge");
    setIn(["workloads", "api-gateway", "scaling", "max"], 30);
    const failed = await project.lab("up", "edge");
    assert.equal(failed.code, 1);
    assert.match(failed.output, /cluster edge does not answer at https:.*unreachable: \{ reason: "\.\.\."/s);
    setIn(["clusters", "edge", "unreachable"], { reason: "broken", until: "2026-12-01" });
    await succeed("up", "edge");
    await succeed("mend", "edge");
    project.edit("edge", (file: Document) => void file.deleteIn(["config", "gateway-fleet:clusters", "edge", "unreachable"]));
    const changes = changesIn(await succeed("up", "edge"));
    assert.ok(
      changes.some((change) => change.includes("HorizontalPodAutoscaler")),
      changes.join("\n"),
    );
  });

  it("S0.177 follows a repository every five minutes, and can scale on events, from when the file says so until it no longer does", async () => {
    const configSync = { engine: "flux", repository: "https://git.example.com/configuration" };
    setIn(["platform"], { configSync, eventScaling: { engine: "keda" } });
    await succeed("up", "edge");
    const ready = ["get", "deployments", "-n", "keda", "-o", "jsonpath={.items[*].status.readyReplicas}"];
    assert.equal(await kubectl("kind-edge", ...ready), "2 2 2");
    const [source, kustomization] = ["gitrepository", "kustomization"].map(
      async (kind) => JSON.parse(await kubectl("kind-edge", "get", kind, "configuration", "-n", "flux-system", "-o", "json")) as Followed,
    );
    assert.deepEqual((await source)?.spec, {
      interval: "5m",
      ref: { branch: "main" },
      timeout: "60s",
      url: "https://git.example.com/configuration",
    });
    const { interval, path } = (await kustomization)?.spec ?? {};
    assert.deepEqual([interval, path], ["5m", "./clusters/edge"]);
    assert.deepEqual(changesIn(await succeed("preview", "edge")), []);

    assert.deepEqual(await failClosed((...words) => kubectl("kind-edge", ...words)), ["keda-admission"]);
    setIn(["platform"], {});
    await succeed("up", "edge");
    assert.equal(await kubectl("kind-edge", "get", webhookKinds, "-o", "name"), "");
    assert.doesNotMatch(await namespaces("kind-edge"), /flux-system|keda/);
    assert.doesNotMatch(await kubectl("kind-edge", "get", "crds", "-o", "name"), /keda|fluxcd/);
    assert.doesNotMatch(await kubectl("kind-edge", "get", "rolebindings", "-n", "api-gateway", "-o", "name"), /config-sync/);
  });

  it("moves to the cluster of another context with everything in it, once it is no longer protected", async () => {
    setIn(["clusters", "edge"], { ...cluster, context: "user@other/edge" });
    const refused = await project.lab("up", "edge");
    assert.equal(refused.code, 1);
    assert.match(refused.output, /protect/);

    setIn(["clusters", "edge"], { ...cluster, protect: false });
    await succeed("up", "edge");
    setIn(["clusters", "edge"], { ...cluster, protect: false, context: "user@other/edge" });
    await succeed("up", "edge");
    assert.match(await namespaces("user@other/edge"), /api-gateway/);
    assert.doesNotMatch(await namespaces("kind-edge"), /api-gateway/);
    assert.deepEqual(changesIn(await succeed("preview", "edge")), []);
  });

  it("outlives the fleet, without anything of it", async () => {
    await succeed("destroy", "edge");
    assert.doesNotMatch(await namespaces("user@other/edge"), /api-gateway/);
    assert.equal((await kubectl("user@other/edge", "get", "nodes", "--no-headers")).trim().split("\n").length, 3);
    await succeed("down", "edge");
    assert.deepEqual(processesOf(project.root), []);
  });

  async function succeed(...words: readonly string[]): Promise<Outcome> {
    const outcome = await project.lab(...words);
    assert.equal(outcome.code, 0, outcome.output);
    return outcome;
  }

  function setIn([section, ...path]: readonly string[], value: unknown): void {
    project.edit("edge", (file: Document) => file.setIn(["config", `gateway-fleet:${section}`, ...path], file.createNode(value)));
  }

  /** By a context, as its owner would. */
  async function kubectl(context: string, ...words: readonly string[]): Promise<string> {
    const access = ["--kubeconfig", project.home("edge").kubeconfig, "--context", context];
    return (await promisify(execFile)("kubectl", [...access, ...words])).stdout;
  }

  async function replicas(): Promise<number> {
    return Number(await kubectl("kind-edge", "get", "deployment", "api-gateway", "-n", "api-gateway", "-o", "jsonpath={.spec.replicas}"));
  }

  function namespaces(context: string): Promise<string> {
    return kubectl(context, "get", "namespaces", "-o", "name");
  }
});

interface Followed {
  readonly spec: Readonly<Record<string, unknown>>;
}

const cluster = { cloud: "existing", context: "kind-edge", kubernetes: "1.35", service: "LoadBalancer" };

/** The gateway of prod, whose nodes have no zones here. */
function stackFile(): string {
  return edited(
    "prod",
    [["clouds"], remove],
    [["nodePools"], remove],
    [["clusters"], { edge: cluster }],
    [["workloads", "api-gateway", "spread", "zone", "whenUnsatisfiable"], "ScheduleAnyway"],
  );
}
