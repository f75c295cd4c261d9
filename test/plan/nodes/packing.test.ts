import assert from "node:assert/strict";
import { planStack } from "../../../plan";
import { lessEveryNode, sizesOf } from "../../../plan/nodes/packing";
import type { FleetConfig } from "../../../config";
import { everyEngine, fleet, gateway } from "../fleets";
import { engineLoad, type EngineLoad } from "../../../plan/engines/load";

const node = { milliCpu: 1530, mebibytes: 5748, pods: 17 };
const pod = (milliCpu: number, mebibytes: number) => ({ milliCpu, mebibytes });

describe("what a cluster's nodes carry before any workload", () => {
  const loads = (changed: Partial<FleetConfig> = {}): readonly EngineLoad[] =>
    planStack({ kind: "fleet", stack: "prod", fleet: { ...fleet, ...changed } }).fleet.clusters.flatMap((plan) =>
      plan.cloud === "existing" ? [] : [engineLoad(plan)],
    );
  const fewer = { "api-gateway": { ...gateway, scaling: { engine: "fixed" as const, replicas: 1 } } };

  it("is what the cloud brings where no engine is asked for: AKS has nodes of its own for that", () => {
    const [aws, azure, gcp] = loads();
    const twice = (size: ReturnType<typeof pod>) => [size, size];
    // CoreDNS, metrics and volumes, load balancers, the autoscaler.
    const eks = [...[pod(100, 70), pod(100, 200), pod(60, 240), pod(100, 128)].flatMap(twice), pod(100, 600)];
    assert.deepEqual(aws === undefined ? [] : sizesOf(aws.pods), eks);
    assert.deepEqual(azure, { pods: [], everyNode: [] });
    assert.deepEqual(gcp === undefined ? [] : sizesOf(gcp.pods), [pod(300, 200), pod(100, 200)].flatMap(twice));
  });

  it("S0.58 has an autoscaler on EKS that asks for 100m and 600Mi", () => {
    const [plan] = planStack({ kind: "fleet", stack: "prod", fleet }).fleet.clusters;
    assert.ok(plan?.cloud === "aws");
    assert.deepEqual(plan.nodeAutoscaler.engine.pods, [{ replicas: 1, requests: { cpu: "100m", memory: "600Mi" } }]);
  });

  it("grows by every engine that is asked for", () => {
    const count = (platform: FleetConfig["platform"]) =>
      loads({ platform, workloads: fewer }).map((load) => [sizesOf(load.pods).length, load.everyNode.length] as const)[1];
    const { configSync, eventScaling, mesh, monitoring, secretSync } = everyEngine;
    assert.deepEqual(count({ configSync }), [2, 0]);
    assert.deepEqual(count({ mesh: { ...mesh, crossCluster: undefined } }), [2, 1]);
    assert.deepEqual(count({ mesh }), [4, 1]);
    assert.deepEqual(count({ monitoring: { ...monitoring, grafana: undefined } }), [5, 1]);
    assert.deepEqual(count({ monitoring }), [6, 1]);
    assert.deepEqual(count({ secretSync }), [2, 0]);
    assert.deepEqual(count({ eventScaling }), [6, 0]);
    assert.deepEqual(count(everyEngine), [20, 2]);
  });

  it("counts the containers beside Prometheus and Alertmanager", () => {
    const [, azure] = loads({ platform: { monitoring: everyEngine.monitoring }, workloads: fewer });
    assert.deepEqual(azure === undefined ? [] : sizesOf(azure.pods)[0], pod(260, 1056));
  });

  it("leaves each node less room, by one pod an agent", () => {
    const everyNode = [
      { cpu: "100m", memory: "100Mi" },
      { cpu: "20m", memory: "32Mi" },
    ];
    assert.deepEqual(lessEveryNode(node, { pods: [], everyNode }), { milliCpu: 1410, mebibytes: 5616, pods: 15 });
  });
});
