import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import type { FleetConfig } from "../../../config";
import { loadStack } from "../../../config/file/load";
import { ConfigError } from "../../../config/file/problems";
import { planStack } from "../../../plan";
import { checked, quotaTable } from "../../../catalogue/quotaDefaults";
import { remove } from "../../config/project";
import { planned as plannedWith, refusals } from "../edits";
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
    // general 20 of 2 vCPU on demand, 6 on spot, and as many again while a pool is replaced by another one beside it.
    assert.deepEqual(uses({ ...fleet, clusters: { a: usw2, b: { ...usw2, slot: 1 } } }), [
      "eksClusters us-west-2 2",
      "elasticIps us-west-2 12",
      "natGatewaysPerZone usw2-az1 2",
      "natGatewaysPerZone usw2-az2 2",
      "natGatewaysPerZone usw2-az3 2",
      "networkLoadBalancers us-west-2 2",
      "nodeGroupsPerCluster a 4",
      "nodeGroupsPerCluster b 4",
      "nodesPerNodeGroup a general 20",
      "nodesPerNodeGroup a general-spot 6",
      "nodesPerNodeGroup b general 20",
      "nodesPerNodeGroup b general-spot 6",
      "onDemandVcpus us-west-2 160",
      "spotVcpus us-west-2 48",
      "vpcs us-west-2 2",
    ]);
  });

  it("on Azure counts every family and the region, spot apart, and the system pool at its maximum", () => {
    // general 20 of 2 vCPU and its replacement, system 5 of 4 and 2 while it is upgraded; spot 5 of 2 and its replacement.
    assert.deepEqual(uses({ ...fleet, clusters: { a: wus2 } }), [
      "aksClusters westus2 1",
      "ddsv5Vcpus westus2 108",
      "nodePoolsPerCluster a 5",
      "nodesPerCluster a 57",
      "publicIps westus2 2",
      "regionalVcpus westus2 108",
      "spotVcpus westus2 20",
    ]);
  });

  it("on Google Cloud counts spot with the rest, by family and over all regions", () => {
    // general 20 and spot 4, of 2 vCPU and 100 GB, and their replacements.
    const east = { cloud: "gcp", region: "us-east1", zones: ["us-east1-b"], slot: 3, kubernetes: "1.35", overrides: {} } as const;
    const clusters = { a: usw1, b: { ...east, zones: [...east.zones] } };
    assert.deepEqual(uses({ ...fleet, clusters }), [
      "gkeClusters us-east1 1",
      "gkeClusters us-west1 1",
      "inUseAddresses us-east1 1",
      "inUseAddresses us-west1 1",
      "n2Vcpus us-east1 96",
      "n2Vcpus us-west1 96",
      "networks all regions 2",
      "nodesPerCluster a 48",
      "nodesPerCluster b 48",
      "ssdTotalGb us-east1 4800",
      "ssdTotalGb us-west1 4800",
      "staticAddresses us-east1 1",
      "staticAddresses us-west1 1",
      "vcpusAllRegions all regions 192",
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
      "clouds.aws.quotas.onDemandVcpus: the fleet at its pools' maxima, each with its replacement beside it, needs 80 vCPUs of " +
        '"Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances" in us-west-2 (edge general 40, edge general replacement 40), and the quota is 5, ' +
        "AWS's default on 2026-11-23 (https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html); raise it with " +
        "`aws service-quotas request-service-quota-increase --service-code ec2 --quota-code L-1216C47A --desired-value 80 --region us-west-2`, " +
        "then write clouds.aws.quotas.onDemandVcpus: { us-west-2: 80 }, or lower the pools' max",
    ]);
  });

  it("is measured against the region's own quota where one is written, and else against the default", () => {
    const aws = { ...(fleet.clouds.aws ?? assert.fail()), quotas: { elasticIps: 20, spotVcpus: 64, onDemandVcpus: { "us-west-2": 80 } } };
    const clusters = { edge: usw2 };
    assert.deepEqual(problems({ ...fleet, clouds: { aws }, clusters }), []);
    const tight = { ...aws, quotas: { ...aws.quotas, onDemandVcpus: { "us-west-2": 79 } } };
    assert.match(problems({ ...fleet, clouds: { aws: tight }, clusters })[0] ?? "", /the quota is 79; raise it/);
  });

  it("is not judged by a default that the vendor does not publish", () => {
    const gcp = { ...(fleet.clouds.gcp ?? assert.fail()), quotas: { vcpusAllRegions: 100, ssdTotalGb: 5000 } };
    const { quotas } = planned({ ...fleet, clouds: { gcp }, clusters: { c: usw1 } });
    assert.deepEqual(
      quotas.filter(({ quota }) => quota === "n2Vcpus").map(({ demand, limit }) => [demand, limit]),
      [[96, undefined]],
    );
  });

  it("is told of a quota for a region where it has nothing, which is most likely misspelt", () => {
    const aws = { ...(fleet.clouds.aws ?? assert.fail()), quotas: { elasticIps: 20, spotVcpus: 64, onDemandVcpus: { "us-west-1": 400 } } };
    const found = problems({ ...fleet, clouds: { aws }, clusters: { edge: usw2 } });
    assert.ok(
      found.includes('clouds.aws.quotas.onDemandVcpus.us-west-1: "us-west-1" is no region of a cluster here; did you mean "us-west-2"?'),
    );
  });

  it("is none of the stacks of this repository, whose accounts have room for a second of everything: a pool's is in its demand", () => {
    const prod = planStack(loadStack(root, "prod"));
    assert.ok(prod.kind === "fleet");
    const ofPools = ["vCPUs", "GB", "nodes", "pools"];
    for (const { quota, demand, limit, unit } of prod.quotas)
      assert.ok(limit === undefined || (ofPools.includes(unit) ? 1 : 2) * demand <= limit, quota);
  });
});

