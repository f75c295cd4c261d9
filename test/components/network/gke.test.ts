import assert from "node:assert/strict";
import { standardGke } from "../fixtures/gke";
import { assertWellFormed, ofType, only } from "../fixtures/recording";

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
    const nat = only(recording, "gcp:compute/routerNat:RouterNat");
    assert.equal(nat.inputs["sourceSubnetworkIpRangesToNat"], "ALL_SUBNETWORKS_ALL_IP_RANGES");
    // The API refuses dynamic ports together with endpoint-independent mapping.
    assert.deepEqual([nat.inputs["enableDynamicPortAllocation"], nat.inputs["enableEndpointIndependentMapping"]], [true, false]);
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
    assert.ok(options.dependsOn.includes(only(recording, "gcp:compute/routerNat:RouterNat").urn));
  });

  it("names every child after its component and uses the cluster's own provider", async () => {
    assertWellFormed(await standardGke(), "gcp-usw1-4-gcp", "gcp-usw1-4-kubernetes");
  });
});
