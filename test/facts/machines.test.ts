import assert from "node:assert/strict";
import { awsMachine, azureMachine, gcpMachine, type Machine } from "../../facts/machines";
import { machinesOf } from "../../catalogue/machines";

describe("machine types", () => {
  it("are worked out from the clouds' own naming", () => {
    assert.deepEqual(awsMachine("m7i.large"), { cpu: 2, memoryGiB: 8, arch: "amd64" });
    assert.deepEqual(awsMachine("r8g.2xlarge"), { cpu: 8, memoryGiB: 64, arch: "arm64" });
    assert.deepEqual(awsMachine("c7i-flex.xlarge"), { cpu: 4, memoryGiB: 8, arch: "amd64" });
    assert.deepEqual(awsMachine("t4g.medium"), { cpu: 2, memoryGiB: 4, arch: "arm64" });
    assert.deepEqual(azureMachine("Standard_D4pls_v6"), { cpu: 4, memoryGiB: 8, arch: "arm64" });
    assert.deepEqual(azureMachine("Standard_E4s_v5"), { cpu: 4, memoryGiB: 32, arch: "amd64" });
    assert.deepEqual(gcpMachine("n2-custom-4-8192"), { cpu: 4, memoryGiB: 8, arch: "amd64" });
    assert.deepEqual(gcpMachine("c4a-highcpu-8"), { cpu: 8, memoryGiB: 16, arch: "arm64" });
    assert.deepEqual(gcpMachine("n2-highcpu-8"), { cpu: 8, memoryGiB: 8, arch: "amd64" });
  });

  it("do not exist under any other name", () => {
    for (const type of ["m7i", "m7i.", "m7i.enormous", "x.large", "Standard_D4s", "n2-standard", ""])
      assert.deepEqual([awsMachine(type), azureMachine(type), gcpMachine(type)], [undefined, undefined, undefined], type);
  });

  it("are as large as the program's catalogue says", () => {
    const sizes: readonly (readonly ["aws" | "azure" | "gcp", (type: string) => Machine | undefined])[] = [
      ["aws", awsMachine],
      ["azure", azureMachine],
      ["gcp", gcpMachine],
    ];
    let compared = 0;
    for (const vcpu of [2, 4, 8, 16])
      for (const perCpu of [2, 4, 8])
        for (const arch of ["amd64", "arm64"] as const)
          for (const [cloud, machineOf] of sizes)
            for (const type of [machinesOf({ vcpu, memoryGiB: vcpu * perCpu, arch })?.[cloud] ?? []].flat()) {
              assert.deepEqual(machineOf(type), { cpu: vcpu, memoryGiB: vcpu * perCpu, arch }, type);
              compared += 1;
            }
    assert.ok(compared > 80, `${compared} types`);
  });
});
