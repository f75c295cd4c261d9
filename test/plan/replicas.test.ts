import assert from "node:assert/strict";
import fc from "fast-check";
import type { NodePool } from "../../stacks/config/nodePools";
import type { Workload } from "../../stacks/config/workloads";
import { allocatable } from "../../stacks/plan/allocatable";
import { poolPlans } from "../../stacks/plan/pools";
import { maxReplicas, replicaFindings, workloadPlan } from "../../stacks/plan/replicas";
import { gateway, general } from "./fleets";

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

describe("a node's room", () => {
  it("is its size less what the cloud keeps and what runs on every node", () => {
    const shape = { vcpu: 2, memoryGiB: 8, arch: "amd64" } as const;
    assert.deepEqual(allocatable("aws", shape), { milliCpu: 1530, mebibytes: 5748, pods: 17 });
    assert.deepEqual(allocatable("azure", shape), { milliCpu: 1500, mebibytes: 5438, pods: 52 });
    assert.deepEqual(allocatable("gcp", { ...shape, vcpu: 4, memoryGiB: 32 }), { milliCpu: 3520, mebibytes: 28522, pods: 52 });
  });
});

describe("the most replicas", () => {
  it("fit where the nodes hold them: 3 of 500m on each of 20 nodes", () => {
    assert.deepEqual(findings({ workloads: [["w", scaled(60)]] }), []);
    assert.deepEqual(findings({ workloads: [["w", scaled(61)]] }), [
      {
        path: ["workloads", "w", "scaling", "max"],
        message:
          "61 replicas of 500m and 1Gi do not fit in usw2: its untainted pools have room for 60 (20 of general with 1530m and 5748Mi each); " +
          "lower the replicas or the requests, or raise a pool's max",
      },
    ]);
  });

  it("count memory too, and fixed replicas", () => {
    const heavy: Workload = {
      ...gateway,
      scaling: { engine: "fixed", replicas: 21 },
      resources: { ...gateway.resources, requests: { cpu: "100m", memory: "4Gi" } },
    };
    assert.deepEqual(findings({ workloads: [["w", heavy]] })[0]?.path, ["workloads", "w", "scaling", "replicas"]);
    assert.deepEqual(findings({ workloads: [["w", { ...heavy, scaling: { engine: "fixed", replicas: 20 } }]] }), []);
  });

  it("never fit when one does not fit on any node", () => {
    const wide: Workload = { ...scaled(1), resources: { ...gateway.resources, requests: { cpu: "1800m", memory: "1Gi" } } };
    assert.match(findings({ workloads: [["w", wide]] })[0]?.message ?? "", /room for 0/);
  });

  it("leave tainted pools alone, and spot nodes to those that tolerate them", () => {
    const tainted: NodePool = { ...general, taints: [{ key: "workload", value: "other", effect: "NoSchedule" }] };
    assert.match(findings({ pools: [["p", tainted]], workloads: [["w", scaled(1)]] })[0]?.message ?? "", /it has no pool without taints/);
    const strict = { percent: 50, policy: "strictMax" } as const;
    assert.deepEqual(findings({ workloads: [["w", scaled(60)]], spot: strict }), []);
    assert.match(
      findings({ workloads: [["w", { ...scaled(31), spot: "avoid" }]], spot: strict })[0]?.message ?? "",
      /room for 30 \(10 of general .*, spot nodes left out\)/,
    );
  });

  it("share nodes with no other workload, and those that avoid spot choose first", () => {
    const strict = { percent: 50, policy: "strictMax" } as const;
    const avoiding: Workload = { ...scaled(30), spot: "avoid" };
    assert.deepEqual(
      findings({
        workloads: [
          ["a", scaled(30)],
          ["b", avoiding],
        ],
        spot: strict,
      }),
      [],
    );
    assert.equal(
      findings({
        workloads: [
          ["a", scaled(31)],
          ["b", avoiding],
        ],
        spot: strict,
      }).length,
      1,
    );
  });

  it("that fit still fit with fewer replicas or more nodes", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 20 }),
        (replicas, nodes, extra) => {
          const fits = (most: number, max: number) =>
            findings({ pools: [["p", { ...general, min: 1, initial: 1, max }]], workloads: [["w", scaled(most)]] }).length === 0;
          if (fits(replicas, nodes)) assert.ok(fits(Math.max(1, replicas - extra), nodes) && fits(replicas, nodes + extra));
          else assert.ok(!fits(replicas + extra, nodes));
        },
      ),
    );
  });
});

interface Case {
  readonly pools?: readonly (readonly [string, NodePool])[];
  readonly workloads: readonly (readonly [string, Workload])[];
  readonly spot?: { readonly percent: number; readonly policy: "availability" | "strictMax" };
}

function findings({ pools = [["general", general]], workloads, spot = { percent: 0, policy: "availability" } }: Case) {
  const cluster = { name: "usw2", cloud: "aws", region: "us-west-2", kubernetes: "1.35", tags: {}, zones: ["usw2-az1"], spot } as const;
  return replicaFindings({
    cluster: "usw2",
    cloud: "aws",
    pools,
    halves: pools.flatMap(([name, pool]) => poolPlans(cluster, name, pool)),
    workloads,
  });
}

function scaled(max: number): Workload {
  assert.ok(gateway.scaling.engine === "hpa");
  return { ...gateway, scaling: { ...gateway.scaling, min: 1, max } };
}
