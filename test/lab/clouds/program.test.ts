import assert from "node:assert/strict";
import { join } from "node:path";
import { loadStack } from "../../../config/file/load";
import { planStack } from "../../../plan";
import { createRunner, type Runner } from "./apply";
import { openTestLab, type TestLab } from "./harness";
import { isManaged } from "../../../plan/cluster/isManaged";

describe("the program on simulated clouds", function () {
  this.timeout(120_000);
  let lab: TestLab;
  let runner: Runner;
  let addresses: Record<string, Record<string, string>>;

  before(async () => {
    lab = openTestLab();
    runner = createRunner(lab.clouds, root);
    await runner.run("prod");
    addresses = {};
    for (const { cluster, zone, address } of lab.clouds.addresses()) addresses[cluster] = { ...addresses[cluster], [zone]: address };
    await runner.run("prod-traffic", addresses);
  });
  after(() => lab.delete());

  it("is accepted: every type has a model, and every resource of prod and prod-traffic exists in its cloud", () => {
    const made = [...lab.clouds.madeBy("prod"), ...lab.clouds.madeBy("prod-traffic")];
    assert.equal(made.length, runner.resources.length);
    assert.deepEqual(
      lab.clouds.inventory().map(({ cloud, types }) => [cloud, types.length > 5]),
      [
        ["aws", true],
        ["azure-native", true],
        ["gcp", true],
      ],
    );
  });

  it("gets a control plane per cluster, with the planned service range", () => {
    const { fleet } = fleetPlan("prod");
    assert.deepEqual(
      lab.controlPlanes
        .list()
        .map(({ id }) => id)
        .sort(),
      fleet.clusters.map(({ name }) => `${name}-1`).sort(),
    );
    assert.deepEqual(
      new Map(lab.controlPlanes.started.map(({ id, serviceCidr }) => [id, serviceCidr])),
      new Map(
        lab.controlPlanes.started.map(({ id }) => [
          id,
          fleet.clusters.filter(isManaged).find(({ name }) => `${name}-1` === id)?.network.serviceCidr,
        ]),
      ),
    );
  });

  it("gets nodes of the planned size, shape, labels and taints in the planned zones", () => {
    const { fleet } = fleetPlan("prod");
    for (const cluster of fleet.clusters) {
      const groups = [...(lab.controlPlanes.nodes.get(`${cluster.name}-1`)?.values() ?? [])];
      for (const pool of cluster.pools) {
        const group = groups.find(
          ({ labels }) => labels["gateway-fleet/pool"] === pool.pool && labels["gateway-fleet/capacity"] === pool.capacityType,
        );
        assert.ok(group, `${cluster.name}/${pool.key}`);
        assert.ok(group.size >= pool.bounds.min && group.size <= pool.bounds.max, `${cluster.name}/${pool.key} has ${group.size} nodes`);
        assert.ok(cluster.cloud === "gcp" ? group.size >= Math.min(pool.initial, pool.bounds.max) : group.size === pool.initial);
        assert.equal(group.arch, pool.shape.arch);
        assert.deepEqual(
          pool.taints.filter((taint) => !group.taints.some(({ key, effect }) => key === taint.key && effect === taint.effect)),
          [],
        );
        assert.equal(group.zones.length, 3);
        assert.equal(group.region, cluster.region);
      }
    }
    assert.deepEqual(lab.controlPlanes.nodes.get("aws-usw2-1")?.values().next().value?.zones, ["us-west-2a", "us-west-2b", "us-west-2c"]);
  });

  it("gets the machines that the shapes ask for", () => {
    for (const [id, groups] of lab.controlPlanes.nodes) {
      const general = [...groups.values()].filter(({ labels }) => labels["gateway-fleet/pool"] === "general");
      assert.deepEqual(
        general.map(({ cpu, memoryGiB }) => [cpu, memoryGiB]),
        general.map(() => [2, 8]),
        id,
      );
    }
  });

  it("gets addresses that nothing shares, one per zone on AWS and one per cluster elsewhere", () => {
    assert.deepEqual(Object.fromEntries(Object.entries(addresses).map(([cluster, leaves]) => [cluster, Object.keys(leaves).sort()])), {
      "aws-use1": ["use1-az1", "use1-az2", "use1-az4"],
      "aws-usw2": ["usw2-az1", "usw2-az2", "usw2-az3"],
      "az-eus": ["regional"],
      "az-wus2": ["regional"],
      "gcp-usc1": ["regional"],
      "gcp-usw1": ["regional"],
    });
    const all = Object.values(addresses).flatMap((leaves) => Object.values(leaves));
    assert.equal(new Set(all).size, 10);
    for (const address of all) assert.match(address, /^127\.99\.\d+\.\d+$/);
  });

  it("shows the DNS server every record, address and health check of the traffic plan", () => {
    const { traffic } = trafficPlan("prod-traffic");
    const { zones, records, healthChecks } = lab.clouds.dns();
    assert.deepEqual(
      zones.map(({ name, nameServers }) => [name, nameServers.length]),
      [["gslb.example.com", 4]],
    );
    assert.equal(records.length, traffic.dns.records.length);
    const top = records.filter(({ name }) => name === traffic.host);
    assert.deepEqual(top.map(({ weight, alias }) => [weight, alias?.evaluateTargetHealth]).sort(), [
      [10, true],
      [20, true],
      [70, true],
    ]);
    const { intervalSeconds, failuresToLeave } = traffic.probing;
    for (const { name, protocol, port, path, host } of traffic.healthChecks) {
      const check = healthChecks.find((found) => found.name === name);
      assert.deepEqual([check?.protocol, check?.port, check?.path, check?.host], [protocol, port, path, host]);
      assert.deepEqual([check?.intervalSeconds, check?.failureThreshold], [intervalSeconds, failuresToLeave]);
      assert.ok(records.some(({ healthCheckId, values }) => healthCheckId === check?.id && values?.[0] === check?.ip));
    }
  });

  it("has nothing to change when it runs again", async () => {
    assert.deepEqual([...(await runner.run("prod")), ...(await runner.run("prod-traffic", addresses))], []);
  });

  it("has nothing to record when it is refreshed, in this process or in another", async () => {
    assert.deepEqual(await runner.refresh(), []);
    const again = lab.reopen();
    assert.deepEqual(again.inventory(), lab.clouds.inventory());
    assert.deepEqual(again.madeBy("prod"), lab.clouds.madeBy("prod"));
  });

  it("comes down in the order of its dependencies once EKS lets it, and leaves nothing but what a cloud keeps", async () => {
    await lab.clouds.liftDeletionProtection("prod");
    await runner.destroy();
    assert.deepEqual(
      lab.clouds.inventory().flatMap(({ types }) => types),
      [],
    );
    assert.deepEqual(lab.controlPlanes.list(), []);
    assert.deepEqual(
      lab.clouds.leftovers().map(({ cloud, type }) => [cloud, type]),
      [
        ["aws", "aws:kms/key:Key"],
        ["aws", "aws:kms/key:Key"],
        ["gcp", "gcp:serviceaccount/account:Account"],
        ["gcp", "gcp:serviceaccount/account:Account"],
      ],
    );
  });

  it("is accepted in fewer zones too; taken down and made again, it gets control planes and addresses that were never used before", async () => {
    const staging = openTestLab();
    try {
      const small = createRunner(staging.clouds, root);
      await small.run("staging");
      const before = staging.clouds.addresses().map(({ address }) => address);
      assert.equal(before.length, 4);
      await small.destroy();
      await small.run("staging");
      assert.deepEqual(
        staging.controlPlanes.list().map(({ id }) => id.slice(-2)),
        ["-2", "-2", "-2"],
      );
      assert.deepEqual(
        staging.clouds.addresses().filter(({ address }) => before.includes(address)),
        [],
      );
    } finally {
      staging.delete();
    }
  });
});

const root = join(__dirname, "../../..");

function fleetPlan(stack: string) {
  const plan = planStack(loadStack(root, stack));
  if (plan.kind !== "fleet") throw new TypeError(`${stack} is no fleet stack`);
  return plan;
}

function trafficPlan(stack: string) {
  const plan = planStack(loadStack(root, stack));
  if (plan.kind !== "traffic") throw new TypeError(`${stack} is no traffic stack`);
  return plan;
}
