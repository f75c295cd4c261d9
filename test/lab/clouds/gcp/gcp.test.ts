import assert from "node:assert/strict";
import { text } from "../../../../facts/properties/select";
import type { Properties } from "../../../../facts/properties/values";
import { makeCluster, makeNetwork, pods } from "../gcpFixtures";
import { openTestLab, session, type Session, type TestLab } from "../harness";
import { putLoadBalancer } from "../loadBalancers";

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

  it("grants a role beside itself under another condition, and takes away that one alone", async () => {
    const grant = (title: string) =>
      gcp.create("gcp:projects/iAMMember:IAMMember", title, {
        project: "gateway-fleet-prod",
        role: "roles/x",
        member: "principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p.svc.id.goog/subject/ns/n/sa/a",
        condition: { title, expression: `resource.name.startsWith("projects/1/secrets/${title}-")` },
      });
    const [a, b] = [await grant("a"), await grant("b")];
    await assert.rejects(grant("a"), /already exists/);
    await gcp.remove(a);
    assert.deepEqual((await gcp.diff(b, { ...b.inputs, condition: { title: "c", expression: "true" } })).replaces.length > 0, true);
    await assert.rejects(
      gcp.check("gcp:projects/iAMMember:IAMMember", "c", { project: "p", role: "r", member: "user:a", condition: { title: "c" } }),
      /condition\.expression/,
    );
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
});
