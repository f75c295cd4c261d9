import assert from "node:assert/strict";
import fc from "fast-check";
import type { FleetConfig } from "../../../config";
import type { NodePool } from "../../../config/nodePools";
import { ConfigError } from "../../../config/file/problems";
import { planStack } from "../../../plan";
import type { EksPlan } from "../../../plan/model/eks";
import { controllerPods, karpenterFindings, karpenterNodes } from "../../../plan/nodes/karpenter";
import { eksPools } from "../../../plan/nodes/eks";
import type { PoolCluster } from "../../../plan/nodes/pools";
import type { SpotPolicy } from "../../../plan/nodes/spotShare";
import { clouds, fleet, fleetStack, general, usw2 } from "../fleets";
import { defaultSettings } from "../settings";

describe("a cluster under Karpenter", () => {
  it("S0.150 keeps a pool's minimum as node groups of that very size, and lets Karpenter add the rest, spot first", () => {
    const { nodeGroups, nodePools } = planned({ general: { ...general, min: 10, initial: 10 } });
    assert.deepEqual(
      nodeGroups.map(({ key, bounds, initial }) => ({ key, bounds, initial })),
      [
        { key: "general", bounds: { min: 7, max: 7 }, initial: 7 },
        { key: "general-spot", bounds: { min: 3, max: 3 }, initial: 3 },
      ],
    );
    assert.deepEqual(
      nodePools.map(({ key, capacityType, weight, maxNodes, maxVcpus }) => ({ key, capacityType, weight, maxNodes, maxVcpus })),
      [
        { key: "general", capacityType: "on-demand", weight: 10, maxNodes: 13, maxVcpus: 26 },
        { key: "general-spot", capacityType: "spot", weight: 50, maxNodes: 3, maxVcpus: 6 },
      ],
    );
  });

  it("has no node group for a pool that may shrink to nothing, and no room above a pool that may not grow", () => {
    const pools = {
      fixed: { ...general, min: 4, max: 4, initial: 4, spotPercent: 0 },
      compute: { ...general, min: 0, max: 10, initial: 0 },
    };
    const { nodeGroups, nodePools } = planned(pools);
    assert.deepEqual([keysOf(nodeGroups), keysOf(nodePools)], [["fixed"], ["compute"]]);
  });

  it("gives what is kept and what is added of a part the same machines, labels and taints", () => {
    const taints = [{ key: "workload", value: "high-cpu", effect: "NoSchedule" }] as const;
    const { nodeGroups, nodePools } = planned({ general, compute: { ...general, taints: [...taints] } });
    for (const pool of nodePools) {
      const group = nodeGroups.find(({ key }) => key === pool.key);
      if (group === undefined) continue;
      const { machineTypes, arch, labels, taints: added } = pool;
      assert.deepEqual(
        { machineTypes, arch, labels, taints: added },
        { machineTypes: group.machineTypes, arch: group.shape.arch, labels: group.labels, taints: group.taints },
      );
    }
  });

  it("never has more spot nodes than their share, keeps every minimum, and reaches the part's maximum exactly", () => {
    fc.assert(
      fc.property(pools, percents, policies, (pool, percent, policy) => {
        const parts = eksPools({ ...eks, spot: { percent, policy } }, { p: pool });
        const { nodeGroups, nodePools } = karpenterNodes(parts, nodeAutoscaling);
        const fixed = (key: string) => nodeGroups.find((group) => group.key === key)?.bounds ?? { min: 0, max: 0 };
        const added = (key: string) => nodePools.find((entry) => entry.key === key);

        assert.equal(
          nodeGroups.reduce((total, { bounds }) => total + bounds.min, 0),
          pool.min,
        );
        for (const { key, bounds } of parts) {
          assert.equal(fixed(key).min, fixed(key).max);
          assert.equal(fixed(key).max + (added(key)?.maxNodes ?? 0), bounds.max);
          assert.equal(added(key)?.maxVcpus ?? 0, (added(key)?.maxNodes ?? 0) * pool.shape.vcpu);
        }
        assert.ok((fixed("p-spot").max + (added("p-spot")?.maxNodes ?? 0)) * 100 <= pool.max * percent);
      }),
    );
  });

  it("changes nothing of a node group when only its pool's max changes", () => {
    const [before, after] = [20, 30].map((max) => planned({ general: { ...general, max } }));
    assert.deepEqual(before?.nodeGroups, after?.nodeGroups);
    assert.notDeepEqual(before?.nodePools, after?.nodePools);
    assert.notEqual(before?.nodePools[0]?.fingerprint, after?.nodePools[0]?.fingerprint);
  });

  it("runs its controller twice where two nodes take it that are not its own, and once where there is one", () => {
    const replicas = (min: number) =>
      controllerPods(eksPools(eks, { general: { ...general, min, initial: min, spotPercent: 0 } })).replicas;
    assert.deepEqual([1, 2, 3, 12].map(replicas), [1, 2, 2, 2]);
  });

  it("waits as long as the settings say before a node may go", () => {
    const { disruption } = karpenterNodes([], { ...nodeAutoscaling, scaleDownUnneededMinutes: 25 });
    assert.deepEqual(disruption, { consolidateAfter: "25m", maxNodesAtOnce: "10%", expireAfter: "720h" });
  });

  it("is asked for by the cloud, or by a cluster whatever the cloud says", () => {
    const kinds = (cloud: "clusterAutoscaler" | "karpenter", cluster?: "clusterAutoscaler" | "karpenter") =>
      eksPlanOf(config({ general }, cloud, cluster)).nodeAutoscaler.kind;
    assert.equal(kinds("clusterAutoscaler"), "clusterAutoscaler");
    assert.equal(kinds("karpenter"), "karpenter");
    assert.equal(kinds("karpenter", "clusterAutoscaler"), "clusterAutoscaler");
    assert.equal(kinds("clusterAutoscaler", "karpenter"), "karpenter");
  });

  it("draws on the same quotas, may commit to the same nodes, and has room for the same pods and addresses as without", () => {
    const reserved = { ...clouds, aws: { ...aws(), reserved: { percent: 40, years: 1 as const } } };
    const numbers = (kind: "clusterAutoscaler" | "karpenter") => {
      const plan = planStack(
        // Both parts keep nodes: a part that keeps none has no group under Karpenter, and so none that is replaced.
        fleetStack({
          ...config({ general: { ...general, min: 10, initial: 10 } }, kind),
          clouds: { ...reserved, aws: { ...reserved.aws, nodeAutoscaler: kind } },
        }),
      );
      assert.ok(plan.kind === "fleet");
      return {
        // Its nodes are in no group, so what is counted by group is held in test/plan/accounts/quotas.test.ts.
        quotas: plan.quotas.filter(({ quota }) => quota !== "nodesPerNodeGroup" && quota !== "nodeGroupsPerCluster"),
        commitments: plan.fleet.commitments,
        pools: plan.fleet.clusters[0]?.pools.map(({ key, bounds }) => [key, bounds]),
      };
    };
    assert.deepEqual(numbers("karpenter"), numbers("clusterAutoscaler"));
  });

  it("says that nothing is immutable where there is no node group, since Karpenter moves nodes one by one", () => {
    const { pools } = eksPlanOf(config({ general, compute: { ...general, min: 0, initial: 0 } }, "karpenter"));
    const immutable = Object.fromEntries(pools.map((pool) => [pool.key, Object.keys(pool.immutable)]));
    assert.deepEqual(immutable, { compute: [], general: ["machines", "zones"], "general-spot": [] });
  });

  it("is refused where every node that stays is a spot node or tainted: Karpenter would wait for itself", () => {
    assert.throws(
      () => planStack(fleetStack(config({ general: { ...general, spotPercent: 100 } }, "karpenter"))),
      (error: unknown) =>
        error instanceof ConfigError &&
        error.problems.some(
          ({ path, message }) =>
            path === "nodePools" && /no on-demand node without taints in aws-usw2.*raise min.*spotPercent/.test(message),
        ),
    );
  });

  it("is refused labels in Karpenter's own domains, once for both parts", () => {
    const labels = { "karpenter.sh/zone": "a", "team.karpenter.k8s.aws/x": "b", "mykarpenter.sh/y": "c", "node-type": "d" };
    const parts = eksPools(eks, { general: { ...general, labels } });
    assert.deepEqual(
      karpenterFindings("aws-usw2", parts).map(({ path }) => path.at(-1)),
      ["karpenter.sh/zone", "team.karpenter.k8s.aws/x"],
    );
  });
});

