import assert from "node:assert/strict";
import { type Edit, edited, planComplaints, remove } from "../../config/project";

const staging = (...edits: readonly Edit[]) => planComplaints({ staging: edited("staging", [["traffic"], remove], ...edits) }, "staging");
const taints = (count: number) => Array.from({ length: count }, (_, index) => ({ key: `team-${index}`, value: "a", effect: "NoSchedule" }));
const pool = (change: object): Edit => [
  ["nodePools", "batch"],
  { shape: { vcpu: 2, memoryGiB: 8 }, min: 0, max: 2, spotPercent: 0, taints: taints(1), ...change },
];
const page = "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html";

describe("an EKS node group", function () {
  this.timeout(60_000);

  it("has 50 taints at most, that of its spot part among them", () => {
    assert.deepEqual(staging(pool({ taints: taints(50) })), []);
    const said = (count: number, part: string, remedy: number) =>
      `nodePools.batch.taints: come to ${count} on ${part}, the program's own included, and an EKS node group takes 50 at most; remove ${remedy} (https://docs.aws.amazon.com/eks/latest/userguide/node-taints-managed-node-groups.html)`;
    assert.deepEqual(staging(pool({ taints: taints(51) })), [said(51, "batch", 1)]);
    assert.deepEqual(staging(pool({ taints: taints(50), spotPercent: 50 })), [said(51, "batch-spot", 1)]);
    assert.deepEqual(staging(pool({ taints: taints(49), spotPercent: 50 })), []);
    assert.deepEqual(staging(pool({ taints: taints(51) }), [["clusters", "aws-usw2"], remove]), []);
  });

  it("has labels with a value, and keys of 63 characters with their prefix", () => {
    assert.deepEqual(staging(pool({ labels: { gpu: "" } })), [
      `nodePools.batch.labels.gpu: is empty, and EKS takes no label without a value; write one, such as "true" (${page})`,
    ]);
    const key = `${"a".repeat(60)}.example/b`;
    assert.deepEqual(staging(pool({ labels: { [key]: "x" } })), [
      `nodePools.batch.labels["${key}"]: "${key}" has 70 characters with its prefix, at most 63 are taken by EKS; shorten it (${page})`,
    ]);
    assert.deepEqual(staging(pool({ taints: [{ key, value: "", effect: "NoSchedule" }] })), [
      `nodePools.batch.taints[0].key: "${key}" has 70 characters with its prefix, at most 63 are taken by EKS; shorten it (${page})`,
    ]);
  });
});
