import assert from "node:assert/strict";
import { eksVersions } from "../../catalogue/versions";

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
