import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { reportOf } from "../../../report/report";
import { renderReport } from "../../../report/terminal/report";
import { record } from "../../../preview/record/record";
import { loadStack } from "../../../config/file/load";
import { ConfigError } from "../../../config/file/problems";
import { deploy } from "../../../stacks/deploy";
import { planStack } from "../../../plan";
import { identityOf, identityRefusal } from "../../../plan/rollout/clusterReplacements";
import type { ExistingPlan } from "../../../plan/model/existing";
import { eksPlan } from "../../components/fixtures/eks";
import { at, ofType, only } from "../../components/fixtures/recording";
import { type Edit, edited, remove, withProject } from "../../config/project";
import type { RecordOptions } from "../../../preview/record/recording";

const edge = { cloud: "existing", context: "kind-edge", kubernetes: "1.35" };

describe("a fleet of one existing cluster", function () {
  this.timeout(60_000);
  let folder: string;
  const mine = process.env["KUBECONFIG"];

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "gateway-fleet-existing-"));
    const contexts = ["kind-edge", "renamed"].map((name) => ({ name, context: { cluster: "edge" } }));
    const clusters = [{ name: "edge", cluster: { server: "https://127.0.0.1:6443" } }];
    writeFileSync(join(folder, "kubeconfig"), JSON.stringify({ contexts, clusters }));
    process.env["KUBECONFIG"] = join(folder, "kubeconfig");
  });

  after(() => {
    if (mine === undefined) delete process.env["KUBECONFIG"];
    else process.env["KUBECONFIG"] = mine;
    rmSync(folder, { recursive: true });
  });

  it("has namespaces and workloads, and nothing of a cloud", async () => {
    const { resources } = await recorded({});
    const types = [...new Set(resources.map(({ type }) => type))].sort();
    assert.deepEqual(
      types.filter((type) => !/^(gateway-fleet|pulumi:providers):/.test(type)).every((type) => type.startsWith("kubernetes:")),
      true,
      types.join(", "),
    );
    assert.ok(types.includes("kubernetes:apps/v1:Deployment"));
    assert.deepEqual(
      types.filter((type) => type.startsWith("pulumi:providers:")),
      ["pulumi:providers:kubernetes"],
    );
  });

  it("is reached by its context, and puts neither a kubeconfig nor a path of this machine into the state", async () => {
    const { inputs } = only(await recorded({}), "pulumi:providers:kubernetes");
    const { context, kubeconfig, clusterIdentifier } = inputs;
    assert.deepEqual({ context, kubeconfig, clusterIdentifier }, { context: "kind-edge", kubeconfig: "", clusterIdentifier: "kind-edge" });
  });

  it("keeps its identity when its context is renamed", async () => {
    const { inputs } = only(await recorded({ context: "renamed", identity: "kind-edge" }), "pulumi:providers:kubernetes");
    assert.deepEqual([inputs["context"], inputs["clusterIdentifier"]], ["renamed", "kind-edge"]);
  });

  it("is protected as a whole, while workloads may come and go", async () => {
    const protectedOnes = async (more: object) => (await recorded(more)).resources.filter(({ options }) => options.protect);
    assert.deepEqual(
      (await protectedOnes({ protect: true })).map(({ type }) => type),
      ["pulumi:providers:kubernetes"],
    );
    assert.deepEqual(await protectedOnes({ protect: false }), []);
  });

  it("exposes a workload inside the cluster unless its service says otherwise", async () => {
    const spec = async (more: object) => {
      const exposed = ofType(await recorded(more), "kubernetes:core/v1:Service").find(
        ({ inputs }) => at(inputs, "metadata", "name") === "api-gateway",
      );
      return [at(exposed?.inputs, "spec", "type"), at(exposed?.inputs, "spec", "externalTrafficPolicy")];
    };
    assert.deepEqual(await spec({}), ["ClusterIP", undefined]);
    assert.deepEqual(await spec({ service: "NodePort" }), ["NodePort", undefined]);
    assert.deepEqual(await spec({ service: "LoadBalancer" }), ["LoadBalancer", "Local"]);
  });

  it("tells where it answers, and no address that DNS could use", async () => {
    const inside = await recorded({});
    assert.deepEqual(at(inside.outputs, "endpoints", "edge"), ["http://api-gateway.api-gateway.svc"]);
    assert.deepEqual([inside.outputs["addresses"], inside.outputs["kubeconfigs"]], [{}, {}]);
    assert.deepEqual(at(inside.outputs, "clusters", "edge"), {
      cloud: "existing",
      region: "edge",
      kubernetes: "1.35",
      context: "kind-edge",
    });
    assert.equal(at(inside.outputs, "deployed", "clusters", "edge", "maxReplicas", "api-gateway"), 50);
    const outputs: RecordOptions["outputs"] = (type) =>
      type === "kubernetes:core/v1:Service" ? { status: { loadBalancer: { ingress: [{ ip: "192.0.2.7" }] } } } : undefined;
    assert.deepEqual(at((await recorded({ service: "LoadBalancer" }, outputs)).outputs, "endpoints", "edge"), ["http://192.0.2.7"]);
  });

  it("is frozen while it is said to be unreachable", async () => {
    const frozen = await recorded({ unreachable: { reason: "moved", until: "2026-12-01" } });
    assert.equal(only(frozen, "pulumi:providers:kubernetes").inputs["skipUpdateUnreachable"], "true");
    assert.deepEqual(only(frozen, "kubernetes:apps/v1:Deployment").options.ignoreChanges, ["*"]);
  });

  it("has what is not managed in its report, for people and for programs", async () => {
    writeFileSync(join(folder, "Pulumi.yaml"), "name: gateway-fleet\nruntime: nodejs\n");
    writeFileSync(join(folder, "Pulumi.edge.yaml"), file({}));
    const report = await reportOf(folder, "edge");
    assert.deepEqual(report.errors, []);
    const [cluster] = report.clusters;
    assert.deepEqual([cluster?.cidr, cluster?.context, cluster?.pools], [null, "kind-edge", []]);
    for (const part of ["network", "front door and DNS", "room for the replicas"]) assert.ok(cluster?.notManaged.includes(part), part);
    assert.match(renderReport(report, false), /^edge is the cluster of context kind-edge; left to whoever runs it: network, /m);
  });

  it("is warned of a minor that the project no longer supports, and never stopped by it", () => {
    const warnings = (kubernetes: string) => {
      const plan = planned({ kubernetes });
      return plan.kind === "fleet"
        ? plan.warnings.filter(({ path }) => path === "clusters.edge.kubernetes").map(({ message }) => message)
        : [];
    };
    assert.deepEqual(warnings("1.36"), []);
    assert.match(
      warnings("1.34")[0] ?? "",
      /^the Kubernetes project ended its support of 1\.34 on 2026-10-27: .*ask whoever runs the cluster/,
    );
    assert.match(warnings("1.20")[0] ?? "", /^1\.20 has no support window/);
  });

  it("takes no part in an upgrade's waves", () => {
    assert.throws(
      () => planned({}, [["upgrade"], { to: "1.36", waves: [["edge"]] }]),
      (error) =>
        error instanceof ConfigError &&
        /"edge" is an existing cluster, which whoever runs it upgrades/.test(error.problems[0]?.message ?? ""),
    );
  });
});

