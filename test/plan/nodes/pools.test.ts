import assert from "node:assert/strict";
import fc from "fast-check";
import type { NodePool } from "../../../config/nodePools";
import { aksPools } from "../../../plan/nodes/aks";
import { eksPools } from "../../../plan/nodes/eks";
import { gkePools } from "../../../plan/nodes/gke";
import type { NodePoolPlan } from "../../../plan/model/pool";
import { type PoolCluster, shapeFindings, sharedNameFindings } from "../../../plan/nodes/pools";
import { general, keys } from "../fleets";

describe("the pools of a cluster", () => {
  it("S0.72 S0.103 are an on-demand and a spot part of what is configured", () => {
    const parts = poolPlans(eks, "general", general);
    assert.deepEqual(
      parts.map(({ key, pool, capacityType, bounds, initial }) => ({ key, pool, capacityType, bounds, initial })),
      [
        { key: "general", pool: "general", capacityType: "on-demand", bounds: { min: 3, max: 20 }, initial: 5 },
        { key: "general-spot", pool: "general", capacityType: "spot", bounds: { min: 0, max: 6 }, initial: 0 },
      ],
    );
    for (const { labels } of parts)
      assert.deepEqual([labels["node-type"], labels["workload"], labels["gateway-fleet/pool"]], ["general", "api-gateway", "general"]);
  });

  it("keep spot nodes for those who ask: by taint, and on AKS by the service's own taint and label too", () => {
    const ours = { key: "gateway-fleet/capacity", value: "spot", effect: "NoSchedule" };
    const azures = { key: "kubernetes.azure.com/scalesetpriority", value: "spot", effect: "NoSchedule" };
    const spotOn = (cluster: Place) => poolPlans(cluster, "general", { ...general, taints: [custom] })[1];
    assert.deepEqual(spotOn(eks)?.taints, [custom, ours]);
    assert.deepEqual(spotOn(gke)?.taints, [custom, ours]);
    assert.deepEqual(spotOn(aks)?.taints, [custom, ours, azures]);
    assert.equal(spotOn(aks)?.labels["kubernetes.azure.com/scalesetpriority"], "spot");
    assert.equal(spotOn(gke)?.labels["gateway-fleet/capacity"], "spot");
    assert.deepEqual(poolPlans(aks, "general", general)[0]?.taints, []);
  });

  it("take the spot share from the pool, else from the cloud, and else have none where they may shrink to nothing", () => {
    const keysOf = (pool: NodePool) => poolPlans(eks, "p", pool).map(({ key, bounds }) => `${key} ${bounds.max}`);
    assert.deepEqual(keysOf({ ...general, spotPercent: 50 }), ["p 20", "p-spot 10"]);
    assert.deepEqual(keysOf({ ...general, spotPercent: 0 }), ["p 20"]);
    assert.deepEqual(keysOf({ ...general, min: 0, initial: 0 }), ["p 20"]);
    assert.deepEqual(keysOf({ ...general, min: 0, initial: 0, spotPercent: 50 }), ["p 20", "p-spot 10"]);
    assert.deepEqual(keysOf({ ...general, min: 1, max: 3, initial: 1 }), ["p 3"], "30 % of 3 is no whole node");
  });

  it("have no part that could never have a node", () => {
    const strict = { ...eks, spot: { percent: 100, policy: "strictMax" } } as const;
    assert.deepEqual(
      poolPlans(strict, "p", general).map(({ key }) => key),
      ["p-spot"],
    );
  });

  it("start with as many nodes as configured, each part within its bounds", () => {
    fc.assert(
      fc.property(
        pools,
        fc.integer({ min: 0, max: 100 }),
        fc.constantFrom("availability" as const, "strictMax" as const),
        (pool, percent, policy) => {
          const parts = poolPlans({ ...eks, spot: { percent, policy } }, "p", pool);
          for (const { bounds, initial } of parts) assert.ok(bounds.min <= initial && initial <= bounds.max);
          assert.equal(
            parts.reduce((total, { initial }) => total + initial, 0),
            pool.initial,
          );
        },
      ),
    );
  });

  it("are named so that a replacement can stand beside them: by prefix on EKS, by what is immutable on AKS and GKE", () => {
    const nameOn = (cluster: Place, pool = general) => poolPlans(cluster, "general", pool)[0]?.physicalName;
    assert.equal(nameOn(eks), "usw2-general-");
    assert.match(nameOn(gke) ?? "", /^general-[0-9a-f]{5}$/);
    assert.equal(nameOn(gke), nameOn(gke, { ...general, max: 40, shape: { ...general.shape, memoryGiB: 16 } }));
    assert.notEqual(nameOn(gke), nameOn(gke, { ...general, shape: { ...general.shape, arch: "arm64" } }));
    assert.match(nameOn(aks) ?? "", /^general[0-9a-f]{5}$/);
    assert.equal(nameOn(aks), nameOn(aks, { ...general, max: 40, labels: {} }));
    assert.notEqual(nameOn(aks), nameOn(aks, { ...general, shape: { ...general.shape, memoryGiB: 16 } }));
    assert.notEqual(nameOn(aks), nameOn({ ...aks, zones: ["1", "2"] }));
  });

  it("say on AKS what another disk, another number of pods and another encryption would replace", () => {
    assert.deepEqual(poolPlans(aks, "general", general)[0]?.immutable, {
      machines: "Standard_D2ds_v5",
      zones: "1, 2, 3",
      "OS disk": "64 GiB ephemeral",
      "pods per node": "64",
      "encryption at host": "on",
    });
  });

  it("have names that their cloud takes and that differ from one another", () => {
    fc.assert(
      fc.property(fc.uniqueArray(longKeys, { minLength: 2, maxLength: 12 }), fc.constantFrom(aks, gke), (names, cluster) => {
        const plans = names.flatMap((name): readonly NodePoolPlan[] => poolPlans(cluster, name, { ...general, spotPercent: 50 }));
        const pattern = cluster === aks ? /^[a-z][a-z0-9]{0,11}$/ : /^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/;
        for (const { physicalName } of plans) assert.match(physicalName, pattern);
        assert.equal(new Set(plans.map(({ physicalName }) => physicalName)).size, plans.length);
        assert.deepEqual(sharedNameFindings(cluster.name, plans), []);
      }),
    );
  });

  it("are refused if two had one name after all", () => {
    const [plan] = poolPlans(gke, "general", general);
    assert.ok(plan !== undefined);
    assert.deepEqual(sharedNameFindings("c", [plan, { ...plan, key: "other", pool: "other" }]), [
      { path: ["nodePools", "other"], message: `other and general would both be called "${plan.physicalName}" in c; rename one of them` },
    ]);
  });

  it("cannot have a shape that nobody sells", () => {
    const [finding, ...others] = shapeFindings({
      odd: { ...general, shape: { vcpu: 3, memoryGiB: 5, arch: "amd64" } },
      general,
    });
    assert.equal(others.length, 0);
    assert.deepEqual(finding?.path, ["nodePools", "odd", "shape"]);
    assert.match(finding?.message ?? "", /^no machine type has 3 vCPU \/ 5 GiB amd64; choose one of 2 vCPU \/ 4 GiB amd64, /);
  });
});

