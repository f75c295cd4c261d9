import assert from "node:assert/strict";
import { aksPlan, recordAks, standardAks } from "../fixtures/aks";
import { at, only, text } from "../fixtures/recording";

const publicAddress = "azure-native:network:PublicIPAddress";

describe("AksFrontDoor", () => {
  it("S0.106 answers at one static address of the load balancer, in all zones of the region", async () => {
    const recording = await standardAks();
    const { inputs } = only(recording, publicAddress, "az-wus2-2-front-door-address");
    assert.equal(inputs["publicIpAddressName"], "gateway-prod-az-wus2-2-gateway");
    assert.deepEqual(inputs["sku"], { name: "Standard", tier: "Regional" });
    assert.deepEqual(inputs["zones"], ["1", "2", "3"]);
    assert.deepEqual(recording.outputs["addresses"], { regional: "198.51.100.9" });
  });

  it("tells the Service the address by name and the group it is in", async () => {
    assert.deepEqual(at((await standardAks()).outputs["service"], "annotations"), {
      "service.beta.kubernetes.io/azure-pip-name": "gateway-prod-az-wus2-2-gateway",
      "service.beta.kubernetes.io/azure-load-balancer-resource-group": "gateway-prod-az-wus2-2",
    });
  });

  it("lets the control plane use the address for as long as the Service exists", async () => {
    const recording = await standardAks();
    const role = only(recording, "azure-native:authorization:RoleAssignment", "az-wus2-2-front-door-binding-role");
    assert.equal(role.inputs["scope"], "az-wus2-2-network-group-id");
    assert.equal(role.inputs["principalId"], "principal-1");
    assert.match(text(role.inputs["roleDefinitionId"]), /\/4d97b98b-1d4f-4787-a291-c67834d212e7$/);
    assert.deepEqual(at(recording.outputs["service"], "dependsOn"), [
      only(recording, publicAddress, "az-wus2-2-front-door-address").urn,
      role.urn,
    ]);
  });

  it("does not wait for the cluster: DNS knows the address first", async () => {
    const recording = await standardAks();
    const { options } = only(recording, publicAddress, "az-wus2-2-front-door-address");
    assert.equal(options.dependsOn.includes(only(recording, "azure-native:containerservice:ManagedCluster").urn), false);
  });

  it("protects its address, and that of the nodes' way out which others let in, as the plan says", async () => {
    for (const protect of [true, false]) {
      const recording = await recordAks({ ...aksPlan, protect });
      for (const name of ["az-wus2-2-front-door-address", "az-wus2-2-network-outbound"])
        assert.equal(only(recording, publicAddress, name).options.protect, protect, name);
    }
  });
});
