import assert from "node:assert/strict";
import fc from "fast-check";
import { effectiveNodePools, effectiveWorkloads, merge } from "../../config/resolve";
import { loadStack } from "../../config/file/load";
import { type Edit, edited, root, withProject } from "./project";

const load = (...edits: readonly Edit[]) => withProject({ prod: edited("prod", ...edits) }, (folder) => loadStack(folder, "prod").fleet);

describe("the pools and workloads of one cluster", () => {
  it("are the fleet's where nothing differs", () => {
    const { fleet } = loadStack(root, "prod");
    for (const cluster of Object.keys(fleet.clusters)) {
      assert.deepEqual(effectiveNodePools(fleet, cluster), fleet.nodePools);
      assert.deepEqual(effectiveWorkloads(fleet, cluster), fleet.workloads);
    }
  });

  it("take the cluster's word over its cloud's, and the cloud's over the fleet's", () => {
    const fleet = load(
      [["clouds", "gcp", "overrides"], { nodePools: { general: { max: 30, min: 4 } } }],
      [["clusters", "gcp-usw1", "overrides"], { nodePools: { general: { max: 40 } } }],
    );
    const bounds = (cluster: string) => {
      const { general } = effectiveNodePools(fleet, cluster);
      return [general?.min, general?.max];
    };
    assert.deepEqual(bounds("aws-usw2"), [3, 20]);
    assert.deepEqual(bounds("gcp-usc1"), [4, 30]);
    assert.deepEqual(bounds("gcp-usw1"), [4, 40]);
  });

  it("merge maps key by key and replace lists", () => {
    const fleet = load([
      ["clusters", "az-eus", "overrides"],
      {
        nodePools: { compute: { labels: { tier: "a" }, taints: [], shape: { vcpu: 8 } } },
        workloads: { "api-gateway": { env: { LOG: "debug" }, resources: { limits: { memory: "6Gi" } }, scaling: { max: 60 } } },
      },
    ]);
    const { compute } = effectiveNodePools(fleet, "az-eus");
    assert.deepEqual(compute?.labels, { "node-type": "compute-optimized", workload: "high-cpu", tier: "a" });
    assert.deepEqual(compute?.taints, []);
    assert.deepEqual(compute?.shape, { vcpu: 8, memoryGiB: 8, arch: "amd64" });
    const gateway = effectiveWorkloads(fleet, "az-eus")["api-gateway"];
    assert.deepEqual(gateway?.resources, { requests: { cpu: "500m", memory: "1Gi" }, limits: { cpu: "2", memory: "6Gi" } });
    assert.deepEqual(gateway?.env, { LOG: "debug" });
    assert.equal(gateway?.scaling.engine === "hpa" && gateway.scaling.max, 60);
  });

  it("keep an architecture that the override does not mention", () => {
    const fleet = load(
      [["nodePools", "general", "shape"], { vcpu: 2, memoryGiB: 8, arch: "arm64" }],
      [["clouds", "aws", "overrides"], { nodePools: { general: { shape: { vcpu: 4 } } } }],
    );
    assert.deepEqual(effectiveNodePools(fleet, "aws-usw2").general?.shape, { vcpu: 4, memoryGiB: 8, arch: "arm64" });
  });

  it("exist for clusters that exist only", () => {
    assert.throws(() => effectiveNodePools(loadStack(root, "prod").fleet, "aws-usw3"), /clusters has no aws-usw3; it has aws-usw2, /);
  });
});

describe("merging", () => {
  const json = fc.jsonValue({ maxDepth: 3 });
  const map = fc.dictionary(fc.string(), json, { noNullPrototype: true });

  it("changes nothing with an empty map", () => {
    fc.assert(fc.property(map, (base) => assert.deepEqual(merge(base, {}), base)));
  });

  it("lets the change win wherever it is no map", () => {
    fc.assert(
      fc.property(
        json,
        json.filter((change) => typeof change !== "object" || change === null || Array.isArray(change)),
        (base, change) => assert.deepEqual(merge(base, change), change),
      ),
    );
  });

  it("does the same when repeated", () => {
    fc.assert(
      fc.property(map, map, (base, change) => {
        const once = merge(base, change);
        assert.deepEqual(merge(once, change), once);
      }),
    );
  });
});
