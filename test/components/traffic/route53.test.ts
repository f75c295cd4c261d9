import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { record } from "../../../preview/record/record";
import type { LeafAddresses, PlanOf } from "../../../components/traffic";
import { Route53Traffic } from "../../../components/traffic/route53";
import { assertWaits } from "../fixtures/order";
import { at, ofType, only } from "../fixtures/recording";
import { addresses, trafficPlan } from "../fixtures/traffic";
import type { RecordedResource, Recording } from "../../../preview/record/recording";
import type { Route53Plan, Routing, SlicePlan } from "../../../plan/model/traffic/route53";

const zoneType = "aws:route53/zone:Zone";
const recordType = "aws:route53/record:Record";
const checkType = "aws:route53/healthCheck:HealthCheck";

describe("Route53Traffic", () => {
  let recording: Recording;
  before(async () => {
    recording = await recordTraffic(trafficPlan);
  });

  it("makes the zone, protects it when the plan says so, and tells its name servers", async () => {
    const zone = only(recording, zoneType);
    assert.equal(zone.inputs["name"], "gslb.example.com");
    assert.equal(zone.inputs["enableAcceleratedRecovery"], true, "records can be edited while AWS's us-east-1 is down");
    assert.equal(zone.options.protect, true);
    assert.deepEqual(recording.outputs["nameServers"], ["ns-1.example", "ns-2.example"]);
    const open = await recordTraffic({ ...trafficPlan, protect: false });
    assert.equal(only(open, zoneType).options.protect, false);
  });

  it("uses an existing zone by its id, without making or reading one", async () => {
    const existing = await recordTraffic(
      withDns({ zone: { name: "gslb.example.com", existingId: "Z0EXISTING", acceleratedRecovery: true } }),
    );
    assert.deepEqual(ofType(existing, zoneType), []);
    assert.equal(existing.outputs["nameServers"], undefined);
    for (const { inputs } of ofType(existing, recordType)) assert.equal(inputs["zoneId"], "Z0EXISTING");
  });

  it("asks every address by itself, as the host, every 30 seconds", () => {
    const checks = ofType(recording, checkType).filter(({ inputs }) => inputs["type"] !== "CALCULATED");
    assert.deepEqual(
      checks.map(({ name, inputs }) => [name, inputs["ipAddress"]]),
      [
        ["aws-usw2-usw2-az1-health", "192.0.2.1"],
        ["aws-usw2-usw2-az2-health", "192.0.2.2"],
        ["az-wus2-regional-health", "198.51.100.1"],
      ],
    );
    for (const { inputs } of checks) {
      assert.equal(inputs["requestInterval"], 30);
      assert.equal(inputs["failureThreshold"], 3);
      assert.equal(inputs["measureLatency"], true);
      assert.deepEqual([inputs["type"], inputs["port"], inputs["resourcePath"]], ["HTTP", 80, "/healthz"]);
      assert.equal(inputs["fqdn"], "api.gslb.example.com");
    }
  });

  it("sends no request where the check only connects", async () => {
    const healthChecks = trafficPlan.healthChecks.map((check) => ({ ...check, protocol: "TCP" as const }));
    for (const { inputs } of ofType(await recordTraffic({ ...trafficPlan, healthChecks }), checkType)) {
      if (inputs["type"] === "CALCULATED") continue;
      assert.equal(inputs["type"], "TCP");
      assert.deepEqual([inputs["resourcePath"], inputs["fqdn"]], [undefined, undefined]);
    }
  });

  it("answers with one address per record, and takes it out with its own health check", () => {
    const { inputs } = only(recording, recordType, "aws-usw2-usw2-az2");
    assert.deepEqual(
      { name: inputs["name"], type: inputs["type"], records: inputs["records"], ttl: inputs["ttl"] },
      { name: "aws-usw2.api.gslb.example.com", type: "A", records: ["192.0.2.2"], ttl: 60 },
    );
    assert.equal(inputs["healthCheckId"], "aws-usw2-usw2-az2-health-id");
    assert.equal(inputs["setIdentifier"], "usw2-az2");
    assert.equal(inputs["allowOverwrite"], undefined, "a record that somebody else made is an error, not a prey");
  });

  it("lets every alias follow the health of what it leads to, in the same zone", () => {
    const aliases = ofType(recording, recordType).filter(({ inputs }) => inputs["aliases"] !== undefined);
    assert.equal(aliases.length, 8);
    for (const { name, inputs } of aliases) {
      assert.equal(at(inputs, "aliases", "0", "evaluateTargetHealth"), true, name);
      assert.equal(at(inputs, "aliases", "0", "zoneId"), inputs["zoneId"], name);
      assert.deepEqual([inputs["ttl"], inputs["records"]], [undefined, undefined], name);
    }
  });

  it("S0.94 gives a cloud a stand-in before it is needed: a failover pair, whose first half ends when no address of the cloud lives", () => {
    const { inputs: primary } = only(recording, recordType, "api-aws-primary");
    const { inputs: secondary } = only(recording, recordType, "api-aws-secondary");
    assert.equal(primary["name"], secondary["name"]);
    assert.deepEqual(
      [primary, secondary].map((inputs) => [at(inputs, "failoverRoutingPolicies", "0", "type"), at(inputs, "aliases", "0", "name")]),
      [
        ["PRIMARY", "regions.aws.api.gslb.example.com"],
        ["SECONDARY", "regions.azure.api.gslb.example.com"],
      ],
    );
    assert.equal(primary["healthCheckId"], "api-aws-health-id");
    const { inputs: check } = only(recording, checkType, "api-aws-health");
    assert.deepEqual(
      [check["type"], check["childHealthThreshold"], check["childHealthchecks"]],
      ["CALCULATED", 1, ["aws-usw2-usw2-az1-health-id", "aws-usw2-usw2-az2-health-id"]],
    );
  });

  it("gives every record the place in its set that the plan decided", () => {
    for (const { name, routing } of trafficPlan.dns.records) {
      const { inputs } = only(recording, recordType, name);
      const policies = [inputs["setIdentifier"], inputs["weightedRoutingPolicies"], inputs["failoverRoutingPolicies"]];
      if (routing.kind === "weighted") assert.deepEqual(policies, [routing.setIdentifier, [{ weight: routing.weight }], undefined], name);
      if (routing.kind === "failover") assert.deepEqual(policies, [routing.setIdentifier, undefined, [{ type: routing.role }]], name);
    }
  });

  it("answers for another name as for the host, as a record of its own", async () => {
    const www = { kind: "alias", name: "api-alias-www", fqdn: "www.gslb.example.com", routing: { kind: "simple" } } as const;
    const records = [{ ...www, target: trafficPlan.host, healthCheck: undefined }, ...trafficPlan.dns.records];
    const { inputs } = only(await recordTraffic(withDns({ records })), recordType, "api-alias-www");
    assert.equal(at(inputs, "aliases", "0", "name"), trafficPlan.host);
    assert.deepEqual([inputs["setIdentifier"], inputs["weightedRoutingPolicies"]], [undefined, undefined]);
  });

  it("makes every alias after all records of its target, and removes it before them", () => {
    for (const plan of trafficPlan.dns.records) {
      if (plan.kind !== "alias") continue;
      const targets = trafficPlan.dns.records.filter(({ fqdn }) => fqdn === plan.target);
      assert.ok(targets.length > 0, plan.name);
      for (const target of targets)
        assertWaits(recording, only(recording, recordType, plan.name), only(recording, recordType, target.name));
    }
  });

  it("needs no order in the plan", async () => {
    const reversed = await recordTraffic(withDns({ records: [...trafficPlan.dns.records].reverse() }));
    assert.deepEqual(described(reversed), described(recording));
  });

  it("changes records and nothing else when the weights change", async () => {
    const heavier = (routing: Routing): Routing => (routing.kind === "weighted" ? { ...routing, weight: routing.weight + 1 } : routing);
    const records = trafficPlan.dns.records.map((plan) =>
      plan.fqdn === trafficPlan.host ? { ...plan, routing: heavier(plan.routing) } : plan,
    );
    const edited = await recordTraffic(withDns({ records }));
    const before = new Map(described(recording).map((resource) => [resource.urn, resource]));
    const changed = described(edited).filter((resource) => JSON.stringify(resource) !== JSON.stringify(before.get(resource.urn)));
    assert.deepEqual(
      changed.map(({ name, type }) => [name, type]),
      [
        ["api-aws", recordType],
        ["api-azure", recordType],
      ],
    );
  });

  it("raises before it lowers, and still makes leaves first", async () => {
    const waits = new Map([["api-aws", ["api-azure"]]]);
    const ordered = await recordTraffic(trafficPlan, addresses, waits);
    const [aws, azure] = [only(ordered, recordType, "api-aws"), only(ordered, recordType, "api-azure")];
    assertWaits(ordered, aws, azure);
    assert.ok(!azure.options.dependsOn.includes(aws.urn));
    assertWaits(ordered, aws, only(ordered, recordType, "aws-usw2-usw2-az1"));
    const inputs = (of: Recording) => described(of).map(({ urn, inputs }) => [urn, inputs]);
    assert.deepEqual(inputs(ordered), inputs(recording), "an order alone changes nothing");
  });

  it("S0.96 lets a slice's record follow a metric that is watched for minutes, without an edit (E3.35)", async () => {
    const slice: SlicePlan = {
      cloud: "aws",
      name: "api-aws-slice-1",
      setIdentifier: "aws-slice-1",
      part: 1 / 7,
      weight: 10,
      metric: { region: "us-west-2", namespace: "Gateway", name: "ResponseTime", dimensions: { cloud: "aws" }, statistic: "Average" },
      threshold: 5_000,
      minutes: 10,
    };
    const { records } = trafficPlan.dns;
    const [first] = records;
    assert.ok(first?.kind === "alias");
    const member = { ...first, name: slice.name, healthCheck: `${slice.name}-health` };
    const routing = { kind: "weighted", setIdentifier: slice.setIdentifier, weight: slice.weight } as const;
    const sliced = await recordTraffic(withDns({ slices: [slice], records: [...records, { ...member, routing }] }));
    const alarm = only(sliced, "aws:cloudwatch/metricAlarm:MetricAlarm").inputs;
    assert.deepEqual(
      [alarm["region"], alarm["namespace"], alarm["metricName"], alarm["statistic"], alarm["dimensions"]],
      ["us-west-2", "Gateway", "ResponseTime", "Average", { cloud: "aws" }],
    );
    assert.deepEqual(
      [alarm["threshold"], alarm["period"], alarm["evaluationPeriods"], alarm["datapointsToAlarm"]],
      [5_000, 60, 10, undefined],
    );
    const check = only(sliced, checkType, "api-aws-slice-1-health").inputs;
    assert.deepEqual([check["type"], check["cloudwatchAlarmRegion"]], ["CLOUDWATCH_METRIC", "us-west-2"]);
    assert.equal(check["insufficientDataHealthStatus"], "LastKnownStatus");
    assert.equal(only(sliced, recordType, slice.name).inputs["healthCheckId"], "api-aws-slice-1-health-id");

    const slower = await recordTraffic(withDns({ slices: [{ ...slice, minutes: 15 }] }));
    assert.notDeepEqual(
      only(slower, checkType, "api-aws-slice-1-health").inputs["triggers"],
      check["triggers"],
      "the check is told of the edit",
    );
  });

  it("refuses an address that was not passed", async () => {
    const { "az-wus2": azure, ...rest } = addresses;
    assert.ok(azure);
    await assert.rejects(recordTraffic(trafficPlan, rest), /no address was passed for az-wus2\/regional/);
  });
});

function withDns(changes: Partial<Route53Plan>): PlanOf<Route53Plan> {
  return { ...trafficPlan, dns: { ...trafficPlan.dns, ...changes } };
}

/** In the order of URNs, since that of registration carries no meaning. */
function described({ resources }: Recording): RecordedResource[] {
  return [...resources].sort((a, b) => (a.urn < b.urn ? -1 : 1));
}

function recordTraffic(
  plan: PlanOf<Route53Plan>,
  leaves: LeafAddresses = addresses,
  waits: ReadonlyMap<string, readonly string[]> = new Map(),
): Promise<Recording> {
  return record(
    () => {
      const provider = new aws.Provider("dns", { region: plan.dns.region });
      const { zoneId, nameServers } = new Route53Traffic(
        "traffic",
        { plan, addresses: leaves, raisedFirst: Promise.resolve(waits) },
        { provider },
      );
      return { zoneId, nameServers };
    },
    { outputs: (type) => (type === zoneType ? { zoneId: "Z0MADE", nameServers: ["ns-1.example", "ns-2.example"] } : undefined) },
  );
}
