import assert from "node:assert/strict";
import fc from "fast-check";
import { ConfigError } from "../../../config/file/problems";
import { planStack } from "../../../plan";
import { logicalNameFindings, type NamedCluster } from "../../../plan/naming/logicalNames";
import { clusterId } from "../../../plan/naming/physicalNames";
import { fleet, fleetStack, gateway, general, usw2 } from "../fleets";

describe("logical names", () => {
  const first: NamedCluster = { ...cluster("a", 0), workloads: [{ name: "b-1-c", namespace: "apps" }] };
  const second: NamedCluster = { ...cluster("a-0-b", 1), workloads: [{ name: "c", namespace: "shop" }] };

  it("of two workloads that would be equal are told with both places and the remedy", () => {
    assert.deepEqual(logicalNameFindings([first, second]), [
      {
        path: ["clusters", "a-0-b"],
        message:
          '"a-0-b-1-c" would be the logical name of two workloads: workloads.b-1-c in clusters.a and workloads.c in clusters.a-0-b; ' +
          "rename one of these, or one of the clusters",
      },
    ]);
  });

  it("of two namespaces that would be equal are told even where their workloads' are not", () => {
    const workload = (name: string, namespace: string) => ({ workloads: [{ name, namespace }] });
    assert.deepEqual(
      logicalNameFindings([
        { ...first, ...workload("api", "b-1-c") },
        { ...second, ...workload("web", "c") },
      ]).map(({ message }) => message),
      [
        '"a-0-b-1-c-namespace" would be the logical name of two namespaces: namespace b-1-c in clusters.a and namespace c in clusters.a-0-b; ' +
          "rename one of these, or one of the clusters",
      ],
    );
  });

  it("of two pools that would be equal are told by what is configured, and in one cloud only", () => {
    const withPools = (cloud: NamedCluster["cloud"]) => [
      { ...cluster("a", 0), pools: [{ key: "b-1-c-spot", pool: "b-1-c" }] },
      { ...cluster("a-0-b", 1), cloud, pools: [{ key: "c-spot", pool: "c" }] },
    ];
    assert.deepEqual(
      logicalNameFindings(withPools("aws")).map(({ message }) => message),
      [
        '"a-0-b-1-c-spot" would be the logical name of two aws node pools: nodePools.b-1-c in clusters.a and nodePools.c in clusters.a-0-b; ' +
          "rename one of these, or one of the clusters",
      ],
    );
    assert.deepEqual(logicalNameFindings(withPools("gcp")), []);
  });

  it("that are equal stop a fleet, each with its place in the stack file", () => {
    const colliding = {
      ...fleet,
      clusters: { a: { ...usw2, slot: 0 }, "a-0-b": { ...usw2, slot: 1 } },
      nodePools: { general, "b-1-general": general },
      workloads: { "api-gateway": { ...gateway, namespace: "apps" } },
    };
    assert.throws(
      () => planStack(fleetStack(colliding)),
      (error) =>
        error instanceof ConfigError &&
        error.problems.length === 2 &&
        error.problems.every(({ path, message }) => path === "clusters.a-0-b" && message.includes("two aws node pools")),
    );
  });

  it("are accepted only where no two of a kind are equal", () => {
    fc.assert(
      fc.property(namedClusters, (clusters) => {
        const equal = namesByKind(clusters).map((names) => names.length - new Set(names).size);
        const repeated = equal.reduce((total, count) => total + count, 0);
        assert.equal(logicalNameFindings(clusters).length, repeated);
      }),
    );
  });
});

function cluster(name: string, slot: number): NamedCluster {
  return { name, id: clusterId({ cluster: name, slot }), cloud: "aws", pools: [], workloads: [] };
}

function namesByKind(clusters: readonly NamedCluster[]): string[][] {
  return [
    clusters.flatMap(({ id, cloud, pools }) => pools.map(({ key }) => `${cloud} ${id}-${key}`)),
    clusters.flatMap(({ id, workloads }) => workloads.map(({ name }) => `${id}-${name}`)),
    clusters.flatMap(({ id, workloads }) => [...new Set(workloads.map(({ namespace }) => `${id}-${namespace}-namespace`))]),
  ];
}

const keys = fc.stringMatching(/^[ab](-[ab01]){0,2}$/);
const clouds = fc.constantFrom("aws", "azure");

/** Two clusters of which one's key begins with the other's name and slot, and parts that bridge the difference: names are often equal. */
const namedClusters: fc.Arbitrary<NamedCluster[]> = fc
  .record({ name: keys, between: keys, part: keys, clouds: fc.tuple(clouds, clouds) })
  .chain(({ name, between, part, clouds: [cloud, other] }) => {
    const parts = fc.subarray([...new Set([part, `${between}-1-${part}`, between])]);
    return fc.tuple(parts, parts, parts).map(([pools, workloads, namespaces]) => {
      const inside = {
        pools: pools.map((key) => ({ key, pool: key })),
        workloads: workloads.map((key, index) => ({ name: key, namespace: namespaces[index] ?? key })),
      };
      return [
        { ...cluster(name, 0), ...inside, cloud },
        { ...cluster(`${name}-0-${between}`, 1), ...inside, cloud: other },
      ];
    });
  });
