import assert from "node:assert/strict";
import fc from "fast-check";
import { authority, type RecordSet, type View } from "../../../lab/dns/providers/cloudDns";
import type { Traffic } from "../../../config/traffic";
import { ConfigError } from "../../../config/file/problems";
import { planStack } from "../../../plan";
import { sharesAfter } from "../../../plan/traffic/dns";
import { trafficWarnings } from "../../../plan/traffic";
import { survives } from "../../../plan/traffic/shares";
import { failoverTiming } from "../../../plan/traffic/timing";
import type { TrafficPlan } from "../../../plan/model/traffic";
import { cloudDnsTraffic, fleet, trafficStack, usw2 } from "../fleets";
import { all, leavesOf, losses, lossOf, plan, regions, trees } from "./states";
import type { CloudDnsPlan } from "../../../plan/model/traffic/cloudDns";

type Tree = Pick<Traffic, "weights" | "regions" | "clusters" | "overrides">;

/** The same tree, at Cloud DNS, where a lost cloud renormalises. */
const flat = ({ weights, regions, clusters, overrides }: Tree = all): Traffic => ({
  ...cloudDnsTraffic,
  weights,
  regions,
  clusters,
  overrides,
});

describe("the routing policy of Cloud DNS", () => {
  it("S0.87 S0.88 S0.89 weighs every address with the product of its branches' shares, in one record set", () => {
    const { records, healthCheck, zone } = onCloudDns(smallPlan(cloudDnsTraffic)).dns;
    assert.deepEqual(
      records.map(({ name, fqdn, ttlSeconds, items }) => [name, fqdn, ttlSeconds, items.map(({ address, weight }) => [address, weight])]),
      [
        [
          "api",
          "api.gslb.example.com",
          60,
          [
            ["usw2-az1", 23.3333333333],
            ["usw2-az2", 23.3333333333],
            ["usw2-az3", 23.3333333333],
            ["regional", 20],
            ["regional", 10],
          ],
        ],
      ],
    );
    assert.deepEqual(zone, { name: "gslb.example.com", existingName: undefined, dnssec: true });
    assert.equal(healthCheck.host, "api.gslb.example.com");
  });

  it("is the same for every alias", () => {
    const { records } = onCloudDns(smallPlan({ ...cloudDnsTraffic, aliases: ["www", "old"] })).dns;
    assert.deepEqual(
      records.map(({ name, fqdn }) => [name, fqdn]),
      [
        ["api", "api.gslb.example.com"],
        ["www", "www.gslb.example.com"],
        ["old", "old.gslb.example.com"],
      ],
    );
    for (const { items } of records) assert.deepEqual(items, records[0]?.items);
  });

  it("has no address that an override takes away, and gives its share to all others", () => {
    const overrides = [{ kind: "maintenance" as const, from: "aws-usw2", reason: "a test", until: "2026-12-01" }];
    const { records } = onCloudDns(smallPlan({ ...cloudDnsTraffic, overrides })).dns;
    assert.deepEqual(
      records[0]?.items.map(({ cluster, weight }) => [cluster, weight]),
      [
        ["az-wus2", 66.6666666667],
        ["gcp-usw1", 33.3333333333],
      ],
    );
  });

  it("has weights that Cloud DNS takes, whatever the tree", () => {
    fc.assert(
      fc.property(trees, ({ section }) => {
        const { records } = onCloudDns(plan(flat(section))).dns;
        for (const { items } of records)
          for (const { weight } of items) assert.ok(weight > 0 && weight <= 100 && String(weight).length <= 20, String(weight));
      }),
    );
  });

  it("answers as the model says in every state: each address, cluster, region and cloud lost, two clouds lost, all lost", () => {
    const planned = plan(flat({ ...all, regions }));
    for (const group of losses(planned)) assertSame(planned, (leaf) => group.includes(leaf));
  });

  it("answers as the model says for any tree and any loss", () => {
    fc.assert(fc.property(trees, lossOf, ({ section }, lost) => assertSame(plan(flat(section)), lost)));
  });
});

