import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import { parse } from "yaml";
import { record } from "../../../../preview/record/record";
import { createExpanderPriorities } from "../../../../components/nodepool/aks/priorities";
import { aksPlan } from "../../fixtures/aks";
import { at, only, text } from "../../fixtures/recording";

describe("the priorities of AKS's autoscaler", () => {
  it("S0.150 are where it reads them, in the form that it reads: spot first, then on-demand", async () => {
    const { inputs } = only(await recorded(), "kubernetes:core/v1:ConfigMap");
    assert.equal(at(inputs, "metadata", "name"), "cluster-autoscaler-priority-expander");
    assert.equal(at(inputs, "metadata", "namespace"), "kube-system");
    const priorities: unknown = parse(text(at(inputs, "data", "priorities")), { mapAsMap: true });
    assert.deepEqual(
      priorities,
      new Map([
        [10, ["^aks-general1a2b3-"]],
        [50, ["^aks-general4c5d6-"]],
        [90, ["^aks-system-"]],
      ]),
    );
  });
});

function recorded() {
  return record(() => {
    const provider = new k8s.Provider("kubernetes", { kubeconfig: "{}" });
    createExpanderPriorities("az-wus2-expander-priorities", aksPlan, "gateway", { provider });
    return {};
  });
}
