import assert from "node:assert/strict";
import fc from "fast-check";
import type { Pod, PodSpec } from "kubernetes-types/core/v1";
import { machinesFor, waitsForNode, type Offer } from "../../../../lab/controllers/karpenter/demand";

describe("the machines that the lab's Karpenter starts", () => {
  it("are spot ones while their limit admits them, and on-demand ones after that, for pods that may run on both", () => {
    const pods = Array.from({ length: 5 }, () => pod("1500m", { tolerations: [spotToleration] }));
    assert.deepEqual(machinesFor(pods, [onDemand, { ...spot, machinesLeft: 2 }]), ["spot", "spot", "general", "general", "general"]);
  });

  it("are of a pool whose taints the pod tolerates, whatever weighs more", () => {
    assert.deepEqual(machinesFor([pod("1")], [spot, onDemand]), ["general"]);
    assert.deepEqual(machinesFor([pod("1", { tolerations: [{ operator: "Exists" }] })], [spot, onDemand]), ["spot"]);
    assert.deepEqual(machinesFor([pod("1", { tolerations: [{ ...spotToleration, value: "other" }] })], [spot]), []);
  });

  it("carry what the pod selects, and are none of Karpenter's own for a pod that wants none of those", () => {
    assert.deepEqual(machinesFor([pod("1", { nodeSelector: { "node-type": "general" } })], [onDemand]), ["general"]);
    assert.deepEqual(machinesFor([pod("1", { nodeSelector: { "node-type": "memory" } })], [onDemand]), []);
    const requirement = { matchExpressions: [{ key: "karpenter.sh/nodepool", operator: "DoesNotExist" }] };
    const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [requirement] } } };
    assert.deepEqual(machinesFor([pod("1", { affinity })], [onDemand]), []);
  });

  it("are no more than pods need that fit together, and none for a pod that no machine holds", () => {
    assert.deepEqual(machinesFor([pod("500m"), pod("500m"), pod("500m"), pod("500m")], [onDemand]), ["general"]);
    assert.deepEqual(machinesFor([pod("3")], [onDemand]), []);
  });

  it("never exceed any pool's limit", () => {
    const limits = fc.integer({ min: 0, max: 10 });
    const cpus = fc.array(fc.integer({ min: 1, max: 2500 }), { maxLength: 40 });
    fc.assert(
      fc.property(limits, limits, cpus, (spotLeft, onDemandLeft, requests) => {
        const pods = requests.map((cpu) => pod(`${cpu}m`, { tolerations: [spotToleration] }));
        const started = machinesFor(pods, [
          { ...spot, machinesLeft: spotLeft },
          { ...onDemand, machinesLeft: onDemandLeft },
        ]);
        assert.ok(started.filter((pool) => pool === "spot").length <= spotLeft);
        assert.ok(started.filter((pool) => pool === "general").length <= onDemandLeft);
      }),
    );
  });

  it("are for pods that the scheduler has found no node for, and not for those that wait for a volume, run, or go", () => {
    const unscheduled = (message: string): Pod => ({
      ...pod("1"),
      status: { conditions: [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message }] },
    });
    assert.ok(waitsForNode(unscheduled("0/3 nodes are available: 3 Insufficient cpu.")));
    assert.ok(!waitsForNode(unscheduled("pod has unbound immediate PersistentVolumeClaims")));
    assert.ok(!waitsForNode(pod("1")));
    assert.ok(!waitsForNode({ ...unscheduled(""), metadata: { deletionTimestamp: "2026-11-25T00:00:00Z" } }));
  });
});

const spotTaint = { key: "gateway-fleet/capacity", value: "spot", effect: "NoSchedule" };
const spotToleration = { ...spotTaint, operator: "Equal" };
const onDemand: Offer = {
  pool: "general",
  weight: 10,
  milliCpu: 2000,
  mebibytes: 8192,
  machinesLeft: 10,
  labels: { "node-type": "general", "karpenter.sh/nodepool": "general" },
  taints: [],
};
const spot: Offer = { ...onDemand, pool: "spot", weight: 50, taints: [spotTaint] };

function pod(cpu: string, spec: Partial<PodSpec> = {}): Pod {
  return { spec: { containers: [{ name: "c", resources: { requests: { cpu, memory: "256Mi" } } }], ...spec } };
}
