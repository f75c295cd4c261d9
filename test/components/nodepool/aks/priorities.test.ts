import assert from "node:assert/strict";
import { parse } from "yaml";
import { aksPlan, standardAks } from "../../fixtures/aks";
import { poolOf } from "../../fixtures/plans";
import { at, only, text } from "../../fixtures/recording";

describe("the priorities of AKS's autoscaler", () => {
  it("S0.150 are where it reads them, in the form that it reads: spot first, then on-demand", async () => {
    const { inputs } = only(await standardAks(), "kubernetes:core/v1:ConfigMap");
    assert.equal(at(inputs, "metadata", "name"), "cluster-autoscaler-priority-expander");
    assert.equal(at(inputs, "metadata", "namespace"), "kube-system");
    const priorities: unknown = parse(text(at(inputs, "data", "priorities")), { mapAsMap: true });
    assert.deepEqual(
      priorities,
      new Map([
        [10, [`^aks-${poolOf(aksPlan, "general").physicalName}-`]],
        [50, [`^aks-${poolOf(aksPlan, "general-spot").physicalName}-`]],
        [90, ["^aks-system-"]],
      ]),
    );
  });
});
