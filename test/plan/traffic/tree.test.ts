import assert from "node:assert/strict";
import fc from "fast-check";
import type { Traffic } from "../../../stacks/config/traffic";
import { ConfigError } from "../../../stacks/config/problems";
import { planStack } from "../../../stacks/plan";
import type { TrafficPlan } from "../../../stacks/plan/trafficPlan";
import { fleet, fleets, fleetStack, traffic, trafficStack, usw2 } from "../fleets";

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

  it("is weighted over clouds, then clusters, then addresses, each set an alias of the next", () => {
    assert.deepEqual(
      plan().records.map(({ name, fqdn, setIdentifier, weight, ...record }) => [
        name,
        fqdn,
        setIdentifier,
        weight,
        record.kind === "alias" ? record.target : record.healthCheck,
      ]),
      [
        ["api-aws", "api.gslb.example.com", "aws", 70, "aws.api.gslb.example.com"],
        ["api-azure", "api.gslb.example.com", "azure", 20, "azure.api.gslb.example.com"],
        ["api-gcp", "api.gslb.example.com", "gcp", 10, "gcp.api.gslb.example.com"],
        ["api-aws-aws-usw2", "aws.api.gslb.example.com", "aws-usw2", 1, "aws-usw2.api.gslb.example.com"],
        ["api-azure-az-wus2", "azure.api.gslb.example.com", "az-wus2", 1, "az-wus2.api.gslb.example.com"],
        ["api-gcp-gcp-usw1", "gcp.api.gslb.example.com", "gcp-usw1", 1, "gcp-usw1.api.gslb.example.com"],
        ["aws-usw2-usw2-az1", "aws-usw2.api.gslb.example.com", "usw2-az1", 1, "aws-usw2-usw2-az1-health"],
        ["aws-usw2-usw2-az2", "aws-usw2.api.gslb.example.com", "usw2-az2", 1, "aws-usw2-usw2-az2-health"],
        ["aws-usw2-usw2-az3", "aws-usw2.api.gslb.example.com", "usw2-az3", 1, "aws-usw2-usw2-az3-health"],
        ["az-wus2-regional", "az-wus2.api.gslb.example.com", "regional", 1, "az-wus2-regional-health"],
        ["gcp-usw1-regional", "gcp-usw1.api.gslb.example.com", "regional", 1, "gcp-usw1-regional-health"],
      ],
    );
  });

  it("S0.92 S0.93 probes every address every 30 s and gives up on it after 3 failures (Route 53 takes it back after as many successes)", () => {
    const { healthChecks, records } = plan();
    assert.deepEqual(healthChecks[0], {
      name: "aws-usw2-usw2-az1-health",
      cluster: "aws-usw2",
      address: "usw2-az1",
      protocol: "HTTP",
      port: 80,
      path: "/healthz",
      intervalSeconds: 30,
      failureThreshold: 3,
      host: "api.gslb.example.com",
    });
    const probed = records.flatMap((record) => (record.kind === "address" ? [record.healthCheck] : []));
    assert.deepEqual(
      probed,
      healthChecks.map(({ name }) => name),
    );
  });

  it("has one TTL", () => {
    const ttls = plan().records.flatMap((record) => (record.kind === "address" ? [record.ttlSeconds] : []));
    assert.deepEqual([...new Set(ttls)], [60]);
  });

  it("divides a cloud by the weights of its clusters", () => {
    const clusters = { ...fleet.clusters, "aws-use1": { ...usw2, slot: 7 } };
    const [aws] = plan({ ...traffic, clusters: { ...traffic.clusters, "aws-use1": 3 } }, clusters).clouds;
    assert.deepEqual(
      aws?.clusters.map(({ cluster, weight, share }) => [cluster, weight, Math.round(share * 1000)]),
      [
        ["aws-use1", 3, 525],
        ["aws-usw2", 1, 175],
      ],
    );
  });

  it("leads to every cluster of a weighted cloud where the stack has the fleet too", () => {
    const planned = planStack(fleetStack({ ...fleet, traffic: oneStack({ aws: 60, gcp: 40 }) }));
    assert.deepEqual(
      planned.traffic?.clouds.map(({ cloud, clusters }) => [cloud, clusters.map(({ cluster }) => cluster)]),
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
        for (const level of [planned.clouds, planned.clouds.flatMap(({ clusters }) => clusters)])
          assert.ok(Math.abs(level.reduce((total, { share }) => total + share, 0) - 1) < 1e-9);
        assert.ok(planned.records.every(({ weight }) => Number.isInteger(weight) && weight >= 1 && weight <= 255));
        assert.equal(new Set(planned.records.map(({ name }) => name)).size, planned.records.length);
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
    assert.match(message, /traffic\.clusters\n\s+aws\.api\.gslb\.example\.com would have 101 weighted members, at most 100/);
  });

  it("come from a cluster that is called like a cloud", () => {
    const clusters = { aws: usw2 };
    assert.match(
      refusal({ ...traffic, weights: { aws: 100 }, clusters: { aws: 1 } }, clusters),
      /aws\.api\.gslb\.example\.com is already the record set of the cloud aws/,
    );
  });
});

function plan(section: Traffic = traffic, clusters = fleet.clusters): TrafficPlan {
  const planned = planStack(trafficStack(section, { ...fleet, clusters }));
  assert.ok(planned.traffic !== undefined);
  return planned.traffic;
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