describe("a pool's fingerprint", () => {
  it("is the same for the same pool, however its keys are ordered, and does not follow the size at creation", () => {
    fc.assert(
      fc.property(pools, fc.dictionary(keys, keys), (pool, labels) => {
        const reversed = Object.fromEntries(Object.entries(labels).reverse());
        const again = { ...pool, labels: reversed, initial: pool.max };
        assert.equal(fingerprintOf(eks, { ...pool, labels }), fingerprintOf(eks, again));
        assert.match(fingerprintOf(eks, pool), /^[0-9a-f]{10}$/);
      }),
    );
  });

  it("changes with everything else that is sent", () => {
    const variants: [Place, NodePool][] = [
      [eks, general],
      [eks, { ...general, max: 24 }],
      [eks, { ...general, min: 18, initial: 18 }],
      [eks, { ...general, labels: { ...general.labels, tier: "edge" } }],
      [eks, { ...general, taints: [custom] }],
      [eks, { ...general, shape: { ...general.shape, memoryGiB: 16 } }],
      [eks, { ...general, shape: { ...general.shape, arch: "arm64" } }],
      [{ ...eks, kubernetes: "1.36" }, general],
      [{ ...eks, zones: ["usw2-az1", "usw2-az2"] }, general],
      [{ ...eks, tags: { owner: "other" } }, general],
      [{ ...eks, name: "other" }, general],
      [gke, general],
    ];
    assert.equal(new Set(variants.map(([cluster, pool]) => fingerprintOf(cluster, pool))).size, variants.length);
  });

  it("of the on-demand part does not follow a spot share that leaves its bounds alone", () => {
    assert.equal(fingerprintOf(eks, { ...general, spotPercent: 10 }), fingerprintOf(eks, { ...general, spotPercent: 20 }));
  });
});

const custom = { key: "workload", value: "high-cpu", effect: "NoSchedule" } as const;
const spot = { percent: 30, policy: "availability" } as const;
interface Place extends PoolCluster {
  readonly cloud: "aws" | "azure" | "gcp";
}

function poolPlans({ cloud, ...cluster }: Place, name: string, pool: NodePool): readonly NodePoolPlan[] {
  return { aws: eksPools, azure: aksPools, gcp: gkePools }[cloud](cluster, { [name]: pool });
}

const eks: Place = {
  name: "usw2",
  cloud: "aws",
  region: "us-west-2",
  kubernetes: "1.35",
  tags: { owner: "platform" },
  zones: ["usw2-az1", "usw2-az2", "usw2-az3"],
  spot,
};
const aks: Place = { ...eks, name: "wus2", cloud: "azure", region: "westus2", zones: ["1", "2", "3"] };
const gke: Place = { ...eks, name: "usw1", cloud: "gcp", region: "us-west1", zones: ["us-west1-a"] };

function fingerprintOf(cluster: Place, pool: NodePool): string {
  const [part] = poolPlans(cluster, "general", pool);
  assert.ok(part !== undefined);
  return part.fingerprint;
}

const longKeys = fc.stringMatching(/^[a-z]([a-z0-9-]{0,55}[a-z0-9])?$/).filter((key) => !key.endsWith("-spot"));
const pools = fc
  .tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 500 }))
  .map((counts) => counts.sort((a, b) => a - b))
  .map(([min, initial, max]): NodePool & { initial: number } => ({ ...general, min, initial, max }));
