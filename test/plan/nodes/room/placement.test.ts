import assert from "node:assert/strict";
import fc from "fast-check";
import type { PodSize } from "../../../../plan/nodes/packing";
import { emptyNodes, place, type PlacedNode, roomOn, type Skew } from "../../../../plan/nodes/room/placement";
import type { NodeKind } from "../../../../plan/nodes/room/tenancy";

const anySkew: Skew = { zone: Infinity, host: Infinity };

describe("pods on nodes", () => {
  it("never take more than a node has, and are all accounted for", () => {
    fc.assert(
      fc.property(
        kinds,
        zones,
        fc.array(fc.tuple(pods, fc.integer({ min: 1, max: 40 }), skews), { maxLength: 6 }),
        (some, across, groups) => {
          const nodes = emptyNodes(some, across);
          const total = (of: "milliCpu" | "mebibytes" | "pods") => nodes.reduce((sum, node) => sum + node[of], 0);
          for (const [pod, replicas, skew] of groups) {
            const before = { milliCpu: total("milliCpu"), mebibytes: total("mebibytes"), pods: total("pods") };
            const placed = place(replicas, pod, nodes, skew);
            assert.ok(placed <= replicas);
            assert.equal(before.milliCpu - total("milliCpu"), placed * pod.milliCpu);
            assert.equal(before.mebibytes - total("mebibytes"), placed * pod.mebibytes);
            assert.equal(before.pods - total("pods"), placed);
          }
          for (const { milliCpu, mebibytes, pods: left } of nodes) assert.ok(Math.min(milliCpu, mebibytes, left) >= 0);
        },
      ),
    );
  });

  it("keep the difference between zones and between nodes", () => {
    fc.assert(
      fc.property(kinds, zones, pods, fc.integer({ min: 1, max: 60 }), skews, (some, across, pod, replicas, skew) => {
        const nodes = emptyNodes(some, across);
        place(replicas, pod, nodes, skew);
        const onNode = nodes.map(({ pods: left, kind }) => kind.empty.pods - left);
        const inZone = zonesOf(nodes).map((zone) => sum(nodes.flatMap((node, index) => (node.zone === zone ? [onNode[index] ?? 0] : []))));
        assert.ok(spanOf(inZone) <= skew.zone && spanOf(onNode) <= skew.host);
      }),
    );
  });

  it("are as many as the zones allow that have room: those of the smallest, and the difference more in each of the others", () => {
    fc.assert(
      fc.property(kinds, zones, pods, fc.integer({ min: 1, max: 3 }), (some, across, pod, zone) => {
        const nodes = emptyNodes(some, across);
        const rooms = zonesOf(nodes).map((of) => sum(nodes.flatMap((node) => (node.zone === of ? [roomOn(node, pod)] : []))));
        const most = sum(rooms.map((room) => Math.min(room, Math.min(...rooms) + zone)));
        assert.equal(place(Infinity, pod, nodes, { zone, host: Infinity }), most);
      }),
    );
  });

  it("are as many as the nodes allow where their difference has a bound", () => {
    fc.assert(
      fc.property(kinds, zones, pods, fc.integer({ min: 1, max: 3 }), (some, across, pod, host) => {
        const nodes = emptyNodes(some, across);
        const rooms = nodes.map((node) => roomOn(node, pod));
        const most = sum(rooms.map((room) => Math.min(room, Math.min(...rooms) + host)));
        assert.equal(place(Infinity, pod, nodes, { zone: Infinity, host }), most);
      }),
    );
  });

  it("leave one over only where no node has room for it, so that less of it could be placed in no other way", () => {
    fc.assert(
      fc.property(kinds, pods, fc.integer({ min: 1, max: 200 }), (some, pod, replicas) => {
        const nodes = emptyNodes(some, 1);
        const most = sum(nodes.map((node) => roomOn(node, pod)));
        assert.equal(place(replicas, pod, nodes, anySkew), Math.min(most, replicas));
      }),
    );
  });

  it("are placed fast, however many there are", () => {
    const big: NodeKind = { ...kind, count: 10_000, empty: { milliCpu: 15_000, mebibytes: 60_000, pods: 110 } };
    for (const skew of [anySkew, { zone: 1, host: Infinity }, { zone: 1, host: 1 }]) {
      const nodes = emptyNodes([big], 3);
      const started = performance.now();
      place(Infinity, { milliCpu: 1, mebibytes: 4 }, nodes, skew);
      if (skew.host === Infinity) assert.ok(sum(nodes.map(({ pods: left }) => 110 - left)) > 1_000_000);
      assert.ok(performance.now() - started < 2_000, `${performance.now() - started} ms`);
    }
  });
});

const kind: NodeKind = {
  pool: "p",
  arch: "amd64",
  spotOnly: false,
  addedTaints: [],
  count: 1,
  empty: { milliCpu: 1530, mebibytes: 5748, pods: 17 },
};
const kinds = fc.array(
  fc
    .tuple(
      fc.integer({ min: 1, max: 7 }),
      fc.record({
        milliCpu: fc.integer({ min: 0, max: 4000 }),
        mebibytes: fc.integer({ min: 0, max: 8000 }),
        pods: fc.integer({ min: 0, max: 17 }),
      }),
    )
    .map(([count, empty]): NodeKind => ({ ...kind, count, empty })),
  { minLength: 1, maxLength: 3 },
);
const zones = fc.integer({ min: 1, max: 4 });
const pods: fc.Arbitrary<PodSize> = fc.record({
  milliCpu: fc.integer({ min: 1, max: 2000 }),
  mebibytes: fc.integer({ min: 4, max: 4000 }),
});
const skews: fc.Arbitrary<Skew> = fc.record({
  zone: fc.constantFrom(1, 2, Infinity),
  host: fc.constantFrom(1, 3, Infinity),
});

function zonesOf(nodes: readonly PlacedNode[]): readonly number[] {
  return [...new Set(nodes.map(({ zone }) => zone))];
}

function spanOf(counts: readonly number[]): number {
  return Math.max(...counts) - Math.min(...counts);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
