import assert from "node:assert/strict";
import { standardEks } from "../../fixtures/eks";
import { assertWaits } from "../../fixtures/order";
import { at, ofType, only } from "../../fixtures/recording";

describe("the default storage class of an EKS cluster", () => {
  it("S0.102 makes encrypted EBS volumes where their pods run, and goes before the driver that makes them", async () => {
    const recording = await standardEks();
    const storageClass = only(recording, "kubernetes:storage.k8s.io/v1:StorageClass");
    const { inputs } = storageClass;
    assert.equal(at(inputs, "metadata", "annotations", "storageclass.kubernetes.io/is-default-class"), "true");
    assert.deepEqual([inputs["provisioner"], inputs["parameters"]], ["ebs.csi.aws.com", { type: "gp3", encrypted: "true" }]);
    assert.equal(inputs["volumeBindingMode"], "WaitForFirstConsumer");
    const driver = ofType(recording, "aws:eks/addon:Addon").find(({ inputs: { addonName } }) => addonName === "aws-ebs-csi-driver");
    assert.ok(driver);
    assertWaits(recording, storageClass, driver);
  });
});
