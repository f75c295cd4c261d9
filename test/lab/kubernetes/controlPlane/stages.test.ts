import assert from "node:assert/strict";
import { parseAllDocuments } from "yaml";
import { stagesYaml } from "../../../../lab/kubernetes/controlPlane/stages";

interface Stage {
  readonly spec: { readonly resourceRef: { readonly kind: string }; readonly selector?: object };
}

describe("what kwok does in place of kubelets", () => {
  const stages = parseAllDocuments(stagesYaml()).map((document) => document.toJS() as Stage);

  it("is judged for one kind only, since kwok ends where it readies the judging of two at once", () => {
    const judged = stages.filter(({ spec }) => spec.selector !== undefined);
    assert.deepEqual([...new Set(judged.map(({ spec }) => spec.resourceRef.kind))], ["Pod"]);
  });

  it("names nodes all the same, without which kwok looks after no pod on any", () => {
    assert.ok(stages.some(({ spec }) => spec.resourceRef.kind === "Node"));
  });
});
