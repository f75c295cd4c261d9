import assert from "node:assert/strict";
import { gkePlan, recordGke, standardGke } from "../fixtures/gke";
import { assertWellFormed, ofType, only } from "../fixtures/recording";

const natType = "gcp:compute/routerNat:RouterNat";

describe("GkeNetwork", () => {
  it("S0.110 is a network of the cluster's own with one subnetwork, and ranges for pods and services", async () => {
    const recording = await standardGke();
    assert.equal(only(recording, "gcp:compute/network:Network").inputs["autoCreateSubnetworks"], false);
    const subnetwork = only(recording, "gcp:compute/subnetwork:Subnetwork");
    assert.equal(subnetwork.inputs["region"], "us-west1");
    assert.equal(subnetwork.inputs["ipCidrRange"], "10.1.0.0/20");
    assert.deepEqual(subnetwork.inputs["secondaryIpRanges"], [
      { rangeName: "pods", ipCidrRange: "100.65.0.0/18" },
      { rangeName: "services", ipCidrRange: "172.16.16.0/22" },
    ]);
  });

  it("lets private nodes out, to Google directly and elsewhere by NAT", async () => {
    const recording = await standardGke();
    assert.equal(only(recording, "gcp:compute/subnetwork:Subnetwork").inputs["privateIpGoogleAccess"], true);
    const nat = only(recording, natType);
    assert.equal(nat.inputs["sourceSubnetworkIpRangesToNat"], "ALL_SUBNETWORKS_ALL_IP_RANGES");
    // The API refuses dynamic ports together with endpoint-independent mapping.
    assert.deepEqual([nat.inputs["enableDynamicPortAllocation"], nat.inputs["enableEndpointIndependentMapping"]], [true, false]);
  });

  it("leaves by Google's own addresses, or by static ones that are protected and exported where the file asks for them", async () => {
    const automatic = await standardGke();
    assert.equal(only(automatic, natType).inputs["natIpAllocateOption"], "AUTO_ONLY");
    assert.equal(Object.hasOwn(only(automatic, natType).inputs, "natIps"), false);

    const fixed = await recordGke({ ...gkePlan, natAddresses: ["edge-nat-0", "edge-nat-1"] });
    const addresses = ofType(fixed, "gcp:compute/address:Address").filter(({ name }) => name.includes("-nat-"));
    assert.deepEqual(
      addresses.map(({ name, inputs, options }) => [name, inputs["name"], options.protect]),
      [
        ["gcp-usw1-4-network-nat-address-0", "edge-nat-0", true],
        ["gcp-usw1-4-network-nat-address-1", "edge-nat-1", true],
      ],
    );
    const { inputs, inputDependencies } = only(fixed, natType);
    assert.equal(inputs["natIpAllocateOption"], "MANUAL_ONLY");
    assert.deepEqual(
      inputDependencies["natIps"],
      addresses.map(({ urn }) => urn),
    );
  });

  it("writes down half of the connections once a minute, and has no IPv6 [CKV_GCP_26, 74, 76]", async () => {
    const { inputs } = only(await standardGke(), "gcp:compute/subnetwork:Subnetwork");
    assert.deepEqual(inputs["logConfig"], { aggregationInterval: "INTERVAL_1_MIN", flowSampling: 0.5, metadata: "INCLUDE_ALL_METADATA" });
    assert.equal(inputs["stackType"], "IPV4_ONLY");
  });

  it("opens no port: GKE opens those of its control plane and of each load-balanced Service", async () => {
    assert.deepEqual(ofType(await standardGke(), "gcp:compute/firewall:Firewall"), []);
  });

  it("stays until the cluster is gone, whose nodes go out by it", async () => {
    const recording = await standardGke();
    const { options } = only(recording, "gcp:container/cluster:Cluster");
    assert.ok(options.dependsOn.includes(only(recording, natType).urn));
  });

  it("names every child after its component and uses the cluster's own provider", async () => {
    assertWellFormed(await standardGke(), "gcp-usw1-4-gcp", "gcp-usw1-4-kubernetes");
  });
});
