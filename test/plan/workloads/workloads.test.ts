import assert from "node:assert/strict";
import type { Workload } from "../../../config/workloads";
import { workloadPlan } from "../../../plan/workloads/workloads";
import { gateway } from "../fleets";
import { maxReplicas } from "../../../plan/scaling";

describe("a workload's plan", () => {
  it("S0.22 S0.23 S0.24 scales from 3 to 50 replicas at 70 % cpu and 80 % memory", () => {
    const { scaling } = workloadPlan("aws", "api-gateway", gateway);
    assert.ok(scaling.engine === "hpa");
    assert.deepEqual([scaling.replicas, scaling.cpuPercent, scaling.memoryPercent], [{ min: 3, max: 50 }, 70, 80]);
  });

  it("S0.27 S0.28 scales up after 60 s by 100 % or 5 pods a minute, whichever is more", () => {
    const { scaling } = workloadPlan("aws", "api-gateway", gateway);
    assert.ok(scaling.engine === "hpa");
    assert.deepEqual(scaling.scaleUp, {
      stabilizationWindowSeconds: 60,
      select: "Max",
      policies: [
        { type: "Percent", value: 100, periodSeconds: 60 },
        { type: "Pods", value: 5, periodSeconds: 60 },
      ],
    });
  });

  it("S0.29 S0.30 scales down after 300 s by 10 % or 2 pods a minute, whichever is less", () => {
    const { scaling } = workloadPlan("aws", "api-gateway", gateway);
    assert.ok(scaling.engine === "hpa");
    assert.deepEqual(scaling.scaleDown, {
      stabilizationWindowSeconds: 300,
      select: "Min",
      policies: [
        { type: "Percent", value: 10, periodSeconds: 60 },
        { type: "Pods", value: 2, periodSeconds: 60 },
      ],
    });
  });

  it("S0.84 S0.85 spreads replicas over zones strictly and over nodes where possible", () => {
    assert.deepEqual(workloadPlan("aws", "api-gateway", gateway).spread, [
      { topologyKey: "topology.kubernetes.io/zone", maxSkew: 1, whenUnsatisfiable: "DoNotSchedule" },
      { topologyKey: "kubernetes.io/hostname", maxSkew: 2, whenUnsatisfiable: "ScheduleAnyway" },
    ]);
  });

  it("S0.5 lives in a namespace of its own name, unless told otherwise", () => {
    assert.equal(workloadPlan("aws", "api-gateway", gateway).namespace, "api-gateway");
    assert.equal(workloadPlan("aws", "api-gateway", { ...gateway, namespace: "edge" }).namespace, "edge");
  });

  it("tolerates spot nodes only when asked, and AKS's own taint on AKS", () => {
    const keysOf = (cloud: "aws" | "azure" | "gcp", spot: Workload["spot"]) =>
      workloadPlan(cloud, "w", { ...gateway, spot }).tolerations.map(({ key }) => key);
    assert.deepEqual(keysOf("aws", "tolerate"), ["gateway-fleet/capacity"]);
    assert.deepEqual(keysOf("azure", "tolerate"), ["gateway-fleet/capacity", "kubernetes.azure.com/scalesetpriority"]);
    assert.deepEqual(keysOf("azure", "avoid"), []);
  });

  it("has as many replicas at most as its scaler allows", () => {
    assert.equal(maxReplicas({ engine: "fixed", replicas: 4 }), 4);
    assert.equal(maxReplicas(workloadPlan("aws", "w", gateway).scaling), 50);
  });
});
