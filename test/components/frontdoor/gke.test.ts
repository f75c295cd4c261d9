import assert from "node:assert/strict";
import { gkePlan, recordGke, standardGke } from "../fixtures/gke";
import { at, only } from "../fixtures/recording";

const computeAddress = "gcp:compute/address:Address";

describe("GkeFrontDoor", () => {
  it("S0.110 answers at one regional address of the load balancer, in the load balancer's network tier", async () => {
    const recording = await standardGke();
    const { inputs } = only(recording, computeAddress);
    assert.equal(inputs["name"], "gateway-prod-gcp-usw1-4-gateway");
    assert.equal(inputs["region"], "us-west1");
    assert.deepEqual([inputs["addressType"], inputs["networkTier"]], ["EXTERNAL", "PREMIUM"]);
    assert.deepEqual(recording.outputs["addresses"], { regional: "198.51.100.20" });
  });

  it("tells the Service the address by name, and which load balancer to be", async () => {
    const { service } = (await standardGke()).outputs;
    assert.deepEqual(at(service, "annotations"), { "networking.gke.io/load-balancer-ip-addresses": "gateway-prod-gcp-usw1-4-gateway" });
    assert.equal(at(service, "loadBalancerClass"), "networking.gke.io/l4-regional-external");
  });

  it("waits for nothing: DNS knows the address first", async () => {
    assert.deepEqual(only(await standardGke(), computeAddress).options.dependsOn, []);
  });

  it("is protected as the plan says", async () => {
    assert.equal(only(await standardGke(), computeAddress).options.protect, true);
    assert.equal(only(await recordGke({ ...gkePlan, protect: false }), computeAddress).options.protect, false);
  });
});
