import assert from "node:assert/strict";
import fc from "fast-check";
import type { Traffic } from "../../../config/traffic";
import { ConfigError } from "../../../config/file/problems";
import { planStack } from "../../../plan";
import type { TrafficPlan } from "../../../plan/model/traffic";
import { fleet, fleets, fleetStack, traffic, trafficStack, usw2, wus2 } from "../fleets";
import type { Route53Plan } from "../../../plan/model/traffic/route53";

describe("the tree of answers", () => {
  it("S0.87 S0.88 S0.89 leads 70 % to AWS, 20 % to Azure and 10 % to Google Cloud", () => {
    assert.deepEqual(
      plan().clouds.map(({ cloud, weight, share }) => ({ cloud, weight, share })),
      [
        { cloud: "aws", weight: 70, share: 0.7 },
        { cloud: "azure", weight: 20, share: 0.2 },
        { cloud: "gcp", weight: 10, share: 0.1 },
      ],
    );
  });

  it("is weighted over clouds, then regions, clusters and addresses, with a stand-in for every cloud", () => {
    assert.deepEqual(
      plan().dns.records.map(({ name, fqdn, routing, ...record }) => [
        name,
        fqdn.replace(".gslb.example.com", ""),
        routing.kind === "weighted" ? routing.weight : routing.kind === "failover" ? routing.role : "",
        record.kind === "alias" ? record.target.replace(".gslb.example.com", "") : record.healthCheck,
      ]),
      [
        ["api-aws", "api", 70, "aws.api"],
        ["api-azure", "api", 20, "azure.api"],
        ["api-gcp", "api", 10, "gcp.api"],
        ["api-aws-primary", "aws.api", "PRIMARY", "regions.aws.api"],
        ["api-aws-secondary", "aws.api", "SECONDARY", "regions.azure.api"],
        ["api-azure-primary", "azure.api", "PRIMARY", "regions.azure.api"],
        ["api-azure-secondary", "azure.api", "SECONDARY", "regions.aws.api"],
        ["api-gcp-primary", "gcp.api", "PRIMARY", "regions.gcp.api"],
        ["api-gcp-secondary", "gcp.api", "SECONDARY", "regions.aws.api"],
        ["api-aws-us-west-2", "regions.aws.api", 1, "us-west-2.api"],
        ["api-azure-westus2", "regions.azure.api", 1, "westus2.api"],
        ["api-gcp-us-west1", "regions.gcp.api", 1, "us-west1.api"],
        ["api-us-west-2-aws-usw2", "us-west-2.api", 1, "aws-usw2.api"],
        ["api-westus2-az-wus2", "westus2.api", 1, "az-wus2.api"],
        ["api-us-west1-gcp-usw1", "us-west1.api", 1, "gcp-usw1.api"],
        ["aws-usw2-usw2-az1", "aws-usw2.api", 1, "aws-usw2-usw2-az1-health"],
        ["aws-usw2-usw2-az2", "aws-usw2.api", 1, "aws-usw2-usw2-az2-health"],
        ["aws-usw2-usw2-az3", "aws-usw2.api", 1, "aws-usw2-usw2-az3-health"],
        ["az-wus2-regional", "az-wus2.api", 1, "az-wus2-regional-health"],
        ["gcp-usw1-regional", "gcp-usw1.api", 1, "gcp-usw1-regional-health"],
      ],
    );
  });

  it("S0.92 S0.93 probes every address every 30 s and gives up on it after 3 failures", () => {
    const { healthChecks, dns, probing } = plan();
    assert.deepEqual(healthChecks[0], {
      name: "aws-usw2-usw2-az1-health",
      cluster: "aws-usw2",
      address: "usw2-az1",
      protocol: "HTTP",
      port: 80,
      path: "/healthz",
      host: "api.gslb.example.com",
    });
    assert.deepEqual([probing.intervalSeconds, probing.failuresToLeave], [30, 3]);
    const probed = dns.records.flatMap((record) => (record.kind === "address" ? [record.healthCheck] : []));
    assert.deepEqual(
      probed,
      healthChecks.map(({ name }) => name),
    );
  });

  it("S0.93 says that Route 53 has one threshold both ways, where recovery is asked for after fewer successes (E3.34)", () => {
    const { probing } = plan({ ...traffic, health: { ...traffic.health, recoveryThreshold: 2 } });
    assert.equal(probing.successesToReturn, 3);
    assert.deepEqual(probing.losses, [
      {
        key: "recoveryThreshold",
        message: "2 cannot be had: Route 53 has one threshold both ways, so an address returns after 3 successes",
      },
    ]);
  });

  it("has one TTL", () => {
    const ttls = plan().dns.records.flatMap((record) => (record.kind === "address" ? [record.ttlSeconds] : []));
    assert.deepEqual([...new Set(ttls)], [60]);
  });

  it("divides a cloud by the weights of its clusters", () => {
    const clusters = { ...fleet.clusters, "aws-use1": { ...usw2, slot: 7 } };
    const [aws] = plan({ ...traffic, clusters: { ...traffic.clusters, "aws-use1": 3 } }, clusters).clouds;
    assert.deepEqual(
      aws?.regions.flatMap(({ clusters }) => clusters).map(({ cluster, weight, share }) => [cluster, weight, Math.round(share * 1000)]),
      [
        ["aws-use1", 3, 525],
        ["aws-usw2", 1, 175],
      ],
    );
  });

  it("leads to every cluster of a weighted cloud where the stack has the fleet too", () => {
    const planned = planStack(fleetStack({ ...fleet, traffic: oneStack({ aws: 60, gcp: 40 }) }));
    assert.deepEqual(
      planned.traffic?.clouds.map(({ cloud, regions }) => [
        cloud,
        regions.flatMap(({ clusters }) => clusters).map(({ cluster }) => cluster),
      ]),
      [
        ["aws", ["aws-usw2"]],
        ["gcp", ["gcp-usw1"]],
      ],
    );
    assert.equal(planned.traffic?.fleetStack, undefined);
  });

  it("gives out all answers, whatever the fleet", () => {
    fc.assert(
      fc.property(fleets, (config) => {
        const present = [...new Set(Object.values(config.clusters).map(({ cloud }) => cloud))];
        const weights = Object.fromEntries(present.map((cloud, index) => [cloud, index === 0 ? 101 - present.length : 1]));
        const { traffic: planned } = planStack(fleetStack({ ...config, traffic: oneStack(weights) }));
        assert.ok(planned !== undefined);
        const regions = planned.clouds.flatMap((cloud) => cloud.regions);
        for (const level of [planned.clouds, regions, regions.flatMap(({ clusters }) => clusters)])
          assert.ok(Math.abs(level.reduce((total, { share }) => total + share, 0) - 1) < 1e-9);
        const { records } = onRoute53(planned).dns;
        const written = records.flatMap(({ routing }) => (routing.kind === "weighted" ? [routing.weight] : []));
        assert.ok(written.every((weight) => Number.isInteger(weight) && weight >= 1 && weight <= 255));
        assert.equal(new Set(records.map(({ name }) => name)).size, records.length);
      }),
    );
  });
});

