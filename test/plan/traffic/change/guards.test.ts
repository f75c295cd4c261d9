import assert from "node:assert/strict";
import fc from "fast-check";
import type { Cluster } from "../../../../config/clusters";
import type { FleetConfig } from "../../../../config";
import type { Route53Section } from "../../../../config/traffic/route53";
import { planStack } from "../../../../plan";
import { trafficPlan } from "../../../../plan/traffic";
import { appliedBy } from "../../../../plan/traffic/change/applied";
import { guardFindings } from "../../../../plan/traffic/change/guards";
import { stopsOf } from "../../../../plan/traffic/change/stops";
import type { TrafficPlan } from "../../../../plan/model/traffic";
import { fleet, fleetStack, traffic, usw1, usw2, wus2 } from "../../fleets";

const eks = { cloud: "aws", kubernetes: "1.35", overrides: {} } as const;
const clusters: Readonly<Record<string, Cluster>> = {
  "aws-usw2": { ...usw2, slot: 0 },
  "aws-usw2-b": { ...usw2, slot: 1 },
  "aws-use1": { ...eks, region: "us-east-1", zones: ["use1-az1", "use1-az2"], slot: 2 },
  "az-wus2": { ...wus2, slot: 3 },
  "az-eus": { ...wus2, region: "eastus", slot: 4 },
  "gcp-usw1": { ...usw1, slot: 5 },
};
const own = { "aws-usw2": 1, "aws-usw2-b": 1, "aws-use1": 2, "az-wus2": 1, "az-eus": 1, "gcp-usw1": 1 };
const start: Route53Section = { ...traffic, clusters: own };
const because = { reason: "a test", until: "2026-12-01" };

