import assert from "node:assert/strict";
import { aksHost } from "../../../plan/nodes/aks";
import { machinesOf } from "../../../catalogue/machines";

describe("the nodes of an AKS pool", () => {
  it("CKV_AZURE_226 boot from their own disk wherever the machine has one, with as much of it as fits", () => {
    const disks = amd64.map((vmSize) => aksHost(vmSize ?? "").osDisk);
    assert.deepEqual([...new Set(disks.map(({ type }) => type))], ["Ephemeral"]);
    assert.deepEqual(aksHost("Standard_D2ds_v5").osDisk, { type: "Ephemeral", gibibytes: 64 });
    assert.deepEqual(aksHost("Standard_E4ds_v5").osDisk, { type: "Ephemeral", gibibytes: 128 });
    assert.deepEqual(aksHost("Standard_D16lds_v5").osDisk, { type: "Ephemeral", gibibytes: 128 });
  });

  it("boot from a managed disk where the machine has none", () => {
    for (const vmSize of ["Standard_D2s_v5", "Standard_D4ps_v6", "Standard_E8ps_v6", "Standard_D4pls_v6"])
      assert.deepEqual(aksHost(vmSize).osDisk, { type: "Managed", gibibytes: 128 });
  });

  it("CKV_AZURE_168 CKV_AZURE_227 take at least 50 pods, and no more than their range has addresses, and encrypt what their hosts hold", () => {
    const { maxPods, encryptionAtHost } = aksHost("Standard_D2ds_v5");
    assert.ok(maxPods >= 50 && maxPods <= 250);
    assert.equal(encryptionAtHost, true);
  });
});

const amd64 = [2, 4, 8, 16].flatMap((vcpu) =>
  [2, 4, 8].map((ratio) => machinesOf({ vcpu, memoryGiB: ratio * vcpu, arch: "amd64" })?.azure),
);
