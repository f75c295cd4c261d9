import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { Provider as AzureProvider } from "@pulumi/azure-native/provider";
import * as pulumi from "@pulumi/pulumi";
import { record, type Recording, type RecordOptions } from "../../cli/plan/record";
import { fingerprintTag } from "../../components/nodepool";
import { keepAksSize, keepAksSystemSize, keepEksSize, keepGkeSize, keepLiveSize, type SizeField } from "../../stacks/liveSize";
import type { NodePoolPlan } from "../../stacks/plan/fleetPlan";
import { fingerprintOf } from "../../stacks/plan/liveSize";
import type { Deployed, DeployedCluster, DeployedPool } from "../../stacks/plan/outputs";
import { aksPlan } from "../components/fixtures/aks";
import { eksPlan, poolPlan } from "../components/fixtures/eks";
import { at } from "../components/fixtures/recording";

const getNodeGroup = "aws:eks/getNodeGroup:getNodeGroup";
const getAgentPool = "azure-native:containerservice:getAgentPool";
const unreachable = { reason: "fire", until: "2026-12-01" };

/** As the component hands it to the engine. */
const nodeGroup = {
  instanceTypes: ["m5.large"],
  scalingConfig: { minSize: 3, maxSize: 20, desiredSize: 5 },
  tags: { owner: "platform", [fingerprintTag]: "of the plan" },
};
const sent = { ...nodeGroup, scalingConfig: { minSize: 3, maxSize: 20 } };

describe("keepEksSize", () => {
  it("ignores the size in a preview, and looks nothing up", async () => {
    const { opts } = await transformed({ record: { preview: true }, recorded: () => assert.fail("a preview looks nothing up") });
    assert.deepEqual(opts.ignoreChanges, ["scalingConfig.desiredSize"]);
  });

  it("ignores the size in a frozen cluster, and reads nothing of it", async () => {
    const { opts } = await transformed({ cluster: { ...eksPlan, unreachable }, recorded: () => assert.fail("nothing is read") });
    assert.deepEqual(opts.ignoreChanges, ["scalingConfig.desiredSize"]);
  });

  it("ignores the size of a pool that does not change, without a call to the cloud", async () => {
    const { opts, calls } = await transformed({ recorded: () => deployed(fingerprintOf(sent)) });
    assert.deepEqual(opts.ignoreChanges, ["scalingConfig.desiredSize"]);
    assert.deepEqual(calls, []);
  });

  it("sends the live size of a pool that changes, read under its recorded name", async () => {
    const { props, opts, calls } = await transformed({ recorded: () => deployed("another"), live: 15 });
    assert.equal(at(props, "scalingConfig", "desiredSize"), 15);
    assert.deepEqual(opts.ignoreChanges, []);
    assert.deepEqual(calls, [{ token: getNodeGroup, args: { clusterName: "gateway-prod-aws-usw2-0", nodeGroupName: "general-2026" } }]);
  });

  it("moves the live size into new bounds", async () => {
    const pool = { ...general, bounds: { min: 18, max: 24 } };
    const { props } = await transformed({ pool, recorded: () => deployed("another"), live: 15 });
    assert.equal(at(props, "scalingConfig", "desiredSize"), 18);
  });

  it("sends the planned size of a new pool, and on the first update of a stack", async () => {
    for (const recorded of [undefined, { config: "", clusters: {} }]) {
      const { props, opts } = await transformed({ recorded: () => Promise.resolve(recorded) });
      assert.equal(at(props, "scalingConfig", "desiredSize"), 5);
      assert.deepEqual(opts.ignoreChanges, []);
    }
  });

  it("writes the fingerprint of what is sent, whatever the size, and keeps the other tags", async () => {
    for (const desiredSize of [5, 15]) {
      const given = { ...nodeGroup, scalingConfig: { ...nodeGroup.scalingConfig, desiredSize } };
      const { props } = await transformed({ given, recorded: () => deployed("another"), live: 9 });
      assert.deepEqual(props["tags"], { owner: "platform", [fingerprintTag]: fingerprintOf(sent) });
    }
  });

  it("keeps options that the component gave", async () => {
    const { opts } = await transformed({
      recorded: () => deployed(fingerprintOf(sent)),
      options: { ignoreChanges: ["labels"], protect: true, deleteBeforeReplace: true },
    });
    assert.deepEqual(opts.ignoreChanges, ["labels", "scalingConfig.desiredSize"]);
    assert.equal(opts.protect, true);
    assert.equal(opts.deleteBeforeReplace, true);
  });
});

describe("keepLiveSize", () => {
  it("sends the planned size when the cloud no longer has the pool", async () => {
    const { props } = await withReading(() => Promise.reject(new Error("ResourceNotFoundException: No node group found")));
    assert.equal(at(props, "count"), 5);
  });

  it("stops, naming the pool, when the live size cannot be read", async () => {
    await assert.rejects(
      withReading(() => Promise.reject(new Error("AccessDenied"))),
      /aws-usw2\/general changes.*AccessDenied/s,
    );
  });
});

