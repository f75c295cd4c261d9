import assert from "node:assert/strict";
import * as gcp from "@pulumi/gcp";
import type * as pulumi from "@pulumi/pulumi";
import { record } from "../../../preview/record/record";
import { keepGkeSize } from "../../../stacks/liveSize/gke";
import { gkePlan } from "../../components/fixtures/gke";
import { poolOf } from "../../components/fixtures/plans";
import { argsOf, deployment } from "./transform";
import type { RecordOptions } from "../../../preview/record/recording";

const pool = { ...poolOf(gkePlan, "general"), physicalName: "general-new" };
const given = { name: "general-new", initialNodeCount: 2 };

describe("keepGkeSize", () => {
  it("changes nothing of a pool that stays, and asks nobody: an update sends no size", async () => {
    assert.equal(await transformed({ recorded: "general-new" }), undefined);
  });

  it("changes nothing of a new pool, in a preview, and in a frozen cluster", async () => {
    assert.equal(await transformed({}), undefined);
    assert.equal(await transformed({ recorded: "general-old", record: { preview: true } }), undefined);
    const unreachable = { reason: "fire", until: "2026-12-01" };
    assert.equal(await transformed({ recorded: "general-old", plan: { ...gkePlan, unreachable } }), undefined);
  });

  it("starts a replacement with the nodes of the pool that it replaces, per zone", async () => {
    const result = await transformed({ recorded: "general-old", pools: { "general-old": 5 } });
    assert.deepEqual(result?.props, { ...given, initialNodeCount: 5 });
    assert.deepEqual(result.opts.ignoreChanges, ["other"]);
  });

  it("stays within the pool's maximum", async () => {
    const result = await transformed({ recorded: "general-old", pools: { "general-old": 50 } });
    assert.equal(result?.props["initialNodeCount"], Math.floor(pool.bounds.max / gkePlan.zones.length));
  });

  it("leaves a replacement alone that an interrupted update has made: another size would replace that one too", async () => {
    assert.equal(await transformed({ recorded: "general-old", pools: { "general-old": 5, "general-new": 5 } }), undefined);
  });

  it("starts at the planned size where the old pool is gone", async () => {
    assert.equal(await transformed({ recorded: "general-old", pools: { other: 1 } }), undefined);
  });
});

interface Case {
  readonly plan?: typeof gkePlan;
  /** Physical name of the pool that the last update recorded. */
  readonly recorded?: string;
  /** Nodes per zone of what the cloud has; undefined when it may not be asked. */
  readonly pools?: Readonly<Record<string, number>>;
  readonly record?: RecordOptions;
}

async function transformed({ plan = gkePlan, recorded, pools, record: options }: Case) {
  const known = recorded === undefined ? {} : { general: { physicalName: recorded, fingerprint: "", max: 20 } };
  let result: pulumi.ResourceTransformResult | undefined;
  await record(
    async () => {
      const keep = keepGkeSize(plan, pool, () => Promise.resolve(deployment(plan.name, known)), new gcp.Provider("gcp", {}));
      result = await keep(argsOf(given, { ignoreChanges: ["initialNodeCount", "other"] }));
      return {};
    },
    {
      ...options,
      invoke: (token, args) => {
        assert.ok(pools, `${token} is not expected`);
        assert.deepEqual(args, { name: plan.names.cluster, location: plan.region, project: plan.project });
        return { nodePools: Object.entries(pools).map(([name, nodeCount]) => ({ name, nodeCount })) };
      },
    },
  );
  return result;
}
