import assert from "node:assert/strict";
import type { Edit } from "../../config/project";
import { planned, refusals } from "../edits";

const arm = { shape: { vcpu: 2, memoryGiB: 8, arch: "arm64" }, min: 1, max: 4, spotPercent: 0 };
/** A pool for Arm beside the other one, and accounts that have vCPUs of its families. */
const withArm = [
  [["nodePools", "arm"], arm],
  [["clouds", "azure", "quotas", "dpsv6Vcpus"], 100],
] as const;
const architectures = ["workloads", "api-gateway", "architectures"];
const armTaint = { key: "kubernetes.io/arch", value: "arm64", effect: "NoSchedule" };

describe("images and the architecture of nodes", () => {
  it("leave pods as they are where every node is what the image is for", () => {
    for (const { workloads } of planned().fleet.clusters) assert.deepEqual(workloads[0]?.nodeSelector, {});
  });

  it("keep an image without a word about it off Arm nodes, on every cloud and not only where the cloud does", () => {
    for (const { workloads } of planned(...withArm).fleet.clusters) {
      assert.deepEqual(workloads[0]?.nodeSelector, { "kubernetes.io/arch": "amd64" });
      assert.ok(workloads[0].tolerations.every(({ key }) => key !== armTaint.key));
    }
  });

  it("let one for both run on either, past the taint that GKE puts on Arm nodes by itself", () => {
    for (const { cloud, workloads, pools } of planned(...withArm, [architectures, ["amd64", "arm64"]]).fleet.clusters) {
      assert.deepEqual(workloads[0]?.nodeSelector, {});
      const onGke = cloud === "gcp" ? [armTaint] : [];
      assert.deepEqual(
        workloads[0].tolerations.filter(({ key }) => key === armTaint.key),
        onGke,
      );
      assert.deepEqual(pools.find(({ key }) => key === "arm")?.addedTaints, onGke);
      // Nobody sends it: the cloud's own is there in any case.
      assert.deepEqual(pools.find(({ key }) => key === "arm")?.taints, []);
    }
  });

  it("keep one that is for Arm alone off all other nodes", () => {
    const larger = { ...arm, max: 20 };
    for (const { workloads } of planned(...withArm, [["nodePools", "arm"], larger], [["nodePools", "general", "max"], 5], ...roomForArm, [
      architectures,
      ["arm64"],
    ]).fleet.clusters)
      assert.deepEqual(workloads[0]?.nodeSelector, { "kubernetes.io/arch": "arm64" });
  });

  it("count no room on nodes that do not start the image", () => {
    const service = (...more: readonly Edit[]) => planned(...withArm, ...more).fleet.capacity.clusters.map(({ service: own }) => own?.room);
    assert.deepEqual(service(), [56, 56, 56, 56, 56, 56]);
    // Four nodes more, of three replicas each.
    assert.ok(service([architectures, ["amd64", "arm64"]]).every((room) => room !== undefined && room >= 65));
  });

  it("are refused where no node takes the image, with what would", () => {
    const onlyArm = [["clouds", "gcp", "overrides", "nodePools", "general", "shape", "arch"], "arm64"] as const;
    const found = refusals(onlyArm);
    assert.match(
      found.find((refusal) => refusal.startsWith("workloads.api-gateway")) ?? "",
      /in gcp-\w+: its pools without taints are arm64, and the image is for amd64 \(write architectures if it is for more\)/,
    );
    assert.deepEqual(refusals(onlyArm, [architectures, ["amd64", "arm64"]]), []);
  });

  it("are refused a list that names none, or one twice", () => {
    assert.match(refusals([architectures, []]).join("\n"), /names no architecture; write \[amd64\]/);
    assert.match(refusals([architectures, ["amd64", "amd64"]]).join("\n"), /"amd64" is also item 1 of the list/);
  });
});

const roomForArm = [
  [["clouds", "azure", "quotas", "dpsv6Vcpus"], 200],
  [["clouds", "aws", "quotas", "spotVcpus"], 100],
] as const;
