import assert from "node:assert/strict";
import { eksVersions, installedCharts, istioCharts, karpenter, platformCharts } from "../../catalogue/versions";

describe("EKS versions", () => {
  for (const [minor, { addons }] of Object.entries(eksVersions)) {
    it(`of ${minor} are builds that EKS could offer`, () => {
      for (const [addon, version] of Object.entries(addons)) assert.match(version, /^v\d+\.\d+\.\d+-eksbuild\.\d+$/, addon);
    });

    it(`of ${minor} have its own kube-proxy, which may not be of another minor when nodes are new`, () => {
      assert.ok(addons.kubeProxy.startsWith(`v${minor}.`), addons.kubeProxy);
    });
  }
});

describe("the charts that are installed", () => {
  it("are all of the catalogue, each once, in files of different names", () => {
    const archives = installedCharts.map(({ archive }) => archive);
    assert.equal(new Set(archives).size, archives.length);
    const some = [
      karpenter.crds,
      platformCharts.keda,
      istioCharts.gateway,
      ...Object.values(eksVersions).map(({ clusterAutoscaler }) => clusterAutoscaler.chart),
    ];
    for (const { archive } of some) assert.ok(archives.includes(archive), archive);
  });

  it("are called as `helm pull` calls their archives", () => {
    const { chart, archive } = karpenter.crds;
    assert.deepEqual([chart, archive], ["karpenter-crd", `./charts/karpenter-crd-${karpenter.crds.version}.tgz`]);
  });
});
