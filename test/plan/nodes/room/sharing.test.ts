import assert from "node:assert/strict";
import fc from "fast-check";
import type { NodePool } from "../../../../config/nodePools";
import type { Workload } from "../../../../config/workloads";
import type { Allocatable } from "../../../../plan/nodes/allocatable";
import { eksPools } from "../../../../plan/nodes/eks";
import type { PodSize } from "../../../../plan/nodes/packing";
import { replicaFindings, type Tenancy } from "../../../../plan/nodes/replicaRoom";
import { nodeKinds, podOf, takes } from "../../../../plan/nodes/room/tenancy";
import { workloadPlan } from "../../../../plan/workloads/workloads";
import { refusals } from "../../edits";
import { gateway, general } from "../../fleets";

describe("workloads that share nodes", () => {
  it("are 40 small ones with 12 vCPU in all on 20 nodes, which leave 70", () => {
    assert.deepEqual(refusals(...roomy, ...small(40)), []);
  });

  it("are refused once they ask for more than there is: 280 of three replicas of 100m", () => {
    // 20 nodes of 1,530 millicores less 15,000 of the gateway's replicas leave about half.
    assert.ok(
      refusals(...small(280)).some((refusal) =>
        /do not fit in aws-usw2: beside the cluster's own pods and the other workloads/.test(refusal),
      ),
    );
  });

  it("fit wherever the plan says so: another way to look, one by one through every node, finds a place for all", () => {
    fc.assert(
      fc.property(tenancies, (tenancy) => {
        fc.pre(replicaFindings(tenancy).length === 0);
        assert.ok(fitsSomehow(tenancy));
      }),
      { numRuns: 400 },
    );
  });

  it("are refused at most one node too early while there are few: a node more than the best arrangement needs is enough", () => {
    fc.assert(
      fc.property(tenancies, (tenancy) => {
        fc.pre(fitsSomehow(tenancy));
        assert.deepEqual(replicaFindings({ ...tenancy, pools: tenancy.pools.map((pool) => grown(pool, 1)) }), []);
      }),
      { numRuns: 400 },
    );
  });

  it("are never refused while what they ask for in cpu, memory and number adds up to all nodes but one pod's share of each", () => {
    fc.assert(
      fc.property(tenancies, (tenancy) => {
        const [kind] = nodeKinds(tenancy);
        assert.ok(kind !== undefined);
        const sizes = podsOf(tenancy);
        const share = ({ milliCpu, mebibytes }: PodSize) =>
          milliCpu / kind.empty.milliCpu + mebibytes / kind.empty.mebibytes + 1 / kind.empty.pods;
        const largest = Math.max(
          ...sizes.map(({ milliCpu, mebibytes }) =>
            Math.max(milliCpu / kind.empty.milliCpu, mebibytes / kind.empty.mebibytes, 1 / kind.empty.pods),
          ),
        );
        const asked = sizes.reduce((total, size) => total + share(size), 0);
        if (asked <= kind.count * (1 - largest)) assert.deepEqual(replicaFindings(tenancy), []);
      }),
      { numRuns: 1000 },
    );
  });
});

/** Nodes of 4 vCPU, and accounts and addresses that take them. */
const roomy = [
  [["nodePools", "compute", "max"], 1],
  [["nodePools", "memory", "max"], 1],
  [["nodePools", "general", "shape"], { vcpu: 4, memoryGiB: 16 }],
  [["clouds", "aws", "quotas", "onDemandVcpus"], 1000],
] as const;

function small(count: number) {
  const workload = {
    image: "ghcr.io/example/small:1.0.0",
    port: 8080,
    resources: { requests: { cpu: "100m", memory: "64Mi" }, limits: { cpu: "200m", memory: "128Mi" } },
    probes: { startup: { path: "/healthz" }, liveness: { path: "/healthz" }, readiness: { path: "/ready" } },
    spread: { zone: { maxSkew: 1, whenUnsatisfiable: "DoNotSchedule" } },
    rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
    shutdown: { gracePeriodSeconds: 25, preStopSeconds: 10 },
    scaling: { engine: "fixed", replicas: 3 },
    disruptionBudget: { maxUnavailable: 1 },
  };
  return Array.from({ length: count }, (_, index) => [["workloads", `small-${index}`], workload] as const);
}

/** A few nodes of one pool and a few pods of up to four sizes, without rules of spreading. */
const tenancies: fc.Arbitrary<Tenancy> = fc
  .tuple(
    fc.integer({ min: 1, max: 4 }),
    fc.array(
      fc.record({
        cpu: fc.integer({ min: 50, max: 1530 }),
        memory: fc.integer({ min: 50, max: 5748 }),
        replicas: fc.integer({ min: 1, max: 3 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([nodes, groups]) => ({
    cluster: "c",
    cloud: "aws",
    zones: 3,
    pools: eksPools(
      { name: "c", region: "us-west-2", kubernetes: "1.35", tags: {}, zones: ["usw2-az1"], spot: { percent: 0, policy: "availability" } },
      { p: { ...general, min: 1, initial: 1, max: nodes } satisfies NodePool },
    ),
    workloads: groups.map(({ cpu, memory, replicas }, index) => workloadPlan("aws", `w${index}`, sized(cpu, memory, replicas))),
    engines: { pods: [], everyNode: [] },
  }));

function sized(cpu: number, memory: number, replicas: number): Workload {
  return {
    ...gateway,
    spread: {},
    resources: { ...gateway.resources, requests: { cpu: `${cpu}m`, memory: `${memory}Mi` } },
    scaling: { engine: "fixed", replicas },
    rollingUpdate: { maxSurge: 0, maxUnavailable: 1 },
  };
}

function grown(pool: Tenancy["pools"][number], nodes: number): Tenancy["pools"][number] {
  return { ...pool, poolMax: pool.poolMax + nodes, bounds: { ...pool.bounds, max: pool.bounds.max + nodes } };
}

function podsOf(tenancy: Tenancy): readonly PodSize[] {
  return tenancy.workloads.flatMap((workload) => {
    const { scaling } = workload;
    return scaling.engine === "fixed" ? Array.from({ length: scaling.replicas }, () => podOf(tenancy, workload)) : [];
  });
}

/** Tries every node for every pod, of like nodes one: exact, and slow. */
function fitsSomehow(tenancy: Tenancy): boolean {
  const nodes = nodeKinds(tenancy).flatMap((kind) => {
    assert.ok(tenancy.workloads.every((workload) => kind.count === 0 || takes(kind, workload)));
    return Array.from({ length: kind.count }, () => kind.empty);
  });
  return placeAll(
    [...podsOf(tenancy)].sort((a, b) => b.milliCpu - a.milliCpu),
    nodes,
  );
}

function placeAll([pod, ...others]: readonly PodSize[], nodes: readonly Allocatable[]): boolean {
  if (pod === undefined) return true;
  const tried = new Set<string>();
  return nodes.some((node, index) => {
    const left = { milliCpu: node.milliCpu - pod.milliCpu, mebibytes: node.mebibytes - pod.mebibytes, pods: node.pods - 1 };
    const key = JSON.stringify(node);
    if (tried.has(key) || Math.min(left.milliCpu, left.mebibytes, left.pods) < 0) return false;
    tried.add(key);
    return placeAll(others, nodes.with(index, left));
  });
}
