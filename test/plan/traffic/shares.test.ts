import assert from "node:assert/strict";
import fc from "fast-check";
import { authority, type RecordSet, type View } from "../../../lab/dns/providers/route53";
import type { Route53Section as Traffic } from "../../../config/traffic/route53";
import { sharesOf, survives } from "../../../plan/traffic/shares";
import { sharesWithout } from "../../../plan/traffic/route53/slices";
import type { TrafficPlan } from "../../../plan/model/traffic";
import { slowness } from "../fleets";
import { all, leavesOf, losses, lossOf, plan, regions, trees } from "./states";
import type { RecordPlan, SlicePlan } from "../../../plan/model/traffic/route53";

describe("shares of the answers", () => {
  it("S0.94 lose AWS to Azure, which then answers 90 %, where a lost cloud redirects", () => {
    assert.deepEqual(cloudShares(all, ["aws"]), { azure: 90, gcp: 10 });
  });

  it("lose AWS to both others by their weights, where a lost cloud renormalises", () => {
    assert.deepEqual(cloudShares({ ...all, onCloudLoss: "renormalise" }, ["aws"]), { azure: 66.7, gcp: 33.3 });
  });

  it("S0.91 model the primary with its stand-ins beside the weights, not instead of them (E3.33)", () => {
    const passive: Traffic = { ...all, weights: { aws: 100, azure: "standby", gcp: "standby" } };
    assert.deepEqual(cloudShares(passive, []), { aws: 98, azure: 1, gcp: 1 });
    assert.deepEqual(cloudShares(passive, ["aws"]), { azure: 99, gcp: 1 });
    assert.deepEqual(cloudShares({ ...passive, backups: { aws: "gcp" } }, ["aws"]), { azure: 1, gcp: 99 });
  });

  it("S0.95 stay in a cloud that loses a region", () => {
    const { regions: shares } = lose({ ...all, regions }, ["us-west-2"]);
    assert.deepEqual(percents(shares, 1), { "eu-west-1": 17.5, "us-east-1": 52.5, eastus: 10, westus2: 10, "us-west1": 10 });
  });

  it("S0.174 S0.175 S0.176 divide a cloud 60/30/10 over three regions, the first by its two clusters (E3.36)", () => {
    const { regions: shares, clusters: own } = lose({ ...all, weights: { aws: 100 }, clusters: onlyAws, regions }, []);
    assert.deepEqual(percents(shares, 1), { "us-west-2": 60, "us-east-1": 30, "eu-west-1": 10 });
    assert.deepEqual(percents(own, 1), { "aws-usw2": 30, "aws-usw2-b": 30, "aws-use1": 30, "aws-euw1": 10 });
  });

  it("go to who is left when two clouds are lost, and to everybody when all are", () => {
    assert.deepEqual(cloudShares(all, ["aws", "azure"]), { gcp: 100 });
    assert.deepEqual(cloudShares(all, ["aws", "azure", "gcp"]), { aws: 70, azure: 20, gcp: 10 });
  });

  it("leave a place that is away, and come back with the override's end", () => {
    const until = "2026-12-01";
    const away = (from: string): Traffic => ({ ...all, overrides: [{ kind: "maintenance", from, reason: "new balancers", until }] });
    assert.deepEqual(cloudShares(away("aws"), []), { azure: 90, gcp: 10 });
    assert.deepEqual(percents(lose(away("us-west-2"), []).regions, 1)["us-east-1"], 35);
    assert.deepEqual(percents(lose(away("az-eus"), []).clusters, 1)["az-wus2"], 20);
    assert.deepEqual(cloudShares({ ...away("aws"), onCloudLoss: "renormalise" }, []), { azure: 66.7, gcp: 33.3 });
  });

  it("give a canary its part of its level, and its siblings the rest by their weights", () => {
    const canary: Traffic = { ...all, overrides: [{ kind: "canary", to: "gcp", percent: 5, reason: "1.9", until: "2026-12-01" }] };
    assert.deepEqual(cloudShares(canary, []), { aws: 73.9, azure: 21.1, gcp: 5 });
  });

  it("sum to 1, and starve nobody who lives, whatever is lost", () => {
    fc.assert(
      fc.property(trees, lossOf, ({ section }, lost) => {
        const planned = plan(section);
        const { leaves } = sharesOf(planned.clouds, lost);
        const alive = presentLeavesOf(planned).filter((leaf) => !lost(leaf));
        assert.ok(Math.abs([...leaves.values()].reduce((sum, share) => sum + share, 0) - 1) < 1e-9);
        if (survives(planned.clouds, lost)) assert.deepEqual([...leaves.keys()].sort(), [...alive].sort());
        for (const share of leaves.values()) assert.ok(share > 0);
      }),
    );
  });
});

