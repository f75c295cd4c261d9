import assert from "node:assert/strict";
import type { Properties } from "../../../lab/provider/backend";
import { text } from "../../../lab/cloud/values";
import { putLoadBalancer } from "./loadBalancers";
import { openTestLab, session, type Managed, type Session, type TestLab } from "./harness";

describe("simulated Google Cloud", () => {
  let lab: TestLab;
  let gcp: Session;

  beforeEach(async () => {
    lab = openTestLab();
    gcp = await session(lab.clouds.gcp, { project: "gateway-fleet-prod", region: "us-west1" });
  });
  afterEach(() => lab.delete());

  it("calls a resource by project, place and name, and refuses a name that is taken", async () => {
    const { network, subnetwork } = await makeNetwork(gcp);
    assert.equal(network.id, "projects/gateway-fleet-prod/global/networks/usw1");
    assert.equal(subnetwork.id, "projects/gateway-fleet-prod/regions/us-west1/subnetworks/usw1");
    await assert.rejects(gcp.create("gcp:compute/network:Network", "n", { name: "usw1" }), /Error 409.*alreadyExists/);
    await assert.rejects(gcp.check("gcp:compute/network:Network", "n", { name: "Usw1" }), /does not match/);
  });

  it("replaces delete-first under an explicit name and create-first under its own", async () => {
    const { network } = await makeNetwork(gcp);
    const diff = await gcp.diff(network, { ...network.inputs, description: "new" });
    assert.deepEqual([diff.replaces, diff.deleteBeforeReplace], [["description"], true]);
    const anonymous = await gcp.create("gcp:compute/network:Network", "Auto", { autoCreateSubnetworks: false });
    assert.match(text(anonymous.inputs, "name"), /^auto-[0-9a-f]{7}$/);
    assert.equal((await gcp.diff(anonymous, { autoCreateSubnetworks: false, description: "new" })).deleteBeforeReplace, false);
  });

  it("takes a network by its id, its link or its name, and keeps it while anything is in it", async () => {
    const { network, subnetwork, router } = await makeNetwork(gcp);
    for (const named of [network.id, text(network.outputs, "selfLink"), "usw1"])
      await gcp.create("gcp:compute/firewall:Firewall", `f${named.length}`, { network: named, allows: [{ protocol: "tcp" }] });
    await assert.rejects(gcp.create("gcp:compute/router:Router", "r", { network: "gone" }), /network needs a gcp:compute\/network:Network/);
    await assert.rejects(gcp.remove(network), /resourceInUseByAnotherResource/);
    await assert.rejects(gcp.remove(network), /subnetwork/);
    await gcp.remove(subnetwork);
    await gcp.remove(router);
    await assert.rejects(gcp.remove(network), /firewall/);
  });

  it("refuses overlapping ranges anywhere in a network, and grows a range in place", async () => {
    const { network, subnetwork } = await makeNetwork(gcp);
    const create = (ipCidrRange: string) =>
      gcp.create("gcp:compute/subnetwork:Subnetwork", "s", { name: "other", network: network.id, ipCidrRange });
    await assert.rejects(create("10.1.16.0/20"), /conflicts with existing subnetwork.*10\.1\.0\.0\/16/);
    assert.deepEqual((await gcp.diff(subnetwork, { ...subnetwork.inputs, ipCidrRange: "10.0.0.0/19" })).replaces, []);
    assert.deepEqual((await gcp.diff(subnetwork, { ...subnetwork.inputs, ipCidrRange: "10.0.0.0/21" })).replaces, ["ipCidrRange"]);
  });

  it("keeps a secondary range that a cluster uses", async () => {
    const { subnetwork } = await makeCluster(gcp);
    await assert.rejects(gcp.update(subnetwork, { ...subnetwork.inputs, secondaryIpRanges: [pods] }), /already being used/);
    await assert.rejects(gcp.remove(subnetwork), /already being used by .*clusters\/usw1/);
  });

  it("has one NAT of all subnetworks per network and region", async () => {
    const { router } = await makeNetwork(gcp);
    const nat = (name: string, more: Properties = {}) =>
      gcp.create("gcp:compute/routerNat:RouterNat", name, {
        name,
        router: router.inputs["name"] ?? "",
        natIpAllocateOption: "AUTO_ONLY",
        sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
        ...more,
      });
    await nat("a");
    await assert.rejects(nat("b"), /Can not create new Nats/);
    await assert.rejects(nat("c", { enableDynamicPortAllocation: true, minPortsPerVm: 65 }), /65 must be a power of 2/);
    await assert.rejects(nat("d", { enableDynamicPortAllocation: true, minPortsPerVm: 64, maxPortsPerVm: 64 }), /64 must be above/);
  });

  it("grants a role to a service account that exists", async () => {
    const account = await gcp.create("gcp:serviceaccount/account:Account", "a", { accountId: "usw1-nodes" });
    const grant = (member: string) =>
      gcp.create("gcp:projects/iAMMember:IAMMember", member, { project: "gateway-fleet-prod", role: "roles/x", member });
    await assert.rejects(grant("serviceAccount:gone@gateway-fleet-prod.iam.gserviceaccount.com"), /does not exist/);
    const made = await grant(text(account.outputs, "member"));
    assert.equal((await gcp.diff(made, { ...made.inputs, role: "roles/y" })).deleteBeforeReplace, true);
    await assert.rejects(gcp.check("gcp:serviceaccount/account:Account", "b", { accountId: "short" }), /at least 6/);
  });

  it("gives an account made again under an old name another identity, and lists the deleted one as kept", async () => {
    const account = await gcp.create("gcp:serviceaccount/account:Account", "a", { accountId: "usw1-nodes" });
    await gcp.remove(account);
    assert.deepEqual(
      lab.clouds.leftovers().map(({ id, reason }) => [id, reason]),
      [[account.id, "a deleted service account can be restored for 30 days"]],
    );
    const again = await gcp.create("gcp:serviceaccount/account:Account", "a", { accountId: "usw1-nodes" });
    assert.notEqual(again.outputs["uniqueId"], account.outputs["uniqueId"]);
  });

  it("keeps an address while a load balancer answers at it, and a network while its forwarding rule stands", async () => {
    const { network, subnetwork, router, cluster } = await makeCluster(gcp);
    const address = await gcp.create("gcp:compute/address:Address", "ip", { name: "usw1", region: "us-west1" });
    const remove = putLoadBalancer(lab, { cluster: "usw1", addresses: [text(address.outputs, "address")] });
    for (const resource of [cluster, subnetwork, router]) await gcp.remove(resource);
    await assert.rejects(gcp.remove(address), /load balancer .* of cluster usw1/);
    await assert.rejects(gcp.remove(network), /load balancer .* of cluster usw1/);
    remove();
    await gcp.remove(address);
    await gcp.remove(network);
  });

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
      assert.match(String((await gcp.update(raised, cluster.inputs)).outputs["masterVersion"]), /^1\.36\./);
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

const pods = { rangeName: "pods", ipCidrRange: "10.1.0.0/16" };
const services = { rangeName: "services", ipCidrRange: "10.2.0.0/20" };
const clusterType = "gcp:container/cluster:Cluster";

async function makeNetwork(gcp: Session) {
  const network = await gcp.create("gcp:compute/network:Network", "network", { name: "usw1", autoCreateSubnetworks: false });
  const subnetwork = await gcp.create("gcp:compute/subnetwork:Subnetwork", "subnetwork", {
    name: "usw1",
    network: network.id,
    ipCidrRange: "10.0.0.0/20",
    secondaryIpRanges: [pods, services],
  });
  const router = await gcp.create("gcp:compute/router:Router", "router", { name: "usw1", network: network.id });
  return { network, subnetwork, router };
}

function clusterInputs(network: Managed, subnetwork: Managed): Properties {
  return {
    name: "usw1",
    location: "us-west1",
    nodeLocations: ["us-west1-a", "us-west1-b", "us-west1-c"],
    initialNodeCount: 1,
    removeDefaultNodePool: true,
    minMasterVersion: "1.35",
    network: network.id,
    subnetwork: subnetwork.id,
    ipAllocationPolicy: { clusterSecondaryRangeName: "pods", servicesSecondaryRangeName: "services" },
    deletionProtection: false,
  };
}

async function makeCluster(gcp: Session, more: Properties = {}) {
  const made = await makeNetwork(gcp);
  return { ...made, cluster: await gcp.create(clusterType, "c", { ...clusterInputs(made.network, made.subnetwork), ...more }) };
}

function makePool(gcp: Session, cluster: Managed, more: Properties = {}): Promise<Managed> {
  return gcp.create("gcp:container/nodePool:NodePool", "pool", {
    name: "general",
    cluster: cluster.id,
    initialNodeCount: 2,
    autoscaling: { totalMinNodeCount: 3, totalMaxNodeCount: 20 },
    nodeConfig: { machineType: "n2-standard-2", labels: { "gateway-fleet/pool": "general" } },
    ...more,
  });
}
