import assert from "node:assert/strict";
import { identityOf, identityRefusal } from "../../../plan/rollout/clusterReplacements";
import { planStack } from "../../../plan";
import { aksPlan } from "../../components/fixtures/aks";
import { eksPlan } from "../../components/fixtures/eks";
import { fleet, traffic } from "../fleets";

const unreachable = { reason: "fire in the building", until: "2026-12-01" };

describe("a cluster's identity", () => {
  it("stays through every change that its cloud makes in place", () => {
    const upgraded = { ...eksPlan, kubernetes: "1.36", zones: [], apiAccess: { mode: "private" as const }, pools: [] };
    assert.equal(identityRefusal(upgraded, identityOf(eksPlan), "prod-traffic"), undefined);
    assert.equal(identityRefusal({ ...aksPlan, tags: {} }, identityOf(aksPlan), "prod-traffic"), undefined);
  });

  it("changes with the slot, once nobody is sent to the addresses that will go", () => {
    assert.equal(identityRefusal({ ...eksPlan, slot: 7 }, identityOf(eksPlan), undefined), undefined);
    assert.equal(
      identityRefusal({ ...eksPlan, slot: 7 }, identityOf(eksPlan), "prod-traffic"),
      "clusters.aws-usw2.slot: 7 makes another cluster in place of the one in slot 0, whose addresses prod-traffic answers with; " +
        "write aws-usw2: disabled in traffic.clusters of Pulumi.prod-traffic.yaml, update prod-traffic, and run this again",
    );
  });

  it("is held by those that DNS serves, and no more by one that is disabled", () => {
    const clusters = { "aws-usw2": 1, "az-wus2": "standby", "gcp-usw1": "disabled" } as const;
    const config = { fleet: { stack: "test" }, traffic: { ...traffic, clusters } };
    const planned = planStack({ kind: "fleet", stack: "test", fleet, traffic: { stack: "test-traffic", config } });
    assert.ok(planned.kind === "fleet");
    assert.deepEqual(planned.servedBy, { "aws-usw2": "test-traffic", "az-wus2": "test-traffic" });
  });

  it("may change anything with the slot", () => {
    assert.equal(identityRefusal({ ...eksPlan, slot: 7, region: "us-west-1" }, identityOf(eksPlan), undefined), undefined);
    assert.equal(identityRefusal({ ...aksPlan, slot: 7, apiAccess: { mode: "private" } }, identityOf(aksPlan), undefined), undefined);
  });

  it("cannot change while the cluster is frozen, whose resources could not be deleted", () => {
    const message = identityRefusal({ ...eksPlan, slot: 7, unreachable }, identityOf(eksPlan), undefined);
    assert.match(message ?? "", /slot 0, which is frozen until 2026-12-01 \(fire in the building\); write slot 0 again, or remove/);
  });

  it("needs another slot where its cloud cannot change what is asked, all of it named", () => {
    assert.equal(
      identityRefusal({ ...eksPlan, region: "us-west-1" }, identityOf(eksPlan), undefined),
      "clusters.aws-usw2: a cluster cannot change its region from us-west-2 to us-west-1; " +
        "give it another slot too, which makes another cluster beside this one, or write the old value again",
    );
    const both = identityRefusal({ ...aksPlan, zones: ["1"], apiAccess: { mode: "private" } }, identityOf(aksPlan), undefined);
    assert.match(both ?? "", /cannot change its apiAccess from restricted to private and its zones from 1,2 to 1; give it another slot/);
  });

  it("needs another slot for other machines in the pool that came with it, disk and all", () => {
    const host = { ...aksPlan.systemPool.host, osDisk: { type: "Managed" as const, gibibytes: 128 } };
    const message = identityRefusal({ ...aksPlan, systemPool: { ...aksPlan.systemPool, host } }, identityOf(aksPlan), undefined);
    assert.match(message ?? "", /cannot change its system pool from Standard_D4ds_v5, OS disk 128 GiB ephemeral, .* to .* 128 GiB managed/);
  });
});
