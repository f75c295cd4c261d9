import assert from "node:assert/strict";
import { eksAddressesPerNode, knownShapes, machineTypes, type Shape } from "../../catalogue/machines";
import { eksPodsPerNode } from "../../plan/nodes/podsPerNode";

describe("the machine catalogue", () => {
  it("S0.71 runs the general pool on AWS among others on m5", () => {
    assert.deepEqual(machineTypes("aws", { vcpu: 2, memoryGiB: 8, arch: "amd64" }), [
      "m7i.large",
      "m7a.large",
      "m6i.large",
      "m6a.large",
      "m5.large",
    ]);
  });

  it("S0.74 runs the compute pool on AWS among others on c5", () => {
    assert.ok(machineTypes("aws", { vcpu: 4, memoryGiB: 8, arch: "amd64" })?.includes("c5.xlarge"));
  });

  it("S0.76 runs the memory pool on AWS among others on r5", () => {
    assert.ok(machineTypes("aws", { vcpu: 4, memoryGiB: 32, arch: "amd64" })?.includes("r5.xlarge"));
  });

  it("has one machine type on Azure and one on Google Cloud for every shape, and several on AWS", () => {
    for (const shape of shapes) {
      assert.equal(machineTypes("azure", shape)?.length, 1);
      assert.equal(machineTypes("gcp", shape)?.length, 1);
      assert.ok((machineTypes("aws", shape)?.length ?? 0) >= 3);
    }
  });

  it("never mixes sizes in a pool: the autoscaler simulates it by its first type", () => {
    for (const shape of shapes) {
      const sizes = new Set(machineTypes("aws", shape)?.map((type) => type.split(".")[1]));
      assert.equal(sizes.size, 1);
    }
  });

  it("names sizes as their clouds do", () => {
    for (const shape of shapes) {
      assert.match(machineTypes("azure", shape)?.[0] ?? "", new RegExp(`^Standard_[DE]${shape.vcpu}p?l?d?s_v[56]$`));
      assert.match(machineTypes("gcp", shape)?.[0] ?? "", new RegExp(`^(n2|c4a)-(standard|highmem|highcpu|custom)-${shape.vcpu}`));
    }
    assert.deepEqual(machineTypes("gcp", { vcpu: 4, memoryGiB: 8, arch: "amd64" }), ["n2-custom-4-8192"]);
    assert.deepEqual(machineTypes("azure", { vcpu: 4, memoryGiB: 8, arch: "arm64" }), ["Standard_D4pls_v6"]);
  });

  it("knows the addresses of an EKS node", () => {
    assert.equal(eksAddressesPerNode({ vcpu: 2, memoryGiB: 8, arch: "amd64" }), 30);
    assert.equal(eksAddressesPerNode({ vcpu: 4, memoryGiB: 32, arch: "amd64" }), 60);
    assert.equal(eksPodsPerNode({ vcpu: 2, memoryGiB: 8, arch: "amd64" }), 29);
  });

  it("has no type for a shape that no cloud sells, and lists those it has", () => {
    assert.equal(machineTypes("aws", { vcpu: 3, memoryGiB: 8, arch: "amd64" }), undefined);
    assert.match(knownShapes(), /2 vCPU \/ 8 GiB amd64, .*8 vCPU \/ 64 GiB arm64$/);
  });
});

const shapes: Shape[] = [2, 4, 8].flatMap((vcpu) =>
  [2, 4, 8].flatMap((ratio) => (["amd64", "arm64"] as const).map((arch) => ({ vcpu, memoryGiB: ratio * vcpu, arch }))),
);
