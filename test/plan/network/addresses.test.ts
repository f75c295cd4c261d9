import assert from "node:assert/strict";
import fc from "fast-check";
import { addressFindings, aksNetwork, eksNetwork, gkeNetwork } from "../../../plan/network/addresses";
import { contains, overlaps, parseBlock } from "../../../plan/network/cidr";
import type { ManagedPlan } from "../../../plan/model/fleet";
import { planStack } from "../../../plan";
import { fleets, fleetStack, settings, usw1, usw2, wus2 } from "../fleets";
import { isManaged } from "../../../plan/cluster/isManaged";

const { network } = settings;

describe("a cluster's addresses", () => {
  it("are its slot's block, in eighths on EKS, the last of them for the public side", () => {
    assert.deepEqual(eksNetwork(network, 1, ["use1-az4", "use1-az1"]), {
      vpcCidr: "10.0.64.0/18",
      serviceCidr: "172.16.4.0/22",
      zones: [
        { id: "use1-az1", privateCidr: "10.0.64.0/21", publicCidr: "10.0.120.0/24" },
        { id: "use1-az4", privateCidr: "10.0.88.0/21", publicCidr: "10.0.123.0/24" },
      ],
    });
  });

  it("leave pods to an overlay on AKS", () => {
    assert.deepEqual(aksNetwork(network, 2), {
      vnetCidr: "10.0.128.0/18",
      nodesCidr: "10.0.128.0/20",
      podCidr: "192.168.0.0/16",
      serviceCidr: "172.16.8.0/22",
      dnsServiceIp: "172.16.8.10",
    });
  });

  it("leave pods to the shared address space on GKE", () => {
    assert.deepEqual(gkeNetwork(network, 4), {
      nodesCidr: "10.1.0.0/20",
      podCidr: "100.65.0.0/18",
      serviceCidr: "172.16.16.0/22",
      maxPodsPerNode: 64,
    });
  });

  it("overlap with nobody else's in the fleet", () => {
    fc.assert(
      fc.property(fleets, (fleet) => {
        const ranges = planStack(fleetStack(fleet)).fleet.clusters.filter(isManaged).flatMap(routedRanges).map(parseBlock);
        ranges.forEach((range, index) => assert.ok(!ranges.slice(index + 1).some((other) => overlaps(range, other))));
      }),
    );
  });

  it("lie inside the supernet, subnets inside their network and apart from one another", () => {
    fc.assert(
      fc.property(fleets, (fleet) => {
        for (const cluster of planStack(fleetStack(fleet)).fleet.clusters.filter(isManaged)) {
          const [block, ...subnets] = [blockOf(cluster), ...subnetsOf(cluster)].map(parseBlock);
          assert.ok(block !== undefined && contains(parseBlock(network.supernet), block));
          assert.ok(subnets.every((subnet) => contains(block, subnet)));
          subnets.forEach((subnet, index) => assert.ok(!subnets.slice(index + 1).some((other) => overlaps(subnet, other))));
        }
      }),
    );
  });

  it("of a zone depend on its physical number alone, not on which other zones there are or on their order", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1023 }), fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }), (slot, numbers) => {
        const ids = numbers.map((number) => `usw2-az${number}`);
        const together = eksNetwork(network, slot, ids).zones;
        const alone = ids.flatMap((id) => eksNetwork(network, slot, [id]).zones);
        assert.deepEqual(new Set(together), new Set(alone));
      }),
    );
  });

  it("fit in every allowed block size, down to the smallest subnet AWS makes", () => {
    for (const blockPrefix of [16, 17, 18, 19, 20, 21, 22]) {
      const [zone] = eksNetwork({ ...network, blockPrefix }, 0, ["usw2-az7"]).zones;
      assert.ok(zone !== undefined && parseBlock(zone.publicCidr).prefix <= 28);
    }
  });
});

describe("addresses that cannot be", () => {
  it("are found for a slot outside the supernet", () => {
    const findings = addressFindings({ supernet: "10.0.0.0/16", blockPrefix: 18 }, { a: { ...usw2, slot: 3 }, b: { ...wus2, slot: 4 } });
    assert.deepEqual(findings, [
      {
        path: ["clusters", "b", "slot"],
        message:
          "4 is outside supernet 10.0.0.0/16, which holds 4 blocks of /18 (slots 0 to 3); choose a free slot, or widen settings.network.supernet",
      },
    ]);
  });

  it("are found for a GKE cluster beyond the last pod range, and for no other", () => {
    assert.deepEqual(addressFindings(network, { a: { ...usw1, slot: 255 }, b: { ...usw2, slot: 256 } }), []);
    const [finding] = addressFindings(network, { c: { ...usw1, slot: 256 } });
    assert.match(
      finding?.message ?? "",
      /^256 is above 255, the last slot for a GKE cluster: 100\.64\.0\.0\/10 holds 256 pod ranges of \/18/,
    );
  });

  it("are found for an AKS cluster whose services would be in Azure's own range", () => {
    assert.deepEqual(addressFindings(network, { a: { ...wus2, slot: 895 }, b: { ...usw2, slot: 896 } }), []);
    const [finding] = addressFindings(network, { c: { ...wus2, slot: 896 } });
    assert.match(finding?.message ?? "", /^896 is above 895, .*172\.30\.0\.0\/15, which AKS keeps for itself/);
  });

  it("are found for a supernet that overlaps what services or pods use", () => {
    const [finding] = addressFindings({ supernet: "172.16.0.0/12", blockPrefix: 18 }, { a: usw2 });
    assert.deepEqual(finding?.path, ["settings", "network", "supernet"]);
    assert.equal(addressFindings({ supernet: "192.168.0.0/16", blockPrefix: 18 }, { a: usw2 }).length, 0);
    assert.match(addressFindings({ supernet: "192.168.0.0/16", blockPrefix: 18 }, { b: wus2 })[0]?.message ?? "", /pods of AKS clusters/);
  });
});

/** What other clusters could have to route to; an overlay is nobody else's. */
function routedRanges(cluster: ManagedPlan): string[] {
  const { serviceCidr } = cluster.network;
  return [blockOf(cluster), serviceCidr, ...(cluster.cloud === "gcp" ? [cluster.network.podCidr] : [])];
}

function blockOf(cluster: ManagedPlan): string {
  switch (cluster.cloud) {
    case "aws":
      return cluster.network.vpcCidr;
    case "azure":
      return cluster.network.vnetCidr;
    case "gcp":
      return cluster.network.nodesCidr;
  }
}

function subnetsOf(cluster: ManagedPlan): string[] {
  if (cluster.cloud !== "aws") return [cluster.network.nodesCidr];
  return cluster.network.zones.flatMap(({ privateCidr, publicCidr }) => [privateCidr, publicCidr]);
}
