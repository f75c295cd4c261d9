import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { tools } from "../../../lab/tools/catalogue";
import { packedFolders, platform, whyUnfit, type PackEntry } from "../../../lab/tools/packContents";

describe("what a pack of tools may hold", () => {
  const whole: readonly PackEntry[] = packedFolders().map((folder) => ({ path: `${platform}/${folder}/file`, type: "File" }));

  it("is all that this machine needs, and more", () => {
    assert.equal(whyUnfit(whole), undefined);
    assert.equal(whyUnfit([...whole, { path: `${platform}/etcd-0.1.0/etcd`, type: "File" }]), undefined);
  });

  it("is the tools and the definitions that every chart of the program brings", () => {
    const modules = packedFolders().filter((folder) => folder.startsWith("modules/"));
    for (const project of [
      "karpenter-provider-aws",
      "source-controller",
      "kustomize-controller",
      "prometheus-operator",
      "external-secrets",
      "istio.io",
    ])
      assert.equal(modules.filter((folder) => folder.includes(project)).length, 1, project);
    assert.equal(packedFolders().length - modules.length, Object.keys(tools).length);
  });

  it("is nothing whose path leads elsewhere than it says", () => {
    const step = fc.constantFrom("..", ".", "", platform, "etcd-3.6.6", "etcd", "...", "..a");
    fc.assert(
      fc.property(fc.array(step, { maxLength: 5 }), (steps) => {
        const path = steps.join("/");
        if (whyUnfit([{ path, type: "File" }, ...whole]) === undefined) assert.equal(join("/scratch", path), `/scratch/${path}`);
      }),
    );
  });
});