describe("answers that Route 53 would refuse", () => {
  it("have names beyond 253 characters", () => {
    const zone = { name: `${"a".repeat(60)}.`.repeat(4) + "example" };
    assert.match(
      refusal({ ...traffic, zone }),
      /the record "aws-usw2\.api\.a.*" has \d+ characters, at most 253 fit a DNS name; shorten host/,
    );
  });

  it("are more than 100 in one set", () => {
    const clusters = Object.fromEntries(Array.from({ length: 101 }, (_, slot) => [`c${slot}`, { ...usw2, slot }]));
    const message = refusal(
      { ...traffic, weights: { aws: 100 }, clusters: Object.fromEntries(Object.keys(clusters).map((name) => [name, 1])) },
      clusters,
    );
    assert.match(message, /traffic\.clusters\n\s+us-west-2\.api\.gslb\.example\.com would have 101 members, at most 100/);
  });

  it("come from a cluster that is called like a cloud", () => {
    const clusters = { aws: usw2, "az-wus2": wus2 };
    assert.match(
      refusal({ ...traffic, weights: { aws: 70, azure: 30 }, clusters: { aws: 1, "az-wus2": 1 } }, clusters),
      /aws\.api\.gslb\.example\.com is already the record set of the cloud or region aws/,
    );
  });
});

function plan(section: Traffic = traffic, clusters = fleet.clusters) {
  const planned = planStack(trafficStack(section, { ...fleet, clusters }));
  assert.ok(planned.traffic !== undefined);
  return onRoute53(planned.traffic);
}

function onRoute53({ dns, ...plan }: TrafficPlan): TrafficPlan & { readonly dns: Route53Plan } {
  assert.ok(dns.provider === "route53");
  return { ...plan, dns };
}

function refusal(section: Traffic, clusters = fleet.clusters): string {
  try {
    plan(section, clusters);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.message;
  }
  return assert.fail("the plan was accepted");
}

/** A section of a stack that owns both: all its clusters serve. */
function oneStack(weights: Traffic["weights"]): Traffic {
  return { ...traffic, clusters: undefined, weights };
}
