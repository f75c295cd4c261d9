import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { generateFiles } from "../../../../lab/crds/main";
import { definitionsOf } from "../../../../lab/kubernetes/helm/definitions";
import { eksVersions, platformCharts } from "../../../../catalogue/versions";

describe("the kinds that a chart brings in the lab", function () {
  // Downloads a Go module the first time.
  this.timeout(120_000);
  const release = { name: "karpenter-crd", namespace: "kube-system", chart: "karpenter-crd", values: {} };

  it("is its project's own definitions at the chart's version, for every version that the fleet installs", async () => {
    for (const { karpenter } of Object.values(eksVersions)) {
      const definitions = await definitionsOf({ ...release, version: karpenter.crds.version });
      assert.ok(definitions.every(({ kind }) => kind === "CustomResourceDefinition"));
      const names = definitions.map(({ metadata }) => metadata.name);
      for (const name of ["nodepools.karpenter.sh", "nodeclaims.karpenter.sh", "ec2nodeclasses.karpenter.k8s.aws"])
        assert.ok(names.includes(name), name);
    }
  });

  it("comes with the objects of the charts that bring kinds and run something as well", async () => {
    const definitions = await definitionsOf(platformCharts.flux);
    const names = definitions.map(({ metadata }) => metadata.name);
    for (const name of ["gitrepositories.source.toolkit.fluxcd.io", "kustomizations.kustomize.toolkit.fluxcd.io"])
      assert.ok(names.includes(name), name);
  });

  it("is of secret sync what the program leaves in, at the version that its objects are written in", async () => {
    const definitions = await definitionsOf(platformCharts.externalSecrets);
    assert.deepEqual(
      definitions.map(({ metadata }) => metadata.name),
      ["clustersecretstores.external-secrets.io", "externalsecrets.external-secrets.io"],
    );
    for (const { spec } of definitions) {
      const { versions } = spec as { readonly versions: readonly { readonly name: string; readonly served: boolean }[] };
      assert.ok(versions.some(({ name, served }) => name === "v1" && served));
    }
  });

  it("has the types that the program is checked against, as `npm run crds` writes them", async () => {
    for (const { path, text } of await generateFiles())
      assert.equal(readFileSync(join(__dirname, "../../../..", path), "utf8"), text, `${path} is stale; run \`npm run crds\``);
  });

  it("is nothing for other charts, and an error for a version that was never published", async () => {
    assert.deepEqual(await definitionsOf({ ...release, chart: "karpenter", version: "1.14.1" }), []);
    await assert.rejects(definitionsOf({ ...release, version: "0.0.0-none" }), /karpenter-provider-aws@v0\.0\.0-none/);
  });
});
