import assert from "node:assert/strict";
import type { Properties } from "../../../../facts/properties/values";
import { openTestLab, session, type Managed, type Session, type TestLab } from "../harness";

const checkType = "aws:route53/healthCheck:HealthCheck";

describe("simulated Route 53", () => {
  let lab: TestLab;
  let aws: Session;
  let zone: Managed;

  beforeEach(async () => {
    lab = openTestLab({ existingZones: [{ provider: "aws", id: "Z0EXISTING", domain: "old.example.com." }] });
    aws = await session(lab.clouds.aws, dnsOnly);
    zone = await aws.create("aws:route53/zone:Zone", "zone", { name: "gslb.example.com" });
  });
  afterEach(() => lab.delete());

  const create = (name: string, inputs: Properties) =>
    aws.create("aws:route53/record:Record", name, { zoneId: zone.id, type: "A", ...inputs });
  const leaf = (name: string, setIdentifier: string, more: Properties = {}) =>
    create(setIdentifier, { name, setIdentifier, weightedRoutingPolicies: [{ weight: 1 }], ttl: 60, records: ["127.99.1.1"], ...more });
  const alias = (name: string, target: string, setIdentifier: string) =>
    create(setIdentifier, {
      name,
      setIdentifier,
      weightedRoutingPolicies: [{ weight: 70 }],
      aliases: [{ name: target, zoneId: zone.id, evaluateTargetHealth: true }],
    });

  it("configures without a call where validation and account look-up are skipped, and cannot check the account then", async () => {
    assert.equal(aws.account.owner, "");
    await assert.rejects(
      session(lab.clouds.aws, { ...dnsOnly, allowedAccountIds: JSON.stringify(["111111111111"]) }),
      /allowedAccountIds cannot be checked/,
    );
  });

  it("gives a zone an id and four name servers, and keeps it while records are in it", async () => {
    assert.match(zone.id, /^Z0[A-Z0-9]{19}$/);
    assert.equal((zone.outputs["nameServers"] as string[]).length, 4);
    const record = await leaf("api.gslb.example.com", "a");
    await assert.rejects(aws.remove(zone), /HostedZoneNotEmpty/);
    await aws.remove(record);
    await aws.remove(zone);
  });

  it("refuses an alias to a record set that does not exist, and takes it once the target is there", async () => {
    await assert.rejects(
      alias("api.gslb.example.com", "aws.api.gslb.example.com", "aws"),
      /Tried to create an alias that targets aws\.api\.gslb\.example\.com\., type A in zone .* but that target was not found/,
    );
    await leaf("aws.api.gslb.example.com", "a");
    await alias("api.gslb.example.com", "aws.api.gslb.example.com.", "aws");
  });

  it("has one primary and one secondary in a failover pair, and a check on a primary that is no alias", async () => {
    const half = (setIdentifier: string, type: string, more: Properties = {}) =>
      create(setIdentifier, {
        name: "pair",
        setIdentifier,
        failoverRoutingPolicies: [{ type }],
        ttl: 60,
        records: ["127.99.1.1"],
        ...more,
      });
    const check = await aws.create(checkType, "check", { type: "TCP", ipAddress: "127.99.1.1", port: 80 });
    await assert.rejects(half("a", "PRIMARY"), /healthCheckId.*is required of a primary record that is no alias/);
    await half("a", "PRIMARY", { healthCheckId: check.id });
    await assert.rejects(half("b", "PRIMARY", { healthCheckId: check.id }), /the same name, type and failover PRIMARY already exists/);
    await assert.rejects(half("b", "THIRD"), /THIRD is none of PRIMARY, SECONDARY/);
    await half("b", "SECONDARY");
  });

  it("lets a check follow an alarm of its account, of those that Route 53 can watch", async () => {
    const alarmOf = (name: string, more: Properties = {}, statistic: Properties = { statistic: "Average" }) =>
      aws.create("aws:cloudwatch/metricAlarm:MetricAlarm", name, {
        name,
        namespace: "Gateway",
        metricName: "ResponseTime",
        ...statistic,
        comparisonOperator: "GreaterThanThreshold",
        threshold: 5_000,
        period: 60,
        evaluationPeriods: 5,
        ...more,
      });
    const follow = (cloudwatchAlarmName: string, more: Properties = {}) =>
      aws.create(checkType, cloudwatchAlarmName, {
        type: "CLOUDWATCH_METRIC",
        cloudwatchAlarmName,
        cloudwatchAlarmRegion: "us-east-1",
        insufficientDataHealthStatus: "LastKnownStatus",
        ...more,
      });
    await alarmOf("slow");
    await follow("slow");
    await assert.rejects(follow("slow", { cloudwatchAlarmRegion: "us-west-2" }), /the CloudWatch alarm slow does not exist in us-west-2/);
    await assert.rejects(follow("slow", { requestInterval: 30 }), /has no meaning for type CLOUDWATCH_METRIC/);
    await alarmOf("some", { datapointsToAlarm: 3 });
    await assert.rejects(follow("some"), /"M out of N" alarm/);
    await alarmOf("fine", { period: 10 });
    await assert.rejects(follow("fine"), /high resolution/);
    await alarmOf("slowest", {}, { extendedStatistic: "p95" });
    await assert.rejects(follow("slowest"), /extended statistic/);
    await assert.rejects(alarmOf("long", { evaluationPeriods: 1_441 }), /more than a day/);
  });

  it("counts checks that exist and ask somebody, and asks nobody itself", async () => {
    const counting = (more: Properties) => aws.create(checkType, "calculated", { type: "CALCULATED", childHealthThreshold: 1, ...more });
    const check = await aws.create(checkType, "check", { type: "TCP", ipAddress: "127.99.1.1", port: 80 });
    await assert.rejects(counting({ childHealthchecks: ["missing"] }), /missing/);
    await assert.rejects(counting({ childHealthchecks: [check.id], port: 80 }), /port.*has no meaning for type CALCULATED/);
    await assert.rejects(counting({ childHealthchecks: Array.from({ length: 257 }, () => check.id) }), /at most 256 are allowed/);
    const calculated = await counting({ childHealthchecks: [check.id] });
    await assert.rejects(counting({ childHealthchecks: [calculated.id] }), /cannot have the calculated health check .* as a child/);
    await assert.rejects(
      aws.create(checkType, "parent", { type: "TCP", ipAddress: "127.99.1.1", port: 80, childHealthchecks: [check.id] }),
      /childHealthchecks.*belongs to a check of type CALCULATED/,
    );
  });

  it("refuses an equal set identifier, another TTL in the group, and a simple record beside weighted ones", async () => {
    await leaf("api.gslb.example.com", "a");
    await leaf("api.gslb.example.com", "b");
    await assert.rejects(leaf("API.gslb.example.com.", "a"), /but it already exists/);
    await assert.rejects(leaf("api.gslb.example.com", "c", { ttl: 30 }), /its TTL 30 differs from 60/);
    await assert.rejects(create("simple", { name: "api", ttl: 60, records: ["127.99.1.1"] }), /another routing policy/);
  });

  it("changes a weight in place and keeps the id", async () => {
    const record = await leaf("api.gslb.example.com", "a");
    const diff = await aws.diff(record, { ...record.inputs, weightedRoutingPolicies: [{ weight: 60 }] });
    assert.deepEqual(diff, { changes: ["weightedRoutingPolicies[0].weight"], replaces: [], deleteBeforeReplace: false });
    const changed = await aws.update(record, { ...record.inputs, weightedRoutingPolicies: [{ weight: 60 }] });
    assert.equal(lab.clouds.dns().records[0]?.weight, 60);
    await aws.remove(changed);
    assert.deepEqual(lab.clouds.dns().records, []);
  });

  it("lets a whole group take another TTL, member by member", async () => {
    const members = [await leaf("api.gslb.example.com", "a"), await leaf("api.gslb.example.com", "b")];
    for (const member of members) await aws.update(member, { ...member.inputs, ttl: 30 });
    assert.deepEqual(
      lab.clouds.dns().records.map(({ ttl }) => ttl),
      [30, 30],
    );
  });

  it("keeps a health check's interval for life, and its port and threshold not", async () => {
    const inputs = { type: "HTTP", ipAddress: "127.99.1.1", port: 80, resourcePath: "/healthz", requestInterval: 30, failureThreshold: 3 };
    const check = await aws.create("aws:route53/healthCheck:HealthCheck", "h", inputs);
    assert.deepEqual((await aws.diff(check, { ...inputs, requestInterval: 10 })).replaces, ["requestInterval"]);
    assert.deepEqual((await aws.diff(check, { ...inputs, failureThreshold: 2, port: 8080 })).replaces, []);
    await assert.rejects(
      aws.check("aws:route53/healthCheck:HealthCheck", "h", { ...inputs, requestInterval: 20 }),
      /20 is neither 10 nor 30/,
    );
    await assert.rejects(
      aws.check("aws:route53/healthCheck:HealthCheck", "h", { ...inputs, failureThreshold: 11 }),
      /11 is outside 1\.\.10/,
    );
    await assert.rejects(leaf("api.gslb.example.com", "a", { healthCheckId: "gone" }), /healthCheckId: .*gone does not exist/);
  });

  it("serves records in a zone that no program made, and counts that zone nowhere", async () => {
    const inputs = { zoneId: "Z0EXISTING", name: "api.old.example.com", type: "A", ttl: 60, records: ["127.99.1.1"] };
    await aws.create("aws:route53/record:Record", "r", inputs);
    assert.equal(lab.clouds.dns().zones.find(({ id }) => id === "Z0EXISTING")?.name, "old.example.com");
    assert.deepEqual(
      lab.clouds.madeBy("prod").map(({ type }) => type),
      ["aws:route53/zone:Zone", "aws:route53/record:Record"],
    );
  });
});

const dnsOnly = { region: "us-east-1", skipCredentialsValidation: "true", skipRequestingAccountId: "true", skipMetadataApiCheck: "true" };