const { nodeAutoscaling } = defaultSettings;

const eks: PoolCluster = {
  name: "aws-usw2",
  region: "us-west-2",
  kubernetes: "1.35",
  tags: {},
  zones: ["usw2-az1", "usw2-az2"],
  spot: { percent: 30, policy: "availability" },
};

function planned(nodePools: Readonly<Record<string, NodePool>>) {
  return karpenterNodes(eksPools(eks, nodePools), nodeAutoscaling);
}

function aws() {
  assert.ok(clouds.aws);
  return clouds.aws;
}

function config(
  nodePools: Record<string, NodePool>,
  nodeAutoscaler: "clusterAutoscaler" | "karpenter",
  own?: "clusterAutoscaler" | "karpenter",
): FleetConfig {
  const cluster = { ...usw2, ...(own === undefined ? {} : { nodeAutoscaler: own }) };
  return { ...fleet, nodePools, clouds: { aws: { ...aws(), nodeAutoscaler } }, clusters: { "aws-usw2": cluster } };
}

function eksPlanOf(written: FleetConfig): EksPlan {
  const plan = planStack(fleetStack(written));
  const [cluster] = plan.fleet.clusters;
  assert.ok(cluster?.cloud === "aws");
  return cluster;
}

function keysOf(entries: readonly { readonly key: string }[]): readonly string[] {
  return entries.map(({ key }) => key);
}

const percents = fc.integer({ min: 0, max: 100 });
const policies = fc.constantFrom<SpotPolicy>("availability", "strictMax");
const pools: fc.Arbitrary<NodePool> = fc
  .tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 500 }), fc.constantFrom(2, 4, 8))
  .map(([a, b, vcpu]) => {
    const min = Math.min(a, b);
    return { ...general, shape: { vcpu, memoryGiB: 4 * vcpu, arch: "amd64" as const }, min, max: Math.max(a, b), initial: min };
  });
