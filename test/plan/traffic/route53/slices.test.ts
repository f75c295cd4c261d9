import assert from "node:assert/strict";
import fc from "fast-check";
import type { PlanOf } from "../../../../components/traffic";
import { planStack } from "../../../../plan";
import { degraded, splitWeights } from "../../../../plan/traffic/route53/slices";
import { fleet, slowness, traffic, trafficStack } from "../../fleets";
import type { Route53Plan } from "../../../../plan/model/traffic/route53";

const limit = 255;

describe("slices of a cloud's weight", () => {
  it("S0.96 are records of their own beside what always answers, each with a check that waits longer (E3.35)", () => {
    const { dns, host } = plan({ aws: slowness([10, 10, 10]) });
    const members = dns.records.filter(({ fqdn, routing }) => fqdn === host && routing.kind === "weighted");
    assert.deepEqual(
      members.map(({ name, routing, healthCheck }) => [name, routing.kind === "weighted" && routing.weight, healthCheck]),
      [
        ["api-aws", 40, undefined],
        ["api-aws-slice-1", 10, "api-aws-slice-1-health"],
        ["api-aws-slice-2", 10, "api-aws-slice-2-health"],
        ["api-aws-slice-3", 10, "api-aws-slice-3-health"],
        ["api-azure", 20, undefined],
        ["api-gcp", 10, undefined],
      ],
    );
    assert.equal(new Set(members.slice(0, 4).map((record) => record.kind === "alias" && record.target)).size, 1, "one target");
    assert.deepEqual(
      dns.slices.map(({ minutes, threshold }) => [minutes, threshold]),
      [
        [5, 5_000],
        [10, 5_000],
        [15, 5_000],
      ],
    );
  });

  it("S0.96 move a slow cloud's answers to the others step by step, by their weights (E3.35)", () => {
    const { dns, clouds } = plan({ aws: slowness([10, 10, 10]) });
    const percents = degraded(dns.slices, clouds).map(({ afterMinutes, shares }) => [
      afterMinutes,
      Object.fromEntries(Object.entries(shares).map(([cloud, share]) => [cloud, Math.round(share * 1_000) / 10])),
    ]);
    assert.deepEqual(percents, [
      [5, { aws: 66.7, azure: 22.2, gcp: 11.1 }],
      [10, { aws: 62.5, azure: 25, gcp: 12.5 }],
      [15, { aws: 57.1, azure: 28.6, gcp: 14.3 }],
    ]);
  });

  it("take a threshold in the metric's unit", () => {
    const inSeconds = slowness([10]);
    const { dns } = plan({ aws: { ...inSeconds, metric: { ...inSeconds.metric, unit: "Seconds" } } });
    assert.equal(dns.slices[0]?.threshold, 5);
  });

  it("are none of a cloud that is away, whose share its backup answers", () => {
    const maintenance = { kind: "maintenance" as const, from: "aws", reason: "a test", until: "2026-12-01" };
    assert.deepEqual(plan({ aws: slowness([10, 10]) }, { overrides: [maintenance] }).dns.slices, []);
  });

  it("keep the host's members under Route 53's limit, or say so", () => {
    const ones = Array.from({ length: 99 }, () => 1);
    const weights = { aws: 100, azure: "standby" as const, gcp: "standby" as const };
    assert.throws(() => plan({ aws: slowness(ones) }, { weights }), /102 members, at most 100 are possible; write fewer slices/);
  });
});

describe("splitWeights", () => {
  it("leaves weights as they are where they split exactly", () => {
    assert.deepEqual(
      splitWeights(
        [
          { weight: 70, parts: [1 / 7, 1 / 7, 1 / 7] },
          { weight: 30, parts: [] },
        ],
        limit,
      ),
      [
        { always: 40, slices: [10, 10, 10] },
        { always: 30, slices: [] },
      ],
    );
  });

  it("takes the smallest multiple that splits exactly", () => {
    assert.deepEqual(
      splitWeights(
        [
          { weight: 9, parts: [0.2, 0.2] },
          { weight: 2, parts: [] },
        ],
        limit,
      ),
      [
        { always: 27, slices: [9, 9] },
        { always: 10, slices: [] },
      ],
    );
  });

  it("keeps everybody's ratio, within the limit, and always somebody to answer", () => {
    fc.assert(
      fc.property(levels, (branches) => {
        const split = splitWeights(branches, limit);
        const wholes = split.map(({ always, slices }) => slices.reduce((sum, slice) => sum + slice, always));
        const [first = 1] = wholes;
        for (const [index, whole] of wholes.entries()) {
          assert.ok(whole <= limit);
          assert.equal(whole * (branches[0]?.weight ?? 1), first * (branches[index]?.weight ?? 1));
          assert.ok((split[index]?.always ?? 0) >= 1);
        }
      }),
    );
  });
});

const levels = fc.array(
  fc.record({
    weight: fc.integer({ min: 1, max: limit }),
    parts: fc.array(fc.double({ min: 0.01, max: 0.2, noNaN: true }), { maxLength: 4 }),
  }),
  { minLength: 1, maxLength: 3 },
);

function plan(degradation: typeof traffic.degradation, change: Partial<typeof traffic> = {}): PlanOf<Route53Plan> {
  const planned = planStack(trafficStack({ ...traffic, degradation, ...change }, fleet)).traffic;
  assert.ok(planned?.dns.provider === "route53");
  return { ...planned, dns: planned.dns };
}
