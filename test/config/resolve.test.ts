import assert from "node:assert/strict";
import fc from "fast-check";
import { merge } from "../../config/layers";
import { resolveFleet, writtenPath } from "../../config/resolve";
import type { FleetConfig } from "../../config";
import { loadStack } from "../../config/file/load";
import { type Edit, edited, root, withProject } from "./project";

const load = (...edits: readonly Edit[]) => withProject({ prod: edited("prod", ...edits) }, (folder) => loadStack(folder, "prod").fleet);

function inForce(fleet: FleetConfig, name: string) {
  const cluster = resolveFleet(fleet).clusters[name];
  assert.ok(cluster !== undefined);
  return cluster;
}

describe("the pools and workloads of one cluster", () => {
  it("are the fleet's where nothing differs", () => {
    const { fleet } = loadStack(root, "prod");
    for (const cluster of Object.keys(fleet.clusters)) {
      const { nodePools, workloads } = inForce(fleet, cluster);
      assert.deepEqual([nodePools, workloads], [fleet.nodePools, fleet.workloads]);
    }
  });

  it("take the cluster's word over its cloud's, and the cloud's over the fleet's", () => {
    const fleet = load(
      [["clouds", "gcp", "overrides"], { nodePools: { general: { max: 30, min: 4 } } }],
      [["clusters", "gcp-usw1", "overrides"], { nodePools: { general: { max: 40 } } }],
    );
    const bounds = (cluster: string) => {
      const { general } = inForce(fleet, cluster).nodePools;
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
    const { compute } = inForce(fleet, "az-eus").nodePools;
    assert.deepEqual(compute?.labels, { "node-type": "compute-optimized", workload: "high-cpu", tier: "a" });
    assert.deepEqual(compute?.taints, []);
    assert.deepEqual(compute?.shape, { vcpu: 8, memoryGiB: 8, arch: "amd64" });
    const gateway = inForce(fleet, "az-eus").workloads["api-gateway"];
    assert.deepEqual(gateway?.resources, { requests: { cpu: "500m", memory: "1Gi" }, limits: { cpu: "2", memory: "6Gi" } });
    assert.deepEqual(gateway?.env, { LOG: "debug" });
    assert.equal(gateway?.scaling.engine === "hpa" && gateway.scaling.max, 60);
  });

  it("keep an architecture that the override does not mention", () => {
    const fleet = load(
      [["nodePools", "general", "shape"], { vcpu: 2, memoryGiB: 8, arch: "arm64" }],
      [["clouds", "aws", "overrides"], { nodePools: { general: { shape: { vcpu: 4 } } } }],
    );
    assert.deepEqual(inForce(fleet, "aws-usw2").nodePools["general"]?.shape, { vcpu: 4, memoryGiB: 8, arch: "arm64" });
  });

  it("are nothing that anybody could merge again: no override is left, nor an upgrade under way", () => {
    const fleet = load(
      [["clouds", "gcp", "overrides"], { nodePools: { general: { max: 30 } } }],
      [["upgrade"], { to: "1.36", waves: [["gcp-usw1"]] }],
    );
    const resolved = resolveFleet(fleet);
    assert.ok(!JSON.stringify(resolved).includes("overrides"));
    assert.deepEqual([resolved.clusters["gcp-usw1"]?.kubernetes, resolved.clusters["gcp-usc1"]?.kubernetes], ["1.36", "1.35"]);
  });
});

describe("what is in force in a cluster", () => {
  const fleet = load(
    [["clouds", "gcp", "overrides"], { nodePools: { general: { max: 30, shape: { vcpu: 4, memoryGiB: 16 } } } }],
    [["clusters", "gcp-usw1", "overrides"], { nodePools: { general: { max: 40 } } }],
    [["upgrade"], { to: "1.36", waves: [["gcp-usw1"]] }],
  );
  const max = ["nodePools", "general", "max"];

  it("is written in the strongest override that says it, or else where the fleet says it", () => {
    assert.deepEqual(writtenPath(fleet, "gcp-usw1", max), ["clusters", "gcp-usw1", "overrides", ...max]);
    assert.deepEqual(writtenPath(fleet, "gcp-usc1", max), ["clouds", "gcp", "overrides", ...max]);
    assert.deepEqual(writtenPath(fleet, "aws-usw2", max), max);
    const shape = ["nodePools", "general", "shape"];
    assert.deepEqual(writtenPath(fleet, "gcp-usw1", shape), ["clouds", "gcp", "overrides", ...shape]);
  });

  it("is written in an upgrade under way, where that brings the cluster to its minor", () => {
    const minor = (cluster: string) => writtenPath(fleet, cluster, ["clusters", cluster, "kubernetes"]);
    assert.deepEqual(minor("gcp-usw1"), ["upgrade", "to"]);
    assert.deepEqual(minor("gcp-usc1"), ["clusters", "gcp-usc1", "kubernetes"]);
    assert.deepEqual(writtenPath(fleet, "gcp-usw1", ["clusters", "gcp-usw1", "slot"]), ["clusters", "gcp-usw1", "slot"]);
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
