import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { record } from "../../../preview/record/record";
import { fingerprintTag } from "../../../components/nodepool";
import { keepEksSize } from "../../../stacks/liveSize/eks";
import { fingerprintOf } from "../../../plan/nodes/liveSize";
import type { Deployed } from "../../../plan/model/outputs";
import { eksPlan } from "../../components/fixtures/eks";
import { poolOf } from "../../components/fixtures/plans";
import { at } from "../../components/fixtures/recording";
import { argsOf, deployment } from "./transform";
import type { RecordOptions } from "../../../preview/record/recording";
import type { EksPool } from "../../../plan/model/pool";

const unreachable = { reason: "fire", until: "2026-12-01" };
const general = poolOf(eksPlan, "general");
/** What the provider adds to a prefix. */
const digits = "20261123150000000000000001";

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

  it("sends the live size of a pool that changes, and mistakes no other pool for it", async () => {
    const groups = { [`${general.physicalName}${digits}`]: 15, [`${general.physicalName}spot-${digits}`]: 19 };
    const { props, opts, calls } = await transformed({ recorded: () => deployed("another"), groups });
    assert.equal(at(props, "scalingConfig", "desiredSize"), 15);
    assert.deepEqual(opts.ignoreChanges, []);
    assert.deepEqual(calls, ["aws:eks/getNodeGroups:getNodeGroups", "aws:eks/getNodeGroup:getNodeGroup"]);
  });

  it("sends the larger size where an interrupted update has left a group and its replacement", async () => {
    const groups = { [`${general.physicalName}${digits}`]: 3, [`${general.physicalName}${digits.replace("0", "1")}`]: 17 };
    const { props } = await transformed({ recorded: () => deployed("another"), groups });
    assert.equal(at(props, "scalingConfig", "desiredSize"), 17);
  });

  it("moves the live size into new bounds", async () => {
    const pool = { ...general, bounds: { min: 18, max: 24 } };
    const { props } = await transformed({
      pool,
      recorded: () => deployed("another"),
      groups: { [`${general.physicalName}${digits}`]: 15 },
    });
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
      const { props } = await transformed({
        given,
        recorded: () => deployed("another"),
        groups: { [`${general.physicalName}${digits}`]: 9 },
      });
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

interface Case {
  readonly cluster?: typeof eksPlan;
  readonly pool?: EksPool;
  readonly given?: Record<string, unknown>;
  readonly options?: pulumi.CustomResourceOptions;
  readonly recorded: () => Promise<Deployed | undefined>;
  /** Sizes of the cluster's node groups. */
  readonly groups?: Readonly<Record<string, number>>;
  readonly record?: RecordOptions;
}

interface Transformed {
  readonly props: Record<string, unknown>;
  readonly opts: pulumi.CustomResourceOptions;
  /** Functions, in order. */
  readonly calls: readonly string[];
}

async function transformed(use: Case): Promise<Transformed> {
  const { cluster = eksPlan, pool = general, given = nodeGroup, options = {}, groups = {} } = use;
  const calls: string[] = [];
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
        calls.push(token);
        assert.equal(args["clusterName"], cluster.names.cluster);
        const desiredSize = groups[String(args["nodeGroupName"])];
        return desiredSize === undefined ? { names: Object.keys(groups) } : { scalingConfigs: [{ desiredSize }] };
      },
    },
  );
  assert.ok(opts);
  return { props: Object.fromEntries(Object.entries(outputs["props"] ?? {})), opts, calls };
}

function deployed(fingerprint: string): Promise<Deployed> {
  return Promise.resolve(deployment(eksPlan.name, { general: { physicalName: `${general.physicalName}${digits}`, fingerprint, max: 20 } }));
}
