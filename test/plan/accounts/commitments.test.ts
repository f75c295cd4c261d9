import assert from "node:assert/strict";
import { resolve } from "node:path";
import fc from "fast-check";
import { loadStack } from "../../../config/file/load";
import { planStack } from "../../../plan";
import { commitments } from "../../../plan/accounts/commitments";
import type { FleetConfig } from "../../../config";
import { isManaged } from "../../../plan/cluster/isManaged";

const root = resolve(__dirname, "../../..");

describe("commitments", () => {
  it("S0.151 are 40 % of the nodes that prod starts with, for a year, by region and machine type", () => {
    const { commitments: found } = planStack(loadStack(root, "prod")).fleet;
    const regions = found.map(({ cloud, region, family, nodes, years }) => [cloud, region, family, nodes, years]);
    assert.deepEqual(regions, [
      ["aws", "us-east-1", "m7i", 2, 1],
      ["aws", "us-west-2", "m7i", 2, 1],
      ["azure", "eastus", "Ddsv5", 2, 1],
      ["azure", "westus2", "Ddsv5", 2, 1],
      ["gcp", "us-central1", "n2", 2, 1],
      ["gcp", "us-west1", "n2", 2, 1],
    ]);
    assert.deepEqual([found[0]?.vcpu, found[0]?.memoryGiB], [4, 16]);
  });

  it("add up the clusters of one region before they round", () => {
    const config = prodWith({ percent: 50, years: 3 });
    const { "aws-usw2": west } = config.clusters;
    assert.ok(west?.cloud === "aws");
    const two = { ...config, clusters: { "aws-usw2": west, "aws-too": { ...west, slot: 40 } } };
    // Twice five nodes at half: 5 of the 6 that always run, where each cluster by itself would give 2.
    assert.deepEqual(
      of(two).map(({ nodes, years }) => [nodes, years]),
      [[5, 3]],
    );
  });

  it("never exceed the on-demand nodes that always run, nor the percentage of what pools start with", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 0, max: 10 }),
        fc.nat(10),
        fc.integer({ min: 0, max: 100 }),
        (percent, min, more, spot) => {
          const config = prodWith({ percent, years: 1 });
          const initial = min + Math.floor(more / 2);
          // Of other machines, for the cluster's own pods: the pool that is looked at may have no node that always runs.
          const base = {
            ...prodPool(config),
            shape: { ...prodPool(config).shape, memoryGiB: 16 },
            min: 1,
            max: 1,
            initial: 1,
            spotPercent: 0,
          };
          const nodePools = { base, general: { ...prodPool(config), min, max: min + more + 1, initial, spotPercent: spot } };
          const clusters = Object.fromEntries(Object.entries(config.clusters).filter(([name]) => name === "aws-usw2"));
          const commitment = of({ ...config, clusters, nodePools, workloads: {} }).find(({ machineType }) => machineType === "m7i.large");
          const nodes = commitment?.nodes ?? 0;
          assert.ok(nodes <= min - Math.floor((min * spot) / 100));
          assert.ok(nodes * 100 <= initial * percent);
        },
      ),
    );
  });

  it("are none where a cloud reserves nothing", () => {
    assert.deepEqual(planStack(loadStack(root, "staging")).fleet.commitments, []);
  });
});

function prodWith(reserved: { readonly percent: number; readonly years: 1 | 3 }): FleetConfig {
  const { fleet } = loadStack(root, "prod");
  const { aws } = fleet.clouds;
  assert.ok(aws !== undefined);
  return { ...fleet, clouds: { aws: { ...aws, reserved, quotas: { ...aws.quotas, onDemandVcpus: 1000, spotVcpus: 1000 } } } };
}

function prodPool({ nodePools }: FleetConfig): FleetConfig["nodePools"][string] {
  const { general } = nodePools;
  assert.ok(general !== undefined);
  return general;
}

function of(config: FleetConfig) {
  const clusters = Object.fromEntries(Object.entries(config.clusters).filter(([, { cloud }]) => cloud === "aws"));
  const { accounts, clusters: plans } = planStack({ kind: "fleet", stack: "prod", fleet: { ...config, clusters } }).fleet;
  return commitments(accounts, plans.filter(isManaged));
}
