import assert from "node:assert/strict";
import { loadStack } from "../../../config/file/load";
import { planStack, type StackPlan } from "../../../plan";
import { announcedChanges } from "../../../preview/change/announcedChanges";
import { type Edit, edited, withProject } from "../../config/project";

const planned = (...edits: readonly Edit[]): StackPlan =>
  withProject({ prod: edited("prod", ...edits) }, (folder) => planStack(loadStack(folder, "prod")));
const announced = (base: StackPlan | undefined, ...head: readonly Edit[]): readonly string[] =>
  announcedChanges({ stack: "prod", plan: planned(...head) }, base).map(({ path, message }) => `${path}: ${message}`);

const by = (autoscaler: string): Edit => [["clouds", "aws", "nodeAutoscaler"], autoscaler];

describe("an API server that closes to the outside", () => {
  const apiAccess = (mode: string): Edit => [
    ["clouds", "gcp", "apiAccess"],
    mode === "restricted" ? { mode, cidrs: ["203.0.113.0/24"] } : { mode },
  ];

  it("is told with what the same update then has to reach", () => {
    const [first, ...others] = announced(planned(apiAccess("restricted")), apiAccess("private"));
    assert.equal(
      first,
      "clusters.gcp-usc1: gcp-usc1: apiAccess goes from restricted to private, and the same update then makes the cluster's objects through its private address: " +
        "run it from a network that leads there and resolves its name; from anywhere else it stops half-way, and is run again from there",
    );
    assert.equal(others.length, 1);
  });

  it("is nothing to tell where it stays closed, opens, or is GKE's own front end", () => {
    for (const [before, after] of [
      ["private", "private"],
      ["private", "restricted"],
      ["restricted", "iamDns"],
    ] as const)
      assert.deepEqual(announced(planned(apiAccess(before)), apiAccess(after)), []);
  });
});

describe("Karpenter taking over from the cluster autoscaler", () => {
  it("is told with the nodes that each group loses, and the way to go in steps", () => {
    const [first = "", ...others] = announced(planned(by("clusterAutoscaler")), by("karpenter"));
    assert.match(
      first,
      /^clusters\.aws-use1: aws-use1\/\S+: Karpenter takes over from the cluster autoscaler, and the node group goes from \d+ nodes at most to \d+: /,
    );
    assert.match(first, /first raise nodePools\.\S+\.min to the nodes that there are, and lower it once Karpenter runs$/);
    assert.ok(others.some((other) => other.startsWith("clusters.aws-usw2: ")));
  });

  it("is nothing to tell of a cluster that has it already, is made anew or goes the other way", () => {
    assert.deepEqual(announced(planned(by("karpenter")), by("karpenter")), []);
    assert.deepEqual(announced(planned(by("karpenter")), by("clusterAutoscaler")), []);
    assert.deepEqual(announced(undefined, by("karpenter")), []);
  });
});