describe("shares of answers without a tree", () => {
  it("leave a lost cloud's share to the others by their weights", () => {
    assert.deepEqual(percents(after(["aws"]).clouds), { azure: 66.7, gcp: 33.3 });
    assert.deepEqual(percents(after(["aws", "azure"]).clouds), { gcp: 100 });
  });

  it("leave a lost region's share to everybody, not to its cloud", () => {
    const shares = after(["us-west-2"], { ...all, regions });
    assert.deepEqual(percents(shares.clouds), { aws: 48.3, azure: 34.5, gcp: 17.2 });
    assert.deepEqual(percents(shares.regions), { "eu-west-1": 12.1, "us-east-1": 36.2, eastus: 17.2, westus2: 17.2, "us-west1": 17.2 });
  });

  it("are taken to be the usual ones where everything is lost, since no documentation says", () => {
    assert.deepEqual(percents(after(["aws", "azure", "gcp"]).clouds), { aws: 70, azure: 20, gcp: 10 });
  });

  it("sum to 1 on every level, starve nobody who lives while another gets more, and give the lost nothing", () => {
    fc.assert(
      fc.property(trees, lossOf, ({ section }, lost) => {
        const planned = plan(flat(section));
        const [before, shares] = [sharesAfter(planned, () => false), sharesAfter(planned, lost)];
        for (const level of [shares.clouds, shares.regions, shares.clusters, shares.leaves])
          assert.ok(Math.abs([...level.values()].reduce((sum, share) => sum + share, 0) - 1) < 1e-9);
        if (!survives(planned.clouds, lost)) return;
        for (const [leaf, share] of before.leaves)
          if (lost(leaf)) assert.equal(shares.leaves.get(leaf), undefined);
          else assert.ok((shares.leaves.get(leaf) ?? 0) >= share - 1e-12, leaf);
      }),
    );
  });
});

describe("probing by Google Cloud", () => {
  it("S0.92 S0.93 is 30 s, 3 failures and 2 successes exactly, with nothing lost in translation", () => {
    const { probing } = smallPlan(cloudDnsTraffic);
    assert.deepEqual([probing.intervalSeconds, probing.failuresToLeave, probing.successesToReturn], [30, 3, 2]);
    assert.deepEqual(probing.losses, []);
    assert.deepEqual([probing.checkers, probing.healthyShare], [3, 0.5]);
  });

  it("detects a loss within an interval, two more and a time-out, whether nothing answers or nothing in time", () => {
    const { failover } = smallPlan(cloudDnsTraffic);
    assert.deepEqual(failover.blackHole, { detectSeconds: 95, p50Seconds: 120, p95Seconds: 150, p99Seconds: 156, worstSeconds: 165 });
    assert.deepEqual(failover.slow, failover.blackHole);
  });

  it("is bounded by the slowest region, however the three agree", () => {
    const { probing } = smallPlan(cloudDnsTraffic);
    const unanimous = failoverTiming({ ...probing, healthyShare: 0 }, 60).blackHole;
    const any = failoverTiming({ ...probing, healthyShare: 0.9 }, 60).blackHole;
    assert.deepEqual([any.worstSeconds, unanimous.worstSeconds], [165, 165]);
    assert.ok(any.p50Seconds < 120 && unanimous.p50Seconds > 120, `${any.p50Seconds}, ${unanimous.p50Seconds}`);
  });

  it("offers no interval that Cloud DNS does not have, where an objective is missed", () => {
    const message = refusal({ ...cloudDnsTraffic, objectives: { rtoSeconds: 100 } });
    assert.match(
      message,
      /100 s are not kept: after a loss a client may need 165 s \(95 s to detect it, 10 s to publish it, 60 s of TTL\)/,
    );
    assert.doesNotMatch(message, /probe every/);
    const slow = { ...cloudDnsTraffic.health, intervalSeconds: 60 };
    assert.match(refusal({ ...cloudDnsTraffic, health: slow, objectives: { rtoSeconds: 100 } }), /probe every 30 s/);
  });
});

describe("answers that Cloud DNS would refuse", () => {
  it("are more than 100 addresses in one policy", () => {
    const clusters = Object.fromEntries(Array.from({ length: 34 }, (_, slot) => [`c${slot}`, { ...usw2, slot }]));
    const names = Object.fromEntries(Object.keys(clusters).map((name) => [name, 1]));
    assert.match(
      refusal({ ...cloudDnsTraffic, weights: { aws: 100 }, clusters: names }, clusters),
      /traffic\.clusters\n\s+the routing policy would have 102 addresses, at most 100 are possible; let fewer clusters serve/,
    );
  });

  it("have an alias beyond 253 characters", () => {
    const zone = { name: `${"a".repeat(59)}.`.repeat(4) + "example" };
    assert.match(
      refusal({ ...cloudDnsTraffic, host: "a", aliases: ["much-longer"], zone }),
      /traffic\.aliases\n\s+"much-longer" makes a name of 259 characters, at most 253 fit DNS/,
    );
  });
});

