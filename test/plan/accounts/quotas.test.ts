import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import type { FleetConfig } from "../../../config";
import { loadStack } from "../../../config/file/load";
import { ConfigError } from "../../../config/file/problems";
import { planStack } from "../../../plan";
import { checked, quotaTable } from "../../../catalogue/quotaDefaults";
import { fleet, fleets, fleetStack, general, usw1, usw2, wus2 } from "../fleets";

const root = join(__dirname, "../../..");

describe("the table of quotas", () => {
  it("has a page and a way to raise every quota, and the day it was checked", () => {
    for (const quotas of [quotaTable.aws, quotaTable.azure, quotaTable.gcp])
      for (const [name, { page, raise }] of Object.entries(quotas)) {
        assert.match(page, /^https:/, name);
        assert.match(raise, /\{demand\}.*\{region\}/, name);
      }
    assert.match(checked, /^\d{4}-\d\d-\d\d$/);
  });
});

describe("what a fleet draws on quotas", () => {
  it("on AWS is on-demand and spot vCPUs apart, and an address per zone for NAT and front door each", () => {
    // general 20 of 2 vCPU on demand, 6 on spot.
    assert.deepEqual(uses({ ...fleet, clusters: { a: usw2, b: { ...usw2, slot: 1 } } }), [
      "eksClusters us-west-2 2",
      "elasticIps us-west-2 12",
      "natGatewaysPerZone usw2-az1 2",
      "natGatewaysPerZone usw2-az2 2",
      "natGatewaysPerZone usw2-az3 2",
      "networkLoadBalancers us-west-2 2",
      "onDemandVcpus us-west-2 80",
      "spotVcpus us-west-2 24",
      "vpcs us-west-2 2",
    ]);
  });

  it("on Azure counts every family and the region, spot apart, and the system pool at its maximum", () => {
    // general 20 of 2 vCPU, system 5 of 4; spot 5 of 2.
    assert.deepEqual(uses({ ...fleet, clusters: { a: wus2 } }), [
      "aksClusters westus2 1",
      "ddsv5Vcpus westus2 60",
      "publicIps westus2 2",
      "regionalVcpus westus2 60",
      "spotVcpus westus2 10",
    ]);
  });

  it("on Google Cloud counts spot with the rest, by family and over all regions", () => {
    // general 20 and spot 4, of 2 vCPU.
    const east = { cloud: "gcp", region: "us-east1", zones: ["us-east1-b"], slot: 3, kubernetes: "1.35", overrides: {} } as const;
    const clusters = { a: usw1, b: { ...east, zones: [...east.zones] } };
    assert.deepEqual(uses({ ...fleet, clusters }), [
      "inUseAddresses us-east1 1",
      "inUseAddresses us-west1 1",
      "n2Vcpus us-east1 48",
      "n2Vcpus us-west1 48",
      "networks all regions 2",
      "staticAddresses us-east1 1",
      "staticAddresses us-west1 1",
      "vcpusAllRegions all regions 96",
    ]);
  });

  it("never shrinks when a pool's maximum grows", () => {
    fc.assert(
      fc.property(fleets, fc.integer({ min: 18, max: 22 }), fc.integer({ min: 0, max: 4 }), (config, max, more) => {
        const demands = (nodes: number) =>
          new Map(
            planned({ ...config, nodePools: { general: { ...general, max: nodes } } }).quotas.map((use) => [
              `${use.quota} ${use.place}`,
              use.demand,
            ]),
          );
        const before = demands(max);
        for (const [quota, demand] of demands(max + more)) assert.ok(demand >= (before.get(quota) ?? 0), quota);
      }),
    );
  });

  it("is the sum of its parts", () => {
    fc.assert(
      fc.property(fleets, (config) => {
        for (const { demand, parts } of planned(config).quotas)
          assert.equal(
            demand,
            parts.reduce((sum, { amount }) => sum + amount, 0),
          );
      }),
    );
  });
});

describe("a fleet beyond a quota", () => {
  it("is refused with the numbers, what they are made of, where to raise it and what to write then", () => {
    const aws = { ...(fleet.clouds.aws ?? assert.fail()), quotas: { elasticIps: 20, spotVcpus: 64 } };
    assert.deepEqual(problems({ ...fleet, clouds: { aws }, clusters: { edge: usw2 } }), [
      "clouds.aws.quotas.onDemandVcpus: the fleet at its pools' maxima needs 40 vCPUs of " +
        '"Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances" in us-west-2 (edge general 40), and the quota is 5, ' +
        "AWS's default on 2026-11-23 (https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html); raise it with " +
        "`aws service-quotas request-service-quota-increase --service-code ec2 --quota-code L-1216C47A --desired-value 40 --region us-west-2`, " +
        "then write clouds.aws.quotas.onDemandVcpus: { us-west-2: 40 }, or lower the pools' max",
    ]);
  });

  it("is measured against the region's own quota where one is written, and else against the default", () => {
    const aws = { ...(fleet.clouds.aws ?? assert.fail()), quotas: { elasticIps: 20, spotVcpus: 64, onDemandVcpus: { "us-west-2": 40 } } };
    const clusters = { edge: usw2 };
    assert.deepEqual(problems({ ...fleet, clouds: { aws }, clusters }), []);
    const tight = { ...aws, quotas: { ...aws.quotas, onDemandVcpus: { "us-west-2": 39 } } };
    assert.match(problems({ ...fleet, clouds: { aws: tight }, clusters })[0] ?? "", /the quota is 39; raise it/);
  });

  it("is not judged by a default that the vendor does not publish", () => {
    const gcp = { ...(fleet.clouds.gcp ?? assert.fail()), quotas: { vcpusAllRegions: 100 } };
    const { quotas } = planned({ ...fleet, clouds: { gcp }, clusters: { c: usw1 } });
    assert.deepEqual(
      quotas.filter(({ quota }) => quota === "n2Vcpus").map(({ demand, limit }) => [demand, limit]),
      [[48, undefined]],
    );
  });

  it("is told of a quota for a region where it has nothing, which is most likely misspelt", () => {
    const aws = { ...(fleet.clouds.aws ?? assert.fail()), quotas: { elasticIps: 20, spotVcpus: 64, onDemandVcpus: { "us-west-1": 400 } } };
    const found = problems({ ...fleet, clouds: { aws }, clusters: { edge: usw2 } });
    assert.ok(
      found.includes('clouds.aws.quotas.onDemandVcpus.us-west-1: "us-west-1" is no region of a cluster here; did you mean "us-west-2"?'),
    );
  });

  it("is none of the stacks of this repository, whose accounts have room for a second of everything", () => {
    const prod = planStack(loadStack(root, "prod"));
    assert.ok(prod.kind === "fleet");
    for (const { quota, demand, limit } of prod.quotas) assert.ok(limit === undefined || 2 * demand <= limit, quota);
  });
});

function uses(config: FleetConfig): readonly string[] {
  return planned(config).quotas.map(({ quota, place, demand }) => `${quota} ${place} ${demand}`);
}

function planned(config: FleetConfig) {
  const plan = planStack(fleetStack(config));
  assert.ok(plan.kind === "fleet");
  return plan;
}

function problems(config: FleetConfig): readonly string[] {
  try {
    planned(config);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error));
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
}
