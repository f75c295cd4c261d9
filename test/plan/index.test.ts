import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { FleetConfig } from "../../config";
import { loadStack } from "../../config/file/load";
import { ConfigError } from "../../config/file/problems";
import { Traffic } from "../../config/traffic";
import { planStack } from "../../plan";
import { fleet, fleets, fleetStack, settings, traffic, trafficStack, usw2 } from "./fleets";
import { isManaged } from "../../plan/cluster/isManaged";

const root = join(__dirname, "../..");

describe("a stack's plan", () => {
  it("does not depend on the order of keys in the files", () => {
    fc.assert(
      fc.property(fleets, (config) => {
        const written = { ...config, traffic: undefined };
        assert.equal(
          JSON.stringify(planStack(fleetStack(FleetConfig.parse(reversed(written))))),
          JSON.stringify(planStack(fleetStack(FleetConfig.parse(written)))),
        );
      }),
    );
    const answers = (section: unknown) => JSON.stringify(planStack(trafficStack(Traffic.parse(section), fleet)));
    assert.equal(answers(reversed(traffic)), answers(traffic));
  });

  it("has its clusters, zones and pools in order of their names", () => {
    const clusters = planStack(loadStack(root, "prod")).fleet.clusters.filter(isManaged);
    const sorted = (names: readonly string[]) => assert.deepEqual(names, [...names].sort());
    sorted(clusters.map(({ name }) => name));
    for (const cluster of clusters) {
      sorted(cluster.pools.map(({ key }) => key));
      sorted(cluster.cloud === "aws" ? cluster.network.zones.map(({ id }) => id) : cluster.zones);
    }
  });

  it("of one cluster does not change when another one comes or goes", () => {
    fc.assert(
      fc.property(fleets, (config) => {
        const before = planStack(fleetStack(config)).fleet.clusters;
        const [gone = ""] = Object.keys(config.clusters);
        const rest = Object.fromEntries(Object.entries(config.clusters).filter(([name]) => name !== gone));
        const after = planStack(fleetStack({ ...config, clusters: rest })).fleet.clusters;
        assert.deepEqual(
          after,
          before.filter(({ name }) => name !== gone),
        );
      }),
    );
  });

  it("S0.71 S0.72 S0.74 S0.75 S0.76 S0.77 of prod has the pools general, compute and memory on every cluster", () => {
    for (const cluster of planStack(loadStack(root, "prod")).fleet.clusters) {
      const pools = cluster.pools
        .filter(({ capacityType }) => capacityType === "on-demand")
        .map(({ key, bounds, initial, labels, taints }) => ({
          key,
          ...bounds,
          initial,
          type: labels["node-type"],
          workload: labels["workload"],
          taints,
        }));
      assert.deepEqual(pools, [
        {
          key: "compute",
          min: 0,
          max: 10,
          initial: 0,
          type: "compute-optimized",
          workload: "high-cpu",
          taints: [{ key: "workload", value: "high-cpu", effect: "NoSchedule" }],
        },
        { key: "general", min: 3, max: 20, initial: 5, type: "general", workload: "api-gateway", taints: [] },
        {
          key: "memory",
          min: 0,
          max: 5,
          initial: 0,
          type: "memory-optimized",
          workload: "high-memory",
          taints: [{ key: "workload", value: "high-memory", effect: "NoSchedule" }],
        },
      ]);
    }
  });

  it("S0.103 S0.107 S0.111 of prod has up to 30 % of nodes on spot on AWS, 25 % on Azure and 20 % on Google Cloud", () => {
    const most = { aws: 6, azure: 5, gcp: 4 };
    for (const { cloud, pools } of planStack(loadStack(root, "prod")).fleet.clusters.filter(isManaged))
      assert.deepEqual(
        pools.filter(({ capacityType }) => capacityType === "spot").map(({ key, bounds }) => [key, bounds.max]),
        [["general-spot", most[cloud]]],
      );
  });

  it("S0.87 S0.88 S0.89 of prod is in two regions of each cloud", () => {
    const regions = planStack(loadStack(root, "prod")).fleet.clusters.map(({ cloud, region }) => `${cloud} ${region}`);
    assert.deepEqual(regions.sort(), [
      "aws us-east-1",
      "aws us-west-2",
      "azure eastus",
      "azure westus2",
      "gcp us-central1",
      "gcp us-west1",
    ]);
  });

  it("of every stack file in the repository is good", () => {
    for (const stack of ["prod", "prod-traffic", "staging"]) assert.doesNotThrow(() => planStack(loadStack(root, stack)));
  });

  it("names the deployer among the administrators exactly once", () => {
    const again = { ...fleet.clouds.aws, admins: ["arn:aws:iam::111111111111:role/deployer", "arn:aws:iam::111111111111:role/admin"] };
    const aws = fleet.clouds.aws;
    assert.ok(aws !== undefined);
    const [cluster] = planStack(fleetStack({ ...fleet, clouds: { ...fleet.clouds, aws: { ...aws, admins: again.admins } } })).fleet
      .clusters;
    assert.deepEqual(cluster?.cloud === "aws" ? cluster.administrators : [], [
      "arn:aws:iam::111111111111:role/admin",
      "arn:aws:iam::111111111111:role/deployer",
    ]);
  });

  it("tags everything with fleet, environment and cluster", () => {
    const [cluster] = planStack(fleetStack(fleet)).fleet.clusters.filter(isManaged);
    assert.deepEqual(cluster?.tags, { cluster: "aws-usw2", environment: "test", fleet: "gateway", owner: "platform" });
  });
});