describe("a change of traffic", () => {
  describe("moves no cloud's, region's or cluster's share of the answers by more than the step", () => {
    it("and is refused with who would go how far, and with weights to go by", () => {
      assert.deepEqual(complaints(start, { ...start, weights: { aws: 20, azure: 60, gcp: 20 } }), [
        "traffic.weights: aws would go from 70 % to 20 %, and azure would go from 20 % to 60 % of all answers in one update, " +
          "where 20 points are the most (traffic.change.maxStepPercent); go by way of aws 50 %, azure 36 %, gcp 14 %, " +
          "or say why it has to be one step in traffic.change.allowStep: { reason, until }",
      ]);
    });

    it("S0.90 and passes up to the step, and beyond it with a reason or a larger step", () => {
      assert.deepEqual(complaints(start, { ...start, weights: { aws: 50, azure: 30, gcp: 20 } }), []);
      const far = { aws: 20, azure: 60, gcp: 20 };
      assert.deepEqual(complaints(start, { ...start, weights: far, change: { maxStepPercent: 20, allowStep: because } }), []);
      assert.deepEqual(complaints(start, { ...start, weights: far, change: { maxStepPercent: 50 } }), []);
    });

    it("and says of a region or a cluster where the file decides about it", () => {
      const regions = (percent: number): Route53Section => ({
        ...start,
        regions: { aws: { "us-west-2": percent, "us-east-1": 100 - percent } },
      });
      assert.match(
        only(complaints(regions(50), regions(90))),
        /^traffic\.regions\.aws: us-east-1 would go from 35 % to 7 %, and us-west-2 would go from 35 % to 63 % .* us-east-1 15 %, us-west-2 55 %,/,
      );
      const byClusters: Route53Section = { ...start, clusters: { ...own, "aws-use1": 18 } };
      assert.match(complaints(start, byClusters).join("\n"), /^traffic\.clusters: us-east-1 would go from 35 % to 63 %/);
      const within: Route53Section = {
        ...start,
        clusters: { ...own, "aws-usw2": 200 },
        regions: { aws: { "us-west-2": 100, "us-east-1": "standby" } },
      };
      const other: Route53Section = { ...within, clusters: { ...own, "aws-usw2-b": 200 } };
      assert.match(only(complaints(within, other)), /^traffic\.clusters: aws-usw2 would go from 69 % to 0\.3 %/);
    });

    it("and says it once of a cloud, not again of what follows it", () => {
      const all = { ...start, weights: { aws: 100, azure: "standby", gcp: "standby" } } as const;
      assert.match(only(complaints(all, { ...all, weights: { aws: "standby", azure: 100, gcp: "standby" } })), /^traffic\.weights: aws/);
    });

    it("S0.181 and passes a failover or a maintenance whatever it takes away, and its end", () => {
      const away = override("aws");
      assert.deepEqual(complaints(start, away), []);
      assert.deepEqual(complaints(away, start), []);
      assert.deepEqual(complaints(away, override("azure")), [], "one instead of the other");
      assert.deepEqual(complaints({ ...start, overrides: [{ kind: "maintenance", from: "aws", ...because }] }, start), []);
    });

    it("and passes what makes an override last, since it moves no answers", () => {
      assert.deepEqual(complaints(override("aws"), { ...start, weights: { aws: "disabled", azure: 90, gcp: 10 } }), []);
    });

    it("and counts what moves beside an override, at once or for when it ends", () => {
      const weights = { aws: 10, azure: 80, gcp: 10 };
      const low = override("aws", { weights });
      assert.match(only(complaints(low, start)), /^traffic\.weights: aws would go from 10 % to 70 %.*take smaller steps/);
      assert.match(only(complaints(low, override("aws"))), /aws is away and would come back with 70 % instead of 10 %/);
      assert.deepEqual(complaints(override("aws"), low), [], "coming back with less is the careful way");
      const renormalised = (azure: number) => override("aws", { onCloudLoss: "renormalise", weights: { aws: 70, azure, gcp: 30 - azure } });
      assert.match(only(complaints(renormalised(20), renormalised(10))), /azure would go from 66\.7 % to 33\.3 %/);
    });

    it("exactly", () => {
      fc.assert(
        fc.property(sections, sections, fc.integer({ min: 1, max: 100 }), (from, to, maxStepPercent) => {
          const after = { ...to, change: { maxStepPercent } };
          const refused = complaints(from, after).some((complaint) => complaint.includes("maxStepPercent"));
          assert.equal(refused, furthest(plan(from), plan(to)) > maxStepPercent + 1e-9);
        }),
      );
    });

    it("and is never refused for an override alone, nor for nothing", () => {
      const place = fc.constantFrom("aws", "us-west-2", "aws-usw2", "azure", "az-eus", "gcp-usw1");
      fc.assert(
        fc.property(sections, fc.option(place), fc.option(place), (section, from, to) => {
          const taken = (name: string | null): Route53Section =>
            name === null ? section : { ...section, overrides: [{ kind: "failover", from: name, approvedBy: "dana", ...because }] };
          assert.deepEqual(complaints(taken(from), taken(to)), []);
        }),
      );
    });

    it("and arrives by the stops that refusals name for clouds, each accepted", () => {
      fc.assert(
        fc.property(sections, sections, fc.integer({ min: 5, max: 40 }), (from, to, maxStepPercent) => {
          const goal: Route53Section = { ...to, change: { maxStepPercent } };
          let here: Route53Section = { ...from, change: { maxStepPercent } };
          for (let steps = 0; ; steps += 1) {
            const refusal = complaints(here, goal).find((complaint) => complaint.startsWith("traffic.weights"));
            if (refusal === undefined) break;
            assert.ok(steps <= 25, "it goes on for ever");
            const stop: Route53Section = { ...here, weights: namedIn(refusal) };
            assert.deepEqual(complaints(here, stop), []);
            here = stop;
          }
        }),
        // Each run plans a dozen trees.
        { numRuns: 25 },
      );
    });

    it("and at no stop further than that, on any level", () => {
      const move = fc.record({ from: fc.double({ min: 0, max: 100, noNaN: true }), to: fc.double({ min: 0, max: 100, noNaN: true }) });
      fc.assert(
        fc.property(fc.array(move, { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 100 }), (ways, limit) => {
          const moves = ways.map((way, index) => ({ ...way, path: ["aws", `region-${index}`], onceBack: false }));
          for (const { from, percent } of stopsOf(moves, limit) ?? []) assert.ok(Math.abs(percent - from) <= limit + 1e-6);
        }),
      );
    });
  });

  describe("takes away no cluster that answers without a word", () => {
    const { "az-eus": gone, ...left } = own;

    it("where its line is gone", () => {
      assert.equal(gone, 1);
      assert.deepEqual(complaints(start, { ...start, clusters: left }), [
        "traffic.clusters.az-eus: answers 10 % of all questions and would be gone without a word; first say that it is disabled " +
          "(here, or its region or its cloud), update, and remove it once the TTL of 60 s is over",
      ]);
    });

    it("and lets it go disabled, then removed; or away, then removed", () => {
      const disabled: Route53Section = { ...start, clusters: { ...own, "az-eus": "disabled" } };
      assert.deepEqual(complaints(start, disabled), []);
      assert.deepEqual(complaints(disabled, { ...start, clusters: left }), []);
      assert.deepEqual(complaints(override("az-eus"), { ...start, clusters: left }), []);
    });

    it("where the fleet loses it in the same update, disabled or not", () => {
      const { "gcp-usw1": lost, ...others } = clusters;
      assert.ok(lost);
      const oneStack = (weights: Route53Section["weights"], config: FleetConfig["clusters"]) => {
        const planned = planStack(fleetStack({ ...fleet, clusters: config, traffic: { ...start, clusters: undefined, weights } }));
        assert.ok(planned.traffic);
        return planned.traffic;
      };
      const before = appliedBy(oneStack(start.weights, clusters));
      const disabled = oneStack({ aws: 75, azure: 25, gcp: "disabled" }, clusters);
      const removed = oneStack({ aws: 75, azure: 25, gcp: "disabled" }, others);
      assert.match(only(said(guardFindings(before, removed))), /^traffic\.clusters\.gcp-usw1: answers 10 %/);
      assert.deepEqual(guardFindings(before, disabled), []);
      assert.deepEqual(guardFindings(appliedBy(disabled), removed), []);
    });
  });

  describe("makes nothing anew that answers, nor takes a name away, without a word", () => {
    const health = start.health;
    const edits: Readonly<Record<string, readonly [edit: Partial<Route53Section>, complaint: RegExp]>> = {
      "the probes' interval": [
        { health: { ...health, intervalSeconds: 10 } },
        /^traffic\.health\.intervalSeconds: changes from 30 to 10, which makes every health check anew, .*; take that back, or say why in traffic\.change\.allowReplacement/,
      ],
      "the probes' protocol": [{ health: { ...health, protocol: "TCP" } }, /^traffic\.health\.protocol: changes from HTTP to TCP/],
      "the measured latency": [{ measureLatency: false }, /^traffic\.measureLatency: changes from true to false/],
      "the host": [{ host: "www" }, /^traffic\.host: api\.gslb\.example\.com answers now and would answer no more; keep it, or/],
      "the zone's name": [{ zone: { name: "example.org" } }, /^traffic\.host: api\.gslb\.example\.com answers now/],
      "the zone": [
        { zone: { ...start.zone, existing: "Z1" } },
        /^traffic\.zone\.existing: changes from none to Z1, which makes every record anew/,
      ],
      "all clusters of a region": [
        { clusters: { ...own, "az-eus": "disabled", "az-eus-b": 1 } },
        /^traffic\.clusters: every member of one level would be another one \(az-eus, then az-eus-b\); keep one of them until the next update/,
      ],
    };
    for (const [what, [edit, complaint]] of Object.entries(edits))
      it(`such as ${what}`, () => {
        const after = { ...start, ...edit };
        assert.match(only(complaints(start, after)), complaint);
        assert.deepEqual(complaints(start, { ...after, change: { maxStepPercent: 20, allowReplacement: because } }), []);
      });

    it("such as another name of the host", () => {
      const named: Route53Section = { ...start, aliases: ["www"] };
      assert.deepEqual(complaints(start, named), []);
      assert.match(only(complaints(named, start)), /^traffic\.aliases: www\.gslb\.example\.com answers now and would answer no more/);
    });

    it("and changes in place what can be", () => {
      const calmer = { ...health, port: 80, path: "/ready", failureThreshold: 5 };
      assert.deepEqual(complaints(start, { ...start, health: calmer, ttlSeconds: 30, onCloudLoss: "renormalise" }), []);
    });

    it("and passes a region whose only cluster stands in for one that was away", () => {
      const swap = (from: string) => override(from);
      assert.deepEqual(complaints(swap("us-west-2"), swap("us-east-1")), []);
    });
  });
});