describe("quotas that new accounts meet first", () => {
  it("on Google Cloud are the GB of boot disks: production's 39 nodes a region, and their replacements", () => {
    const found = refusals([["clouds", "gcp", "quotas", "ssdTotalGb"], remove]);
    assert.equal(found.length, 2);
    assert.match(
      found[0] ?? "",
      /^clouds\.gcp\.quotas\.ssdTotalGb: the fleet at its pools' maxima, each with its replacement beside it, needs 7800 GB of "SSD_TOTAL_GB" in us-central1 \(gcp-usc1 compute 1000, gcp-usc1 compute replacement 1000, .*and the quota is 500, Google Cloud's default/,
    );
    const asked = { "us-west1": 7800, "us-central1": 7800 };
    assert.deepEqual(refusals([["clouds", "gcp", "quotas", "ssdTotalGb"], asked]), []);
  });

  it("on Google Cloud are those of Hyperdisks for Arm nodes, shown without a verdict", () => {
    const general = { ...arm, min: 3, max: 20 };
    const { quotas } = plannedWith(
      [["nodePools", "arm"], general],
      [["clouds", "azure", "quotas", "dpsv6Vcpus"], 100],
      [["clouds", "azure", "quotas", "regionalVcpus"], 1000],
      [["clouds", "aws", "quotas", "onDemandVcpus"], 1000],
      [["clouds", "gcp", "quotas", "vcpusAllRegions"], 1000],
      [["nodePools", "compute", "max"], 1],
      [["nodePools", "memory", "max"], 1],
    );
    assert.deepEqual(
      quotas.filter(({ quota }) => quota === "hyperdiskBalancedGb").map(({ demand, limit, unit }) => [demand, limit, unit]),
      [
        [4000, undefined, "GB"],
        [4000, undefined, "GB"],
      ],
    );
  });

  it("on EKS are 30 node groups a cluster, two for each part of a pool while it is replaced", () => {
    const pools = (count: number) =>
      Array.from({ length: count }, (_, index) => [["nodePools", `p${index}`], { ...small, labels: { of: `${index}` } }] as const);
    assert.deepEqual(refusals(...pools(11)).filter(isGroups), []);
    const [first, ...others] = refusals(...pools(12)).filter(isGroups);
    assert.match(
      first ?? "",
      /needs 32 pools of "Managed node groups per cluster" in aws-use1 .*the quota is 30, AWS's default .*--quota-code L-6D54EA21 .*or ask for fewer pools$/,
    );
    assert.equal(others.length, 1);
    assert.deepEqual(refusals(...pools(12), [["clouds", "aws", "quotas", "nodeGroupsPerCluster"], 32]).filter(isGroups), []);
  });

  it("on EKS are 450 nodes a group, which Karpenter's nodes are not in", () => {
    const large = [["clusters", "aws-usw2", "overrides", "nodePools", "compute", "max"], 451] as const;
    assert.match(
      refusals(large).find((refusal) => refusal.includes("nodesPerNodeGroup")) ?? "",
      /^clouds\.aws\.quotas\.nodesPerNodeGroup: .* needs 451 nodes of "Nodes per managed node group" in aws-usw2 compute \(aws-usw2 compute 451\), and the quota is 450/,
    );
    const karpenter = [["clusters", "aws-usw2", "nodeAutoscaler"], "karpenter"] as const;
    assert.deepEqual(
      refusals(large, karpenter).filter((refusal) => refusal.includes("nodesPerNodeGroup")),
      [],
    );
  });

  it("on AKS and GKE are the nodes of a cluster", () => {
    const pools = Array.from(
      { length: 3 },
      (_, index) => [["nodePools", `p${index}`], { ...small, max: 1000, labels: { of: `${index}` } }] as const,
    );
    const found = refusals(...pools).filter((refusal) => refusal.includes("nodesPerCluster"));
    assert.deepEqual(
      found.map((refusal) => /^clouds\.(\w+)\..* needs (\d+) nodes of "([^"]*)" in ([\w-]+) /.exec(refusal)?.slice(1)),
      [
        ["azure", "6087", "Maximum nodes per cluster", "az-eus"],
        ["azure", "6087", "Maximum nodes per cluster", "az-wus2"],
        ["gcp", "6078", "Nodes per cluster", "gcp-usc1"],
        ["gcp", "6078", "Nodes per cluster", "gcp-usw1"],
      ],
    );
  });
});

const arm = {
  shape: { vcpu: 2, memoryGiB: 8, arch: "arm64" },
  spotPercent: 0,
  taints: [{ key: "of", value: "arm", effect: "NoSchedule" }],
};
const small = {
  shape: { vcpu: 2, memoryGiB: 8 },
  min: 0,
  max: 1,
  spotPercent: 0,
  taints: [{ key: "of", value: "small", effect: "NoSchedule" }],
};

function isGroups(refusal: string): boolean {
  return refusal.includes("nodeGroupsPerCluster");
}

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