describe("the records of Route 53", () => {
  it("answer as the model says in every state: each address, cluster, region and cloud lost, two clouds lost, all lost", () => {
    const planned = plan({ ...all, regions });
    for (const group of losses(planned)) assertSame(planned, (leaf) => group.includes(leaf));
  });

  it("answer as the model says for any tree and any loss", () => {
    fc.assert(fc.property(trees, lossOf, ({ section }, lost) => assertSame(plan(section), lost)));
  });

  it("S0.96 answer as the model says while any slices of slow clouds have left, whatever else is lost (E3.35)", () => {
    fc.assert(
      fc.property(trees, slicesOf, lossOf, fc.infiniteStream(fc.boolean()), ({ section }, degradation, lost, coin) => {
        const planned = plan({ ...section, degradation: fitting(section, degradation) });
        const left = new Set(slicesIn(planned).flatMap(({ name }) => (coin.next().value === true ? [name] : [])));
        assertSame(planned, lost, left);
        assertSame(planned, lost);
      }),
    );
  });

  it("S0.96 divide as if there were no slices while nothing is slow (E3.35)", () => {
    fc.assert(
      fc.property(trees, slicesOf, lossOf, ({ section }, degradation, lost) => {
        const planned = plan({ ...section, degradation: fitting(section, degradation) });
        const [sliced, whole] = [answersOf(planned, lost, nothing), answersOf(plan(section), lost, nothing)];
        assert.deepEqual([...sliced.keys()].sort(), [...whole.keys()].sort());
        for (const [leaf, share] of whole) assert.ok(Math.abs(share - (sliced.get(leaf) ?? 0)) < 1e-9, leaf);
      }),
    );
  });

  it("have a check on every leaf and follow the health of every target", () => {
    fc.assert(
      fc.property(trees, ({ section }) => {
        const { dns, healthChecks } = plan(section);
        assert.ok(dns.provider === "route53");
        const checks = new Set([...healthChecks, ...dns.calculatedChecks].map(({ name }) => name));
        for (const record of dns.records) {
          if (record.kind === "address") assert.ok(record.healthCheck !== undefined && checks.has(record.healthCheck));
          else
            assert.ok(
              dns.records.some(({ fqdn }) => fqdn === record.target),
              `${record.name} leads nowhere`,
            );
        }
      }),
    );
  });
});

const onlyAws = { "aws-usw2": 1, "aws-usw2-b": 1, "aws-use1": 1, "aws-euw1": 1 };

/** Those that no override takes away. */
function presentLeavesOf({ clouds }: Pick<TrafficPlan, "clouds">): string[] {
  const present = <Branch extends { readonly away: boolean }>(branches: readonly Branch[]) => branches.filter(({ away }) => !away);
  return present(clouds).flatMap(({ regions }) =>
    present(regions).flatMap(({ clusters }) => present(clusters).flatMap(({ leaves }) => leaves.map(({ key }) => key))),
  );
}

/** Shares after the loss of clouds, regions or clusters. */
function lose(section: Traffic, lost: readonly string[]): ReturnType<typeof sharesOf> {
  const { clouds } = plan(section);
  const gone = new Set(
    clouds.flatMap((cloud) =>
      cloud.regions.flatMap((region) =>
        region.clusters.flatMap((cluster) =>
          [cloud.cloud, region.region, cluster.cluster].some((name) => lost.includes(name)) ? cluster.leaves.map(({ key }) => key) : [],
        ),
      ),
    ),
  );
  return sharesOf(clouds, (leaf) => gone.has(leaf));
}

