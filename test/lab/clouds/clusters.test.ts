import assert from "node:assert/strict";
import { text } from "../../../facts/properties/select";
import { writeFaults, type Faults } from "../../../lab/faults";
import type { Properties } from "../../../facts/properties/values";
import { openTestLab, session, type Session, type TestLab } from "./harness";

describe("a simulated cloud", () => {
  let lab: TestLab;
  let aws: Session;

  beforeEach(async () => {
    lab = openTestLab();
    aws = await session(lab.clouds.aws, awsConfig);
  });
  afterEach(() => lab.delete());

  const faults = (change: Partial<Faults>) => writeFaults(lab.home, { broken: [], spared: [], injected: [], ...change });

  describe("with clusters", () => {
    it("goes on with the control plane that an interrupted create has started", async () => {
      const inputs = await clusterInputs(aws);
      lab.controlPlanes.interruptNextStart();
      await assert.rejects(aws.create("aws:eks/cluster:Cluster", "c", inputs), /killed/);
      await aws.create("aws:eks/cluster:Cluster", "c", inputs);
      assert.deepEqual(
        lab.controlPlanes.list().map(({ id }) => id),
        ["usw2-1"],
      );
    });

    it("keeps nothing of a pool whose nodes could not be made, so that the next create can", async () => {
      const gcp = await session(lab.clouds.gcp, { project: "project", region: "us-west1" });
      const network = await gcp.create("gcp:compute/network:Network", "n", { name: "n", autoCreateSubnetworks: false });
      const inputs = { name: "usw1", network: network.id, initialNodeCount: 1, location: "us-west1", deletionProtection: false };
      const cluster = await gcp.create("gcp:container/cluster:Cluster", "c", inputs);
      await lab.controlPlanes.remove("usw1-1");
      await assert.rejects(
        gcp.create("gcp:container/nodePool:NodePool", "p", { cluster: cluster.id, name: "general" }),
        /no control plane usw1-1/,
      );
      assert.deepEqual(
        lab.clouds.madeBy("prod").map(({ type }) => type),
        ["gcp:compute/network:Network", "gcp:container/cluster:Cluster"],
      );
    });

    it("changes a pool while the cluster's API server is down, and lets the nodes follow once it is back", async () => {
      const gcp = await session(lab.clouds.gcp, { project: "project", region: "us-west1" });
      const network = await gcp.create("gcp:compute/network:Network", "n", { name: "n", autoCreateSubnetworks: false });
      const cluster = await gcp.create("gcp:container/cluster:Cluster", "c", {
        name: "usw1",
        network: network.id,
        initialNodeCount: 1,
        location: "us-west1",
      });
      const inputs = { cluster: cluster.id, name: "general", nodeCount: 1, nodeConfig: { machineType: "n2-standard-2" } };
      const pool = await gcp.create("gcp:container/nodePool:NodePool", "p", inputs);
      const size = () => lab.controlPlanes.nodes.get("usw1-1")?.get("general")?.size;
      assert.equal(size(), 3);

      faults({ broken: ["cluster/usw1"] });
      await gcp.update(pool, { ...pool.inputs, nodeCount: 2 });
      assert.equal(size(), 3);
      faults({});
      await session(lab.reopen().gcp, { project: "project", region: "us-west1" });
      assert.equal(size(), 6);
    });

    it("scales a pool that exists, within its bounds, by its key or its physical name", async () => {
      const gcp = await session(lab.clouds.gcp, { project: "project", region: "us-west1" });
      const network = await gcp.create("gcp:compute/network:Network", "n", { name: "n", autoCreateSubnetworks: false });
      const cluster = await gcp.create("gcp:container/cluster:Cluster", "c", {
        name: "usw1",
        network: network.id,
        initialNodeCount: 1,
        location: "us-west1",
      });
      const config = (capacity: string) => ({
        spot: capacity === "spot",
        labels: { "gateway-fleet/pool": "general", "gateway-fleet/capacity": capacity },
      });
      for (const [name, capacity] of [
        ["one", "on-demand"],
        ["two", "spot"],
      ] as const) {
        const autoscaling = { totalMinNodeCount: 1, totalMaxNodeCount: 9 };
        await gcp.create("gcp:container/nodePool:NodePool", name, {
          cluster: cluster.id,
          name,
          initialNodeCount: 1,
          autoscaling,
          nodeConfig: config(capacity),
        });
      }
      await lab.clouds.scale("usw1", "general", 7);
      await lab.clouds.scale("usw1", "two", 2);
      assert.deepEqual(
        lab.clouds.pools().map(({ cluster: of, key, size, max }) => [of, key, size, max]),
        [
          ["usw1", "general", 7, 9],
          ["usw1", "general-spot", 2, 9],
        ],
      );
      await assert.rejects(lab.clouds.scale("usw1", "general", 10), /usw1\/general: 10 nodes lie outside the pool's bounds 1 to 9/);
      await assert.rejects(lab.clouds.scale("usw1", "memory", 1), /no pool memory; its pools are: general, general-spot/);
      await assert.rejects(lab.clouds.scale("gone", "general", 1), /no cluster gone with pools; clusters are: usw1/);
    });
  });
});

const awsConfig = { region: "us-west-2", allowedAccountIds: JSON.stringify(["111111111111"]) };

function makeVpc(aws: Session, name = "vpc") {
  return aws.create("aws:ec2/vpc:Vpc", name, { cidrBlock: "10.0.0.0/18" });
}

async function clusterInputs(aws: Session): Promise<Properties> {
  const vpc = await makeVpc(aws);
  const role = await aws.create("aws:iam/role:Role", "r", { assumeRolePolicy: "{}" });
  const [one, two] = [
    await aws.create("aws:ec2/subnet:Subnet", "s1", { vpcId: vpc.id, cidrBlock: "10.0.0.0/20", availabilityZoneId: "usw2-az1" }),
    await aws.create("aws:ec2/subnet:Subnet", "s2", { vpcId: vpc.id, cidrBlock: "10.0.16.0/20", availabilityZoneId: "usw2-az2" }),
  ];
  return { name: "usw2", roleArn: text(role.outputs, "arn"), vpcConfig: { subnetIds: [one.id, two.id] } };
}
