import assert from "node:assert/strict";
import fc from "fast-check";
import { inOrder } from "../../../plan/engines";
import { nothingElse } from "../../../plan/engines/engine";
import type { EnginePlan } from "../../../plan/model/engines/plan";
import type { EngineWord } from "../../../plan/model/engines";

describe("the order of engines", () => {
  const words: readonly EngineWord[] = ["configSync", "eventScaling", "secretSync"];

  it("has each of them once, none before one that it needs", () => {
    const needs = fc.record({
      configSync: fc.constant([]),
      eventScaling: fc.subarray(["configSync"]),
      secretSync: fc.subarray(["configSync", "eventScaling"]),
    });
    fc.assert(
      fc.property(needs, fc.shuffledSubarray([...words], { minLength: 3 }), (needed, written) => {
        const platform = Object.fromEntries(written.map((word) => [word, engine(needed[word as keyof typeof needed])]));
        const order = inOrder(platform);
        assert.deepEqual([...order].sort(), [...words].sort());
        for (const word of words)
          for (const other of needed[word as keyof typeof needed]) assert.ok(order.indexOf(other as EngineWord) < order.indexOf(word));
      }),
    );
  });

  it("waits for no engine that the cluster does not have", () => {
    assert.deepEqual(inOrder({ eventScaling: engine(["monitoring"]) }), ["eventScaling"]);
  });

  it("does not exist where two need each other", () => {
    const circle = { configSync: engine(["secretSync"]), secretSync: engine(["configSync"]) };
    assert.throws(() => inOrder(circle), /engines that need each other: configSync, secretSync/);
  });
});

function engine(needs: readonly string[]): EnginePlan {
  return { ...nothingElse, component: { type: "Any", name: "any" }, namespace: undefined, charts: [], objects: [], pods: [], needs };
}
