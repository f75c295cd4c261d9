import assert from "node:assert/strict";
import fc from "fast-check";
import { loadStack } from "../../config/file/load";
import { ConfigError, parsePath, type Problem } from "../../config/file/problems";
import { planStack } from "../../plan";
import { type Edit, edited, withProject } from "../config/project";

describe("a remedy that the plan prints", function () {
  this.timeout(120_000);

  it("is one that it accepts, whatever the peak: maxima that are raised, and a peak that is lowered", () => {
    const outcomes = new Set<string>();
    fc.assert(
      fc.property(fc.integer({ min: 7_000, max: 40_000 }), (peakRps) => {
        const peak: Edit = [["traffic", "peakRps"], peakRps];
        const [first, ...others] = problemsOf([peak], []).filter(({ path }) => path === "traffic.peakRps");
        if (first === undefined) return;
        const remedy = remedyIn(first);
        for (const other of others) assert.equal(remedyIn(other), remedy, "one edit for all of them");
        const lower = /lower traffic\.peakRps to (\d+)/.exec(remedy)?.[1];
        assert.deepEqual(problemsOf([[["traffic", "peakRps"], Number(lower)]], []), []);
        const raises = [...remedy.matchAll(/raise (\S+) (to|by) (\d+)/g)].map(([, path = "", word, amount]): Edit => {
          const keys = parsePath(path);
          const most = word === "by" && keys.includes("general") ? 20 : 0;
          return [keys, most + Number(amount)];
        });
        outcomes.add(raises.length > 0 ? "raised" : "lowered");
        if (raises.length > 0) assert.deepEqual(problemsOf([peak], raises), []);
      }),
      { numRuns: 12, examples: [[12_000], [7_200], [10_100]], seed: 17 },
    );
    assert.deepEqual([...outcomes].sort(), ["lowered", "raised"]);
  });

  it("raises no pool where every pool has taints", () => {
    const [problem] = problemsOf(
      [],
      [
        [
          ["clusters", "gcp-usw1", "overrides"],
          { nodePools: { general: { taints: [{ key: "team", value: "a", effect: "NoSchedule" }] } } },
        ],
      ],
    );
    assert.match(problem?.message ?? "", /has no pool without taints/);
    assert.doesNotMatch(problem?.message ?? "", /raise a pool's max/);
    assert.match(problem?.message ?? "", /add a pool without taints/);
  });
});

function remedyIn({ message }: Problem): string {
  return message.slice(message.indexOf("; ", message.lastIndexOf(" each)")) + 2).replace(/, or accept it.*$/, "");
}

/** What is wrong with prod, and with the DNS in front of it, after edits of the traffic's file and of the fleet's. */
function problemsOf(traffic: readonly Edit[], fleet: readonly Edit[]): readonly Problem[] {
  return withProject({ prod: edited("prod", ...fleet), "prod-traffic": edited("prod-traffic", ...traffic) }, (folder) => {
    try {
      return planStack(loadStack(folder, "prod")).unsurvived;
    } catch (error) {
      if (error instanceof ConfigError) return error.problems;
      throw error;
    }
  });
}
