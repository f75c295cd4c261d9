import assert from "node:assert/strict";
import { text } from "../../../../facts/properties/select";
import type { Properties } from "../../../../facts/properties/values";
import { clusterInputs, clusterType, makeCluster, makeNetwork, makePool } from "../gcpFixtures";
import { openTestLab, session, type Session, type TestLab } from "../harness";

describe("simulated GKE", () => {
  let lab: TestLab;
  let gcp: Session;

  beforeEach(async () => {
    lab = openTestLab();
    gcp = await session(lab.clouds.gcp, { project: "gateway-fleet-prod", region: "us-west1" });
  });
  afterEach(() => lab.delete());

  describe("clusters", () => {
    it("answer with an endpoint and a certificate, and serve the subnetwork's range", async () => {
      const { cluster } = await makeCluster(gcp);
      const [plane] = lab.controlPlanes.list();
      assert.equal(`https://${text(cluster.outputs, "endpoint")}`, plane?.endpoint);
      const { clusterCaCertificate } = cluster.outputs["masterAuth"] as { clusterCaCertificate: string };
      assert.equal(Buffer.from(clusterCaCertificate, "base64").toString(), plane?.caCertificate);
      assert.deepEqual(lab.controlPlanes.started, [{ id: "usw1-1", minor: "1.35", serviceCidr: "10.2.0.0/20" }]);
    });

    it("refuse ranges that the subnetwork does not have", async () => {
      const { network, subnetwork } = await makeNetwork(gcp);
      const ranges = (clusterSecondaryRangeName: string, servicesSecondaryRangeName: string) =>
        gcp.create(clusterType, "c", {
          ...clusterInputs(network, subnetwork),
          ipAllocationPolicy: { clusterSecondaryRangeName, servicesSecondaryRangeName },
        });
      await assert.rejects(ranges("pods", "gone"), /secondary range "gone" does not exist/);
      await assert.rejects(ranges("pods", "pods"), /cannot be the same/);
    });

    it("stay while their deletion protection is on, which is the default", async () => {
      const { cluster } = await makeCluster(gcp, { deletionProtection: null });
      await assert.rejects(gcp.remove(cluster), /deletionProtection is set to true/);
      await gcp.remove(await gcp.update(cluster, { ...cluster.inputs, deletionProtection: false }));
      assert.deepEqual(lab.controlPlanes.list(), []);
    });

    it("rise by one minor at a time, and ignore a lower one", async () => {
      const { cluster } = await makeCluster(gcp);
      await assert.rejects(gcp.update(cluster, { ...cluster.inputs, minMasterVersion: "1.37" }), /only one minor version above 1\.35/);
      const raised = await gcp.update(cluster, { ...cluster.inputs, minMasterVersion: "1.36" });
      assert.match(text(raised.outputs, "masterVersion"), /^1\.36\.1-gke\.\d{7}$/);
      const lowered = await gcp.update(raised, cluster.inputs);
      assert.match(text(lowered.outputs, "masterVersion"), /^1\.36\./);
      assert.deepEqual(
        lab.controlPlanes.started.map(({ id, minor }) => `${id} ${minor}`),
        ["usw1-1 1.35", "usw1-1 1.36"],
        "its API server is one of the new minor",
      );
    });

    it("bring along the kind that says which pools grow first", async () => {
      await makeCluster(gcp);
      assert.deepEqual(lab.controlPlanes.installed, ["usw1-1 computeclasses.cloud.google.com"]);
    });

    it("have a DNS name beside their address, and only that where addresses are off", async () => {
      const { cluster } = await makeCluster(gcp);
      const named = (from: typeof cluster) => text(from.outputs, "controlPlaneEndpointsConfig.dnsEndpointConfig.endpoint");
      assert.equal(named(cluster), text(cluster.outputs, "endpoint"));
      const controlPlaneEndpointsConfig = { dnsEndpointConfig: { allowExternalTraffic: true }, ipEndpointsConfig: { enabled: false } };
      const closed = await gcp.update(cluster, { ...cluster.inputs, controlPlaneEndpointsConfig });
      assert.deepEqual([text(closed.outputs, "endpoint"), named(closed)], ["", named(cluster)]);
    });

    it("take their pools with them, and are replaced delete-first", async () => {
      const { cluster } = await makeCluster(gcp);
      await makePool(gcp, cluster);
      assert.equal((await gcp.diff(cluster, { ...cluster.inputs, datapathProvider: "LEGACY_DATAPATH" })).deleteBeforeReplace, true);
      await gcp.remove(cluster);
      assert.equal(
        lab.clouds.madeBy("prod").some(({ type }) => type.startsWith("gcp:container/")),
        false,
      );
    });
  });

  describe("node pools", () => {
    it("count per zone at first, in total for bounds", async () => {
      const { cluster } = await makeCluster(gcp);
      const pool = await makePool(gcp, cluster);
      const nodes = lab.controlPlanes.nodes.get("usw1-1")?.get("general");
      assert.deepEqual([nodes?.size, nodes?.zones.length, nodes?.cpu, nodes?.memoryGiB], [6, 3, 2, 8]);
      assert.equal(pool.outputs["nodeCount"], 2);
      assert.equal(pool.id, `${cluster.id}/nodePools/general`);
      await assert.rejects(makePool(gcp, cluster, { name: "x", nodeCount: 1 }), /excludes initialNodeCount/);
      await assert.rejects(
        makePool(gcp, cluster, { name: "x", autoscaling: { maxNodeCount: 1, totalMaxNodeCount: 3 } }),
        /per zone or in total/,
      );
    });

    it("stay on their version until they are told another, which the control plane must have first", async () => {
      const { cluster } = await makeCluster(gcp);
      const pool = await makePool(gcp, cluster);
      assert.equal(pool.outputs["version"], cluster.outputs["masterVersion"]);
      await assert.rejects(gcp.update(pool, { ...pool.inputs, version: "1.36.1-gke.1" }), /must not have a greater minor version/);
      const raised = await gcp.update(cluster, { ...cluster.inputs, minMasterVersion: "1.36" });
      assert.match(text((await gcp.read(pool))?.outputs ?? {}, "version"), /^1\.35\./);
      const followed = await gcp.update(pool, { ...pool.inputs, version: text(raised.outputs, "masterVersion") });
      assert.match(text(followed.outputs, "version"), /^1\.36\./);
      assert.deepEqual((await gcp.diff(followed, pool.inputs)).changes, [], "a version that is no longer said stays");
    });

    it("refuse settings that contradict one another", async () => {
      const { cluster } = await makeCluster(gcp);
      const config = (kubeletConfig: Properties) => ({ nodeConfig: { machineType: "n2-standard-2", kubeletConfig } });
      const shutdown = { shutdownGracePeriodSeconds: 120, shutdownGracePeriodCriticalPodsSeconds: 15 };
      await makePool(gcp, cluster, { name: "fine", ...config(shutdown) });
      await assert.rejects(makePool(gcp, cluster, config({ ...shutdown, shutdownGracePeriodSeconds: 600 })), /600 is outside 0\.\.120/);
      await assert.rejects(makePool(gcp, cluster, config({ ...shutdown, shutdownGracePeriodSeconds: 10 })), /15 is a part of/);
      await assert.rejects(makePool(gcp, cluster, { upgradeSettings: { strategy: "BLUE_GREEN", maxSurge: 1 } }), /strategy SURGE only/);
      await assert.rejects(makePool(gcp, cluster, { upgradeSettings: { maxSurge: 0, maxUnavailable: 0 } }), /above 0/);
    });

    it("keep their live size in an update, and follow their bounds", async () => {
      const { cluster } = await makeCluster(gcp);
      const pool = await makePool(gcp, cluster);
      await lab.clouds.scale("usw1", "general", 15);
      const size = () => lab.controlPlanes.nodes.get("usw1-1")?.get("general")?.size;
      const raised = await gcp.update(pool, { ...pool.inputs, autoscaling: { totalMinNodeCount: 3, totalMaxNodeCount: 24 } });
      assert.equal(size(), 15);
      const found = await gcp.read(raised);
      assert.deepEqual([found?.inputs["initialNodeCount"], found?.outputs["nodeCount"]], [2, 5]);
      await gcp.update(raised, { ...raised.inputs, autoscaling: { totalMinNodeCount: 18, totalMaxNodeCount: 24 } });
      assert.equal(size(), 18);
    });

    it("follow their control plane by themselves or one minor behind, and are never ahead of it", async () => {
      const { cluster } = await makeCluster(gcp);
      const pool = await makePool(gcp, cluster, { version: "1.35", management: { autoUpgrade: true } });
      assert.match(text(pool.outputs, "version"), /^1\.35\.1-gke\./);
      await assert.rejects(gcp.update(pool, { ...pool.inputs, version: "1.36" }), /greater minor version than master version/);
      const raised = await gcp.update(cluster, { ...cluster.inputs, minMasterVersion: "1.36" });
      const followed = await gcp.update(pool, { ...pool.inputs, version: text(raised.outputs, "masterVersion") });
      assert.equal(followed.outputs["version"], raised.outputs["masterVersion"]);
      await gcp.update(raised, { ...raised.inputs, minMasterVersion: "1.37" });
      await assert.rejects(gcp.update(pool, { ...pool.inputs, version: "1.35.1-gke.1" }), /must be within one minor version of master/);
    });

    it("change machine, labels and taints in place, and are replaced for spot and the service account", async () => {
      const { cluster } = await makeCluster(gcp);
      const pool = await makePool(gcp, cluster);
      const config = pool.inputs["nodeConfig"] as Properties;
      const diff = (change: Properties) => gcp.diff(pool, { ...pool.inputs, nodeConfig: { ...config, ...change } });
      assert.deepEqual(
        (await diff({ machineType: "n2-standard-4", labels: { a: "b" }, taints: [{ key: "a", value: "b", effect: "NO_SCHEDULE" }] }))
          .replaces,
        [],
      );
      assert.deepEqual((await diff({ spot: true })).replaces, ["nodeConfig.spot"]);
      assert.deepEqual((await diff({ serviceAccount: "other@x" })).replaces, ["nodeConfig.serviceAccount"]);
      await gcp.update(pool, { ...pool.inputs, nodeConfig: { ...config, machineType: "n2-standard-4" } });
      assert.equal(lab.controlPlanes.nodes.get("usw1-1")?.get("general")?.cpu, 4);
      await assert.rejects(
        gcp.check("gcp:container/nodePool:NodePool", "p", { ...pool.inputs, nodeConfig: { machineType: "n99-huge" } }),
        /n99-huge does not exist/,
      );
    });
  });
});