describe("what Cloud DNS does otherwise than it is asked", () => {
  const warnings = (changes: Partial<Tree>) =>
    trafficWarnings(plan(flat({ ...all, ...changes }))).map(({ path, message }) => `${path.join(".")}: ${message}`);

  it("is nothing for standby clouds, which stand beside all others", () => {
    assert.deepEqual(warnings({ weights: { aws: 100, azure: "standby", gcp: "standby" } }), []);
  });

  it("is that a standby region or cluster does not take over for its siblings", () => {
    const found = warnings({
      regions: { azure: { westus2: 100, eastus: "standby" } },
      clusters: { ...all.clusters, "aws-usw2-b": "standby" },
    });
    assert.deepEqual(found, [
      "traffic.regions.azure.eastus: eastus does not take over when the rest of azure is lost: with Cloud DNS a lost share goes to all other addresses by their weights; give it a weight, or use provider: route53",
      "traffic.clusters.aws-usw2-b: aws-usw2-b does not take over when the rest of its region is lost: with Cloud DNS a lost share goes to all other addresses by their weights; give it a weight, or use provider: route53",
    ]);
  });

  it("is nothing where only one cloud, or one region, serves", () => {
    const clusters = { "aws-usw2": 1, "aws-usw2-b": "standby" as const };
    assert.deepEqual(warnings({ weights: { aws: 100 }, clusters }), []);
  });
});

function smallPlan(section: Traffic, clusters = fleet.clusters): TrafficPlan {
  const planned = planStack(trafficStack(section, { ...fleet, clusters }));
  assert.ok(planned.traffic !== undefined);
  return planned.traffic;
}

function refusal(section: Traffic, clusters = fleet.clusters): string {
  try {
    smallPlan(section, clusters);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.message;
  }
  return assert.fail("the plan was accepted");
}

function onCloudDns({ dns, ...planned }: TrafficPlan): TrafficPlan & { readonly dns: CloudDnsPlan } {
  assert.ok(dns.provider === "cloudDns");
  return { ...planned, dns };
}

function after(lost: readonly string[], section: Traffic = all): ReturnType<typeof sharesAfter> {
  const planned = plan(flat(section));
  const gone = planned.clouds.flatMap((cloud) =>
    cloud.regions.flatMap((region) =>
      lost.includes(cloud.cloud) || lost.includes(region.region) ? leavesOf({ clouds: [{ ...cloud, regions: [region] }] }) : [],
    ),
  );
  return sharesAfter(planned, (leaf) => gone.includes(leaf));
}

function percents(shares: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...shares].map(([name, share]) => [name, Math.round(share * 1000) / 10]));
}

function assertSame(planned: TrafficPlan, lost: (leaf: string) => boolean): void {
  const expected = sharesAfter(planned, lost).leaves;
  const answered = answersOf(onCloudDns(planned), lost);
  for (const leaf of leavesOf(planned)) {
    const [model, dns] = [expected.get(leaf) ?? 0, answered.get(leaf) ?? 0];
    assert.ok(Math.abs(model - dns) < 1e-9, `${leaf}: ${dns} of the answers, not ${model}`);
  }
}

/** Every choice that Cloud DNS's rules leave open, by its probability. */
function answersOf({ dns, host }: TrafficPlan & { readonly dns: CloudDnsPlan }, lost: (leaf: string) => boolean): Map<string, number> {
  const view: View = { zones: [{ id: "gslb", name: dns.zone.name, nameServers: [] }], recordSets: dns.records.map(toRecordSet) };
  const { recordSets } = authority(view, (leaf) => !lost(leaf));
  const { choices = [] } = recordSets.get(`A ${host}`) ?? {};
  const total = choices.reduce((sum, { weight }) => sum + weight, 0);
  return new Map(choices.map(({ weight, values }) => [values.join(), weight / total]));
}

function toRecordSet({ fqdn, ttlSeconds, items }: CloudDnsPlan["records"][number]): RecordSet {
  const leafOf = ({ cluster, address }: (typeof items)[number]) => `${cluster}-${address}`;
  return {
    name: fqdn,
    type: "A",
    ttl: ttlSeconds,
    items: items.map((item) => ({
      weight: item.weight,
      values: [],
      endpoints: [{ address: leafOf(item), healthCheckId: leafOf(item) }],
    })),
  };
}