describe("the identity of an existing cluster", () => {
  it("may change, with everything in it, unless the cluster is frozen", () => {
    const plan = existingPlan({});
    assert.equal(
      identityRefusal({ ...plan, context: "other", identity: "other", region: "elsewhere" }, identityOf(plan), undefined),
      undefined,
    );
    const unreachable = { reason: "moved", until: "2026-12-01" };
    assert.equal(identityRefusal({ ...plan, unreachable }, identityOf(plan), undefined), undefined);
    assert.match(
      identityRefusal({ ...plan, identity: "other", unreachable }, identityOf(plan), undefined) ?? "",
      /identity "other" in place of "kind-edge" .* frozen until 2026-12-01 \(moved\); write identity: "kind-edge", or remove/,
    );
  });

  it("may not change behind one context, through which the old objects would be removed", () => {
    const plan = existingPlan({});
    assert.match(
      identityRefusal({ ...plan, identity: "other" }, identityOf(plan), undefined) ?? "",
      /but the context "kind-edge" is still the same, .*give the other cluster a context of its own/,
    );
  });

  it("is never that of a cluster which the program makes", () => {
    const plan = existingPlan({});
    for (const refusal of [
      identityRefusal(plan, identityOf(eksPlan), undefined),
      identityRefusal({ ...eksPlan, name: "edge" }, identityOf(plan), undefined),
    ])
      assert.match(
        refusal ?? "",
        /^clusters\.edge: a cluster with cloud: .* does not become one with cloud: .*; add the new one under a key of its own/,
      );
  });
});

function file(more: object, ...edits: readonly Edit[]): string {
  return edited("prod", [["clouds"], remove], [["nodePools"], remove], [["clusters"], { edge: { ...edge, ...more } }], ...edits);
}

function planned(more: object, ...edits: readonly Edit[]) {
  return planStack(withProject({ edge: file(more, ...edits) }, (folder) => loadStack(folder, "edge")));
}

function existingPlan(more: object): ExistingPlan {
  const [plan] = planned(more).fleet.clusters;
  assert.ok(plan?.cloud === "existing");
  return plan;
}

function recorded(more: object, outputs?: RecordOptions["outputs"]) {
  const invoke = () => ({ outputs: {} });
  return record(() => deploy(planned(more)), { stack: "edge", invoke, ...(outputs === undefined ? {} : { outputs }) });
}
