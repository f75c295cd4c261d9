import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { record } from "../../../preview/record/record";
import { frozen, refuseRemovals } from "../../../stacks/guards/freeze";
import type { DeployedCluster } from "../../../plan/model/outputs";
import { eksPlan } from "../../components/fixtures/eks";
import { only } from "../../components/fixtures/recording";
import type { Recording } from "../../../preview/record/recording";

const configMap = "kubernetes:core/v1:ConfigMap";

describe("frozen", () => {
  it("keeps the inputs of everything below a component, however deep and whatever it ignores already", async () => {
    const { options } = only(await recordFrozen(), configMap);
    assert.deepEqual(options.ignoreChanges, ["*"]);
  });

  it("lets providers change, so that they can stop calling what does not answer", async () => {
    const { options } = only(await recordFrozen(), "pulumi:providers:kubernetes");
    assert.deepEqual(options.ignoreChanges, []);
    assert.deepEqual(options.hooks, []);
  });

  it("refuses creates in a preview as in an update, beside the hooks that a resource has", async () => {
    const { options } = only(await recordFrozen(), configMap);
    assert.equal(options.hooks.length, 2);
    assert.ok(options.hooks.includes("beforeCreate:aws-usw2-frozen"));
  });

  it("touches nothing elsewhere", async () => {
    const { options } = only(await recordFrozen(), "kubernetes:core/v1:Secret");
    assert.deepEqual([options.ignoreChanges, options.hooks], [[], []]);
  });

  it("says which cluster, until when, why, and what to do", async () => {
    const hook = await refusal();
    assert.equal(hook.opts?.onDryRun, true);
    assert.throws(
      () => hook.callback({ urn: "", id: "", name: "aws-usw2-general", type: "aws:eks/nodeGroup:NodeGroup" }),
      (error: Error) =>
        ["clusters.aws-usw2 ", "2026-12-01", "fire in the building", "aws-usw2-general", "clusters.aws-usw2.unreachable"].every((part) =>
          error.message.includes(part),
        ),
    );
  });
});

describe("refuseRemovals", () => {
  const frozenPlan = { ...eksPlan, unreachable: { reason: "fire in the building", until: "2026-12-01" } };
  const pools = Object.fromEntries(eksPlan.pools.map(({ key }) => [key, { physicalName: key, fingerprint: "", max: 1 }]));
  const recordedWith = (more: Partial<DeployedCluster>) => () =>
    Promise.resolve({
      config: "",
      clusters: {
        [eksPlan.name]: { cloud: "aws" as const, region: "", slot: 0, forLife: {}, pools, maxReplicas: { "api-gateway": 50 }, ...more },
      },
    });

  it("stops an update that would take a pool, a workload or an engine out of a frozen cluster, naming all of them", async () => {
    const more = {
      pools: { ...pools, gpu: { physicalName: "gpu", fingerprint: "", max: 1 } },
      maxReplicas: { batch: 1 },
      engines: ["configSync"],
    };
    await assert.rejects(
      record(() => refuseRemovals(frozenPlan, recordedWith(more))),
      (error) =>
        pulumi.RunError.isInstance(error) &&
        error.message.includes("pool gpu, workload batch, platform.configSync would have to be removed"),
    );
  });

  it("has nothing against an unchanged frozen cluster, or against removals elsewhere", async () => {
    await record(() => refuseRemovals(frozenPlan, recordedWith({})));
    await record(() => refuseRemovals({ ...eksPlan, pools: [] }, () => assert.fail("nobody has to be asked")));
  });

  it("asks nobody in a preview", async () => {
    await record(() => refuseRemovals({ ...frozenPlan, pools: [] }, () => assert.fail("a preview looks nothing up")), { preview: true });
  });
});

const unreachable = { reason: "fire in the building", until: "2026-12-01" };

class Group extends pulumi.ComponentResource {
  constructor(name: string, opts: pulumi.ComponentResourceOptions) {
    super("test:index:Group", name, {}, opts);
    this.registerOutputs({});
  }
}

function recordFrozen(): Promise<Recording> {
  return record(() => {
    const root = new Group("root", { transformations: [frozen("aws-usw2", unreachable)] });
    const provider = new k8s.Provider("kubernetes", {}, { parent: root });
    const parent = new Group("inner", { parent: root });
    const own = { ignoreChanges: ["data"], hooks: { beforeCreate: [() => undefined] } };
    new k8s.core.v1.ConfigMap("map", {}, { parent, provider, ...own });
    new k8s.core.v1.Secret("elsewhere", {}, { provider });
  });
}

async function refusal(): Promise<pulumi.ResourceHook> {
  let hook: pulumi.ResourceHook | pulumi.ResourceHookFunction | undefined;
  await record(() => {
    const root = new Group("root", {});
    const result = frozen("aws-usw2", unreachable)({ resource: root, type: configMap, name: "map", props: {}, opts: {} });
    hook = result?.opts.hooks?.beforeCreate?.[0];
  });
  assert.ok(pulumi.ResourceHook.isInstance(hook));
  return hook;
}