describe("the records of any section", () => {
  it("keep a trickle on every standby in Route 53's bytes, and lead to no empty set", () => {
    fc.assert(
      fc.property(sections, (section) => {
        const { host, dns } = plan(section);
        assert.ok(dns.provider === "route53");
        for (const { name, routing } of dns.records)
          if (routing.kind === "weighted")
            assert.ok(Number.isInteger(routing.weight) && routing.weight >= 1 && routing.weight <= 255, `${name} ${routing.weight}`);
        const sets = new Set(dns.records.map(({ fqdn }) => fqdn));
        const needed = [host, ...dns.records.flatMap((record) => (record.kind === "alias" ? [record.target] : []))];
        for (const fqdn of needed) assert.ok(sets.has(fqdn), `${fqdn} has no member`);
      }),
    );
  });
});

function override(from: string, edit: Partial<Route53Section> = {}): Route53Section {
  return { ...start, ...edit, overrides: [{ kind: "failover", from, approvedBy: "dana", ...because }] };
}

const spare: Readonly<Record<string, Cluster>> = { "az-eus-b": { ...wus2, region: "eastus", slot: 6 } };
const { fleet: fleetPlan } = planStack(fleetStack({ ...fleet, clusters: { ...clusters, ...spare } }));

function plan(section: Route53Section): TrafficPlan {
  return trafficPlan({ stack: "test-traffic", fleetStack: "test" }, section, fleetPlan);
}

