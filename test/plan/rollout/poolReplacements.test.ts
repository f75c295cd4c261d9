import assert from "node:assert/strict";
import { identityOf } from "../../../plan/rollout/clusterReplacements";
import type { DeployedCluster } from "../../../plan/model/outputs";
import { replacedPools } from "../../../plan/rollout/poolReplacements";
import { eksPlan } from "../../components/fixtures/eks";
import { poolOf } from "../../components/fixtures/plans";

const general = { ...poolOf(eksPlan, "general"), immutable: { machines: "r7i.large", zones: "usw2-az1, usw2-az2" } };
const plan = { ...eksPlan, pools: [general] };

function recordedWith(forLife: Readonly<Record<string, string>> | undefined): DeployedCluster {
  return { ...identityOf(plan), pools: { general: { physicalName: "general-1", fingerprint: "", max: 20, forLife } }, maxReplicas: {} };
}

describe("replacedPools", () => {
  it("names the pool, what it keeps for life, and what becomes of it", () => {
    assert.deepEqual(replacedPools(plan, recordedWith({ ...general.immutable, machines: "m7i.large" })), [
      "aws-usw2/general changes its machines from m7i.large to r7i.large, which it keeps for life: " +
        "another pool with as many nodes is made beside it, then it is drained and goes",
    ]);
  });

  it("is silent about a pool that stays, a new one, and one that an older program recorded", () => {
    assert.deepEqual(replacedPools(plan, recordedWith(general.immutable)), []);
    assert.deepEqual(replacedPools(plan, recordedWith(undefined)), []);
    assert.deepEqual(replacedPools(plan, { ...recordedWith({}), pools: {} }), []);
  });

  it("is silent about a cluster that another one takes the place of", () => {
    assert.deepEqual(replacedPools({ ...plan, slot: 9 }, recordedWith({ machines: "m7i.large", zones: "" })), []);
  });
});
