import assert from "node:assert/strict";
import fc from "fast-check";
import type { NodePool } from "../../../config/nodePools";
import type { Workload } from "../../../config/workloads";
import { allocatable } from "../../../plan/nodes/allocatable";
import { eksPools } from "../../../plan/nodes/eks";
import { replicaFindings, roomBesideOthers, type Tenancy } from "../../../plan/nodes/replicaRoom";
import { gateway, general } from "../fleets";
import type { EngineLoad } from "../../../plan/engines/load";
import { workloadPlan } from "../../../plan/workloads/workloads";

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

  it("share their nodes with what the mesh puts beside each: 2 of 500m and 250m on each of 20 nodes", () => {
    const meshed = (max: number) => ({ ...tenancy({ workloads: [["w", scaled(max)]] }), sidecar: { cpu: "250m", memory: "128Mi" } });
    assert.deepEqual(replicaFindings(meshed(40)), []);
    assert.match(
      replicaFindings(meshed(41))[0]?.message ?? "",
      /^41 replicas of 500m and 1Gi, and 250m and 128Mi of the mesh's sidecar each,.* room for 40/,
    );
  });

  it("count memory too, and fixed replicas", () => {
    const heavy: Workload = {
      ...gateway,
      scaling: { engine: "fixed", replicas: 21 },
      resources: { ...gateway.resources, requests: { cpu: "100m", memory: "4Gi" } },
    };
    assert.deepEqual(findings({ workloads: [["w", heavy]] })[0]?.path, ["workloads", "w", "scaling", "replicas"]);
    const ofTwenty: Workload = { ...heavy, scaling: { engine: "fixed", replicas: 20 } };
    assert.deepEqual(findings({ workloads: [["w", { ...ofTwenty, rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } }]] }), []);
  });

  it("are one more where there are always so many and an update may take none away: its first new replica would wait for ever", () => {
    const always = (replicas: number, maxUnavailable: string | number): Workload => ({
      ...gateway,
      scaling: { engine: "fixed", replicas },
      rollingUpdate: { maxSurge: 1, maxUnavailable },
    });
    assert.deepEqual(findings({ workloads: [["w", always(59, 0)]] }), []);
    assert.deepEqual(findings({ workloads: [["w", always(60, "2%")]] }), []);
    for (const none of [0, "0%", "1%"])
      assert.match(
        findings({ workloads: [["w", always(60, none)]] })[0]?.message ?? "",
        /^60 replicas of 500m and 1Gi leave no node of usw2 with room for the one more that every update starts first .*lets it take none away/,
      );
    assert.ok(gateway.scaling.engine === "hpa");
    const held: Workload = { ...gateway, scaling: { ...gateway.scaling, min: 60, max: 60 } };
    assert.equal(findings({ workloads: [["w", held]] }).length, 1);
  });

  it("never fit when one does not fit on any node, which is said of what it asks too much of, and once for all replicas", () => {
    const asking = (cpu: string, memory: string): Workload => ({
      ...scaled(1),
      resources: { ...gateway.resources, requests: { cpu, memory } },
    });
    assert.deepEqual(findings({ workloads: [["w", asking("1800m", "1Gi")]] }), [
      {
        path: ["workloads", "w", "resources", "requests", "cpu"],
        message:
          "1800m fits no node on aws: of a node, general leaves 1530m and 5748Mi to its pods; request less, or add a pool of larger nodes without taints",
      },
    ]);
    const [heavy] = findings({ workloads: [["w", asking("100m", "6Gi")]] });
    assert.deepEqual([heavy?.path.at(-1), /^6Gi fits no node/.test(heavy?.message ?? "")], ["memory", true]);
    const meshed = { ...tenancy({ workloads: [["w", asking("1500m", "1Gi")]] }), sidecar: { cpu: "100m", memory: "128Mi" } };
    assert.match(replicaFindings(meshed)[0]?.message ?? "", /^1500m, with 100m of the mesh's sidecar beside it, fits no node/);
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

  it("share nodes with other workloads, and those that avoid spot choose first", () => {
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

  it("find the room that every other workload leaves at its maximum", () => {
    const beside = (others: Case["workloads"]) => roomBesideOthers(tenancy({ workloads: [["w", scaled(10)], ...others] }), "w");
    assert.equal(beside([]), 60);
    assert.equal(beside([["other", scaled(31)]]), 29);
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

describe("the pods of engines on nodes", () => {
  const pod = (milliCpu: number, mebibytes: number): EngineLoad["pods"][number] => ({
    replicas: 1,
    requests: { cpu: `${milliCpu}m`, memory: `${mebibytes}Mi` },
  });
  /** How many of them find no room on so many nodes of 1530m, 5748Mi and 17 pods. */
  const left = (pods: EngineLoad["pods"], nodes: number): number => {
    const pool: NodePool = { ...general, min: 1, max: nodes };
    const [finding] = findings({
      pools: [["p", pool]],
      workloads: [],
      spot: { percent: 0, policy: "availability" },
      engines: { pods, everyNode: [] },
    });
    return Number(/has no room for (\d+)/.exec(finding?.message ?? "")?.[1] ?? 0);
  };

  it("choose the largest first, so that the small ones fill what is left", () => {
    const pods = [pod(100, 70), pod(1000, 70), pod(430, 5000), pod(1430, 100)];
    assert.deepEqual([left(pods, 2), left(pods, 1)], [0, 2]);
  });

  it("are as many on a node as it takes pods, however small they are", () => {
    const small = Array.from({ length: 18 }, () => pod(10, 10));
    assert.deepEqual([left(small, 1), left(small, 2)], [1, 0]);
  });

  it("stay without a node where none is large enough, and leave it to the others", () => {
    assert.equal(left([pod(2000, 100), pod(100, 100)], 1), 1);
    assert.equal(left([pod(1000, 100), pod(1000, 100)], 1), 1);
  });

  it("never need fewer nodes than they ask for in all, nor more than twice that and one", () => {
    const sizes = fc.array(fc.tuple(fc.integer({ min: 1, max: 1530 }), fc.integer({ min: 1, max: 5748 })), { minLength: 1, maxLength: 16 });
    fc.assert(
      fc.property(sizes, (asked) => {
        const pods = asked.map(([milliCpu, mebibytes]) => pod(milliCpu, mebibytes));
        const total = (which: 0 | 1) => asked.reduce((sum, size) => sum + size[which], 0);
        const [cpu, memory] = [total(0) / 1530, total(1) / 5748];
        assert.equal(left(pods, Math.floor(2 * (cpu + memory) + 1)), 0);
        const tooFew = Math.ceil(Math.max(cpu, memory)) - 1;
        if (tooFew > 0) assert.ok(left(pods, tooFew) > 0);
      }),
    );
  });
});

describe("engines", () => {
  const strict = { percent: 50, policy: "strictMax" } as const;
  const pods = { replicas: 2, requests: { cpu: "900m", memory: "1Gi" } };

  it("are there before any workload: beside two of 900m on two of 20 nodes there is room for one of 500m each", () => {
    const beside = (max: number) => findings({ workloads: [["w", scaled(max)]], engines: { pods: [pods], everyNode: [] } });
    assert.deepEqual(beside(56), []);
    assert.match(
      beside(57)[0]?.message ?? "",
      /: beside the cluster's own pods its untainted pools have room for 56 \(20 of general with 1530m/,
    );
    const others = tenancy({ workloads: [["w", scaled(1)]], engines: { pods: [pods], everyNode: [] } });
    assert.equal(roomBesideOthers(others, "w"), 56);
  });

  it("take their share of every node: with 100m on each, two replicas of 500m find room there", () => {
    const everyNode = [{ cpu: "100m", memory: "100Mi" }];
    const beside = (max: number) => findings({ workloads: [["w", scaled(max)]], engines: { pods: [], everyNode } });
    assert.deepEqual(beside(40), []);
    assert.match(beside(41)[0]?.message ?? "", /room for 40 \(20 of general with 1430m and 5648Mi each\)/);
  });

  it("are told where they find no room themselves, spot nodes left out", () => {
    const small: NodePool = { ...general, min: 1, initial: 1, max: 2 };
    const engines = { pods: [{ ...pods, sidecar: { cpu: "100m", memory: "128Mi" } }], everyNode: [] };
    assert.deepEqual(findings({ pools: [["p", small]], workloads: [], spot: strict, engines }), [
      {
        path: ["clusters", "usw2"],
        message:
          "has no room for 1 of the cluster's own pods (1000m and 1152Mi): its untainted pools have 1 on-demand of p with 1530m and 5748Mi each; " +
          "raise a pool's max or its shape, or ask for fewer engines in platform",
      },
    ]);
    assert.deepEqual(findings({ pools: [["p", small]], workloads: [], engines }), []);
  });
});

interface Case {
  readonly pools?: readonly (readonly [string, NodePool])[];
  readonly workloads: readonly (readonly [string, Workload])[];
  readonly engines?: EngineLoad;
  readonly spot?: { readonly percent: number; readonly policy: "availability" | "strictMax" };
}

function findings(wanted: Case) {
  return replicaFindings(tenancy(wanted));
}

function tenancy({
  pools = [["general", general]],
  workloads,
  engines = { pods: [], everyNode: [] },
  spot = { percent: 0, policy: "availability" },
}: Case): Tenancy {
  const cluster = { name: "usw2", region: "us-west-2", kubernetes: "1.35", tags: {}, zones: ["usw2-az1"], spot };
  return {
    cluster: "usw2",
    cloud: "aws",
    zones: 1,
    pools: eksPools(cluster, Object.fromEntries(pools)),
    workloads: workloads.map(([name, workload]) => workloadPlan("aws", name, workload)),
    engines,
  };
}

function scaled(max: number): Workload {
  assert.ok(gateway.scaling.engine === "hpa");
  return { ...gateway, scaling: { ...gateway.scaling, min: 1, max } };
}