function cloudShares(section: Traffic, lost: readonly string[]): Record<string, number> {
  return percents(lose(section, lost).clouds, 1);
}

function percents(shares: ReadonlyMap<string, number>, decimals: number): Record<string, number> {
  const unit = 10 ** decimals;
  return Object.fromEntries([...shares].map(([name, share]) => [name, Math.round(share * 100 * unit) / unit]));
}

const nothing: ReadonlySet<string> = new Set();

function slicesIn({ dns }: TrafficPlan): readonly SlicePlan[] {
  assert.ok(dns.provider === "route53");
  return dns.slices;
}

/** @param left names of slices that have left */
function assertSame(planned: TrafficPlan, lost: (leaf: string) => boolean, left = nothing): void {
  const expected = sharesWithout(slicesIn(planned), planned.clouds, lost, (slice) => left.has(slice)).leaves;
  const answered = answersOf(planned, lost, left);
  for (const leaf of leavesOf(planned)) {
    const [model, dns] = [expected.get(leaf) ?? 0, answered.get(leaf) ?? 0];
    assert.ok(Math.abs(model - dns) < 1e-9, `${leaf}: ${dns} of the answers, not ${model}`);
  }
}

/** Every way through the record sets that Route 53's documented rules leave open, by its probability. */
function answersOf({ dns, host }: TrafficPlan, lost: (leaf: string) => boolean, left: ReadonlySet<string>): ReadonlyMap<string, number> {
  assert.ok(dns.provider === "route53");
  const view: View = { zones: [{ id: "Z1", name: dns.zone.name, nameServers: [] }], records: dns.records.map(toRecordSet) };
  const slices = new Map(dns.slices.map(({ name }) => [`${name}-health`, name]));
  const isUp = (check: string): boolean => {
    const slice = slices.get(check);
    if (slice !== undefined) return !left.has(slice);
    const calculated = dns.calculatedChecks.find(({ name }) => name === check);
    return calculated === undefined ? !lost(check.replace(/-health$/, "")) : calculated.children.some(isUp);
  };
  const { eligible } = authority(view, isUp);
  const shares = new Map<string, number>();
  const follow = (name: string, share: number): void => {
    const members = eligible.get(`A ${name}`) ?? [];
    const total = members.reduce((sum, { weight }) => sum + (weight ?? 1), 0);
    for (const { weight, answer } of members) {
      const part = (share * (weight ?? 1)) / total;
      if (answer.kind === "alias") follow(answer.target, part);
      else shares.set(answer.values[0] ?? "", (shares.get(answer.values[0] ?? "") ?? 0) + part);
    }
  };
  follow(host, 1);
  return shares;
}

function toRecordSet(record: RecordPlan): RecordSet {
  const { routing } = record;
  return {
    zoneId: "Z1",
    name: record.fqdn,
    type: "A",
    weight: routing.kind === "weighted" ? routing.weight : undefined,
    failover: routing.kind === "failover" ? routing.role : undefined,
    healthCheckId: record.healthCheck,
    answer:
      record.kind === "alias"
        ? { kind: "alias", target: record.target, evaluateTargetHealth: true }
        : { kind: "values", ttl: record.ttlSeconds, values: [record.name] },
  };
}

/** Points of slices by cloud, of which as many are taken as the cloud's weight has room for. */
const slicesOf = fc.record({
  aws: fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 4 }),
  azure: fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 4 }),
  gcp: fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 2 }),
});

function fitting({ weights }: Traffic, points: Readonly<Record<"aws" | "azure" | "gcp", readonly number[]>>): Traffic["degradation"] {
  const degradation: Traffic["degradation"] = {};
  for (const cloud of ["aws", "azure", "gcp"] as const) {
    let left = Number(weights[cloud]) || 0;
    const slices = points[cloud].filter((part) => part < left && (left -= part) > 0);
    if (slices.length > 0) degradation[cloud] = slowness(slices);
  }
  return degradation;
}