describe("a plan that cannot be", () => {
  it("is refused with everything that is wrong, each in its file", () => {
    const broken = {
      ...fleet,
      settings: { ...settings, tags: { cluster: "mine" } },
      clusters: {
        ...fleet.clusters,
        "far-away": { ...usw2, slot: 1023, kubernetes: "1.20" },
        [`c${"x".repeat(60)}`]: { ...usw2, slot: 5 },
      },
      nodePools: {
        general: { ...(fleet.nodePools["general"] ?? assert.fail()), shape: { vcpu: 3, memoryGiB: 9, arch: "amd64" as const } },
      },
    };
    const small = { ...broken, settings: { ...broken.settings, network: { supernet: "10.0.0.0/12", blockPrefix: 18 } } };
    const zone = { name: `${"a".repeat(60)}.`.repeat(3) + "example" };
    const error = refusal(() =>
      planStack(trafficStack({ ...traffic, zone, clusters: { ...traffic.clusters, [`c${"x".repeat(60)}`]: 1 } }, small)),
    );
    const places = new Set(error.problems.map(({ file, path }) => `${file} ${path}`));
    assert.deepEqual(
      [...places].sort(),
      [
        "Pulumi.test-traffic.yaml traffic.host",
        "Pulumi.test.yaml clusters.far-away.kubernetes",
        "Pulumi.test.yaml clusters.far-away.slot",
        `Pulumi.test.yaml clusters.c${"x".repeat(60)}`,
        "Pulumi.test.yaml nodePools.general.shape",
        "Pulumi.test.yaml settings.tags.cluster",
      ].sort(),
    );
    for (const { message } of error.problems) assert.match(message, /; /, "a problem ends with what to do");
  });

  it("says what is wrong with a pool once, not once per cluster", () => {
    const odd = { general: { ...(fleet.nodePools["general"] ?? assert.fail()), shape: { vcpu: 3, memoryGiB: 5, arch: "amd64" as const } } };
    const clusters = { a: usw2, b: { ...usw2, slot: 1 } };
    const error = refusal(() => planStack(fleetStack({ ...fleet, clusters, nodePools: odd })));
    assert.equal(error.problems.length, 1);
  });
});

function refusal(act: () => unknown): ConfigError {
  try {
    act();
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error));
    return error;
  }
  return assert.fail("nothing was refused");
}

/** The same value with the keys of every map in reverse. */
function reversed(value: unknown): unknown {
  const text = JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).reverse()) : part,
  );
  return JSON.parse(text);
}