describe("keepAksSize", () => {
  const agentPool = { count: 5, minCount: 3, maxCount: 20, tags: {} };

  it("sends the live count of a pool that changes", async () => {
    const calls: unknown[] = [];
    const invoke: RecordOptions["invoke"] = (token, args) => {
      calls.push({ token, args });
      return { count: 12 };
    };
    const { outputs } = await record(
      async () => {
        const provider = new AzureProvider("azure", {});
        const pools = { general: { physicalName: "generalabc12", fingerprint: "another", max: 20 } };
        const recorded = () => Promise.resolve(deployment(aksPlan.name, pools));
        const result = await keepAksSize(aksPlan, general, recorded, provider)(argsOf(agentPool, {}));
        return { props: result?.props };
      },
      { invoke },
    );
    assert.equal(at(outputs, "props", "count"), 12);
    assert.deepEqual(calls, [
      {
        token: getAgentPool,
        args: { resourceGroupName: aksPlan.names.resourceGroup, resourceName: aksPlan.names.cluster, agentPoolName: "generalabc12" },
      },
    ]);
  });

  it("ignores the count of a pool that does not change", async () => {
    const { outputs } = await record(async () => {
      const pools = { general: { physicalName: "generalabc12", fingerprint: fingerprintOf({ ...agentPool, count: undefined }), max: 20 } };
      const recorded = () => Promise.resolve(deployment(aksPlan.name, pools));
      const result = await keepAksSize(aksPlan, general, recorded, new AzureProvider("azure", {}))(argsOf(agentPool, {}));
      return { ignored: result?.opts.ignoreChanges };
    });
    assert.deepEqual(outputs["ignored"], ["count"]);
  });
});

describe("keepAksSystemSize", () => {
  const given = { tags: {}, agentPoolProfiles: [{ name: "system", count: 2, minCount: 2, maxCount: 4 }] };
  const systemPool = { physicalName: "system", fingerprint: "another", max: 4 };

  it("sends the live count with a cluster that changes, also where the pool holds what only the engine knows", async () => {
    for (const agentPoolProfiles of [given.agentPoolProfiles, pulumi.output(given.agentPoolProfiles)]) {
      const { outputs } = await systemSize({ ...given, agentPoolProfiles }, systemPool);
      assert.deepEqual(at(outputs, "props", "agentPoolProfiles"), [{ name: "system", count: 3, minCount: 2, maxCount: 4 }]);
    }
  });

  it("ignores the count where the cluster does not change", async () => {
    const sent = { tags: {}, agentPoolProfiles: [{ name: "system", minCount: 2, maxCount: 4 }] };
    const { outputs } = await systemSize(given, { ...systemPool, fingerprint: fingerprintOf(sent) });
    assert.deepEqual(outputs["ignored"], ["agentPoolProfiles[0].count"]);
  });

  function systemSize(props: Record<string, unknown>, lastUpdate: DeployedPool): Promise<Recording> {
    return record(
      async () => {
        const recorded = () => Promise.resolve(deployment(aksPlan.name, {}, lastUpdate));
        const result = await keepAksSystemSize(aksPlan, recorded, new AzureProvider("azure", {}))(argsOf(props, {}));
        return { props: result?.props, ignored: result?.opts.ignoreChanges };
      },
      { invoke: () => ({ count: 3 }) },
    );
  }
});

describe("keepGkeSize", () => {
  it("changes nothing: an update sends no size", async () => {
    assert.equal(await keepGkeSize(argsOf({ initialNodeCount: 2 }, {})), undefined);
  });
});

const general = poolPlan("general", {});

interface Case {
  readonly cluster?: typeof eksPlan;
  readonly pool?: NodePoolPlan;
  readonly given?: Record<string, unknown>;
  readonly options?: pulumi.CustomResourceOptions;
  readonly recorded: () => Promise<Deployed | undefined>;
  /** What the cloud answers. */
  readonly live?: number;
  readonly record?: RecordOptions;
}

interface Transformed {
  readonly props: Record<string, unknown>;
  readonly opts: pulumi.CustomResourceOptions;
  readonly calls: readonly unknown[];
}

async function transformed(use: Case): Promise<Transformed> {
  const { cluster = eksPlan, pool = general, given = nodeGroup, options = {}, live = 0 } = use;
  const calls: unknown[] = [];
  let opts: pulumi.CustomResourceOptions | undefined;
  const { outputs } = await record(
    async () => {
      const provider = new aws.Provider("aws", {});
      const result = await keepEksSize(cluster, pool, use.recorded, provider)(argsOf(given, options));
      opts = result?.opts;
      return { props: result?.props };
    },
    {
      ...use.record,
      invoke: (token, args) => {
        calls.push({ token, args });
        return { scalingConfigs: [{ desiredSize: live }] };
      },
    },
  );
  assert.ok(opts);
  return { props: Object.fromEntries(Object.entries(outputs["props"] ?? {})), opts, calls };
}

function withReading(read: SizeField["read"]): Promise<{ readonly props: unknown }> {
  const field: SizeField = {
    path: "count",
    recorded: ({ pools }) => pools["general"],
    read,
    write: (props, count) => ({ ...props, count }),
  };
  return record(async () => {
    const result = await keepLiveSize(eksPlan, general, () => deployed("another"), field)(argsOf({ count: 5, tags: {} }, {}));
    return { props: result?.props };
  }).then(({ outputs }) => ({ props: outputs["props"] }));
}

/** As the SDK calls a transform: it fills in what nobody said. */
function argsOf(props: Record<string, unknown>, opts: pulumi.CustomResourceOptions): pulumi.ResourceTransformArgs {
  return { custom: true, type: "", name: "", props, opts: { ignoreChanges: [], ...opts } };
}

function deployed(fingerprint: string): Promise<Deployed> {
  return Promise.resolve(deployment(eksPlan.name, { general: { physicalName: "general-2026", fingerprint, max: 20 } }));
}

function deployment(cluster: string, pools: DeployedCluster["pools"], systemPool?: DeployedPool): Deployed {
  return { config: "", clusters: { [cluster]: { cloud: "aws", region: "", slot: 0, forLife: {}, pools, systemPool, maxReplicas: {} } } };
}
