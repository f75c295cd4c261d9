import assert from "node:assert/strict";
import { eksAddressesPerNode, knownShapes, machinesOf, type Shape } from "../../catalogue/machines";
import { eksPodsPerNode } from "../../plan/nodes/podsPerNode";

describe("the machine catalogue", () => {
  it("S0.71 runs the general pool on AWS among others on m5", () => {
    assert.deepEqual(machinesOf({ vcpu: 2, memoryGiB: 8, arch: "amd64" })?.aws, [
      "m7i.large",
      "m7a.large",
      "m6i.large",
      "m6a.large",
      "m5.large",
    ]);
  });

  it("S0.74 runs the compute pool on AWS among others on c5", () => {
    assert.ok(machinesOf({ vcpu: 4, memoryGiB: 8, arch: "amd64" })?.aws?.includes("c5.xlarge"));
  });

  it("S0.76 runs the memory pool on AWS among others on r5", () => {
    assert.ok(machinesOf({ vcpu: 4, memoryGiB: 32, arch: "amd64" })?.aws?.includes("r5.xlarge"));
  });

  it("has a machine type on Azure and one on Google Cloud for every shape, and several on AWS", () => {
    for (const shape of shapes) {
      const machines = machinesOf(shape);
      assert.ok(machines !== undefined && machines.azure !== "" && machines.gcp !== "" && machines.aws.length >= 3);
    }
  });

  it("never mixes sizes in a pool: the autoscaler simulates it by its first type", () => {
    for (const shape of shapes) {
      const sizes = new Set(machinesOf(shape)?.aws.map((type) => type.split(".")[1]));
      assert.equal(sizes.size, 1);
    }
  });

  it("names sizes as their clouds do", () => {
    for (const shape of shapes) {
      assert.match(machinesOf(shape)?.azure ?? "", new RegExp(`^Standard_[DE]${shape.vcpu}p?l?d?s_v[56]$`));
      assert.match(machinesOf(shape)?.gcp ?? "", new RegExp(`^(n2|c4a)-(standard|highmem|highcpu|custom)-${shape.vcpu}`));
    }
    assert.deepEqual(machinesOf({ vcpu: 4, memoryGiB: 8, arch: "amd64" })?.gcp, "n2-custom-4-8192");
    assert.deepEqual(machinesOf({ vcpu: 4, memoryGiB: 8, arch: "arm64" })?.azure, "Standard_D4pls_v6");
  });

  it("knows the addresses of an EKS node", () => {
    assert.equal(eksAddressesPerNode({ vcpu: 2, memoryGiB: 8, arch: "amd64" }), 30);
    assert.equal(eksAddressesPerNode({ vcpu: 4, memoryGiB: 32, arch: "amd64" }), 60);
    assert.equal(eksPodsPerNode({ vcpu: 2, memoryGiB: 8, arch: "amd64" }), 29);
  });

  it("has no type for a shape that no cloud sells, and lists those it has", () => {
    assert.equal(machinesOf({ vcpu: 3, memoryGiB: 8, arch: "amd64" })?.aws, undefined);
    assert.match(knownShapes(), /2 vCPU \/ 8 GiB amd64, .*8 vCPU \/ 64 GiB arm64$/);
  });
});

const shapes: Shape[] = [2, 4, 8].flatMap((vcpu) =>
  [2, 4, 8].flatMap((ratio) => (["amd64", "arm64"] as const).map((arch) => ({ vcpu, memoryGiB: ratio * vcpu, arch }))),
);
