import assert from "node:assert/strict";
import { definitionsOf } from "../../../../lab/kubernetes/provider/helmDefinitions";
import { eksVersions } from "../../../../stacks/plan/versions";

describe("a chart of definitions in the lab", function () {
  // Downloads a Go module the first time.
  this.timeout(120_000);
  const release = { name: "karpenter-crd", namespace: "kube-system", chart: "karpenter-crd", values: {} };

  it("is its project's own definitions at the chart's version, for every version that the fleet installs", async () => {
    for (const { karpenter } of Object.values(eksVersions)) {
      const definitions = (await definitionsOf({ ...release, version: karpenter.crds.version })) ?? [];
      assert.ok(definitions.every(({ kind }) => kind === "CustomResourceDefinition"));
      const names = definitions.map(({ metadata }) => metadata.name);
      for (const name of ["nodepools.karpenter.sh", "nodeclaims.karpenter.sh", "ec2nodeclasses.karpenter.k8s.aws"])
        assert.ok(names.includes(name), name);
    }
  });

  it("is nothing of the kind for other charts, and an error for a version that was never published", async () => {
    assert.equal(await definitionsOf({ ...release, chart: "karpenter", version: "1.14.1" }), undefined);
    await assert.rejects(definitionsOf({ ...release, version: "0.0.0-none" }), /karpenter-provider-aws@v0\.0\.0-none/);
  });
});