function complaints(before: Route53Section, after: Route53Section): string[] {
  return said(guardFindings(appliedBy(plan(before)), plan(after)));
}

function said(findings: ReturnType<typeof guardFindings>): string[] {
  return findings.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

function only(texts: readonly string[]): string {
  assert.equal(texts.length, 1, texts.join("\n"));
  return texts[0] ?? "";
}

/** "go by way of aws 50 %, azure 36 %" */
function namedIn(refusal: string): Route53Section["weights"] {
  const [, way = ""] = /go by way of (.*), or say why/.exec(refusal) ?? [];
  assert.notEqual(way, "", refusal);
  return Object.fromEntries(
    way.split(", ").map((stop): [string, number] => {
      const [cloud = "", percent] = stop.split(" ");
      return [cloud, Number(percent)];
    }),
  );
}

/** Largest change of a share, in points, straight from two trees. */
function furthest(before: TrafficPlan, after: TrafficPlan): number {
  const [old, now] = [sharesIn(before), sharesIn(after)];
  return Math.max(...[...old.keys(), ...now.keys()].map((key) => 100 * Math.abs((old.get(key) ?? 0) - (now.get(key) ?? 0))));
}

function sharesIn({ clouds }: TrafficPlan): ReadonlyMap<string, number> {
  return new Map(
    clouds.flatMap(({ cloud, share, regions }) => [
      [cloud, share] as const,
      ...regions.flatMap(({ region, share, clusters: members }) => [
        [region, share] as const,
        ...members.map(({ cluster, share }) => [cluster, share] as const),
      ]),
    ]),
  );
}

const cloudWeights: fc.Arbitrary<Route53Section["weights"]> = fc.oneof(
  fc
    .tuple(fc.integer({ min: 1, max: 98 }), fc.integer({ min: 1, max: 98 }))
    .filter(([aws, azure]) => aws + azure < 100)
    .map(([aws, azure]) => ({ aws, azure, gcp: 100 - aws - azure })),
  fc.constantFrom<Route53Section["weights"]>(
    { aws: 100, azure: "standby", gcp: "standby" },
    { aws: "standby", azure: "standby", gcp: 100 },
    { aws: 60, azure: 40, gcp: "standby" },
  ),
);
const sections: fc.Arbitrary<Route53Section> = fc
  .record({
    weights: cloudWeights,
    west: fc.integer({ min: 1, max: 99 }),
    divided: fc.boolean(),
    clusters: fc.record({
      "aws-usw2": fc.integer({ min: 1, max: 255 }),
      "aws-usw2-b": fc.oneof(fc.integer({ min: 1, max: 255 }), fc.constant("standby" as const)),
      "aws-use1": fc.integer({ min: 1, max: 255 }),
      "az-wus2": fc.integer({ min: 1, max: 255 }),
      "az-eus": fc.integer({ min: 1, max: 255 }),
      "gcp-usw1": fc.constant(1),
    }),
    onCloudLoss: fc.constantFrom("redirect" as const, "renormalise" as const),
  })
  .map(({ west, divided, ...section }) => ({
    ...start,
    ...section,
    regions: divided ? { aws: { "us-west-2": west, "us-east-1": 100 - west } } : {},
  }));
