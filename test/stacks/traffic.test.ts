import assert from "node:assert/strict";
import { join } from "node:path";
import { record, UNKNOWN } from "../../preview/record/record";
import { loadStack } from "../../config/file/load";
import { planStack } from "../../plan";
import type { Addresses, AppliedTraffic } from "../../plan/model/outputs";
import { appliedBy } from "../../plan/traffic/change/applied";
import type { TrafficPlan } from "../../plan/model/traffic";
import { deployTraffic } from "../../stacks/traffic";
import { at, ofType, only } from "../components/fixtures/recording";
import { addresses, trafficPlan } from "../components/fixtures/traffic";
import { cloudDnsTraffic, fleet, trafficStack } from "../plan/fleets";
import { planOnTrafficManager } from "../plan/traffic/onTrafficManager";
import type { Recording, RecordOptions } from "../../preview/record/recording";

const { traffic: cloudDnsPlan, fleet: fleetBehind } = planStack(trafficStack(cloudDnsTraffic, fleet));
assert.ok(cloudDnsPlan !== undefined);

const checkType = "aws:route53/healthCheck:HealthCheck";
const recordType = "aws:route53/record:Record";
const referenceType = "pulumi:pulumi:StackReference";

describe("deployTraffic", () => {
  it("takes the addresses from the fleet stack of the same project", async () => {
    const recording = await recordStack({ addresses });
    assert.equal(only(recording, referenceType).name, "organization/gateway-fleet/prod");
    assert.deepEqual(probedAddresses(recording), ["192.0.2.1", "192.0.2.2", "198.51.100.1"]);
  });

  it("owns a DNS provider that configures without a call, and no other", async () => {
    const recording = await recordStack({ addresses });
    const providers = recording.resources.filter(({ type }) => type.startsWith("pulumi:providers:"));
    assert.deepEqual(
      providers.map(({ name, type }) => [name, type]),
      [["dns", "pulumi:providers:aws"]],
    );
    const { inputs } = only(recording, "pulumi:providers:aws");
    for (const skip of ["skipCredentialsValidation", "skipRequestingAccountId", "skipMetadataApiCheck", "skipRegionValidation"]) {
      assert.equal(String(inputs[skip]), "true", skip);
    }
    const others = recording.resources.filter(
      ({ custom, type, options }) => custom && !type.startsWith("pulumi:") && options.provider !== providers[0]?.urn,
    );
    assert.deepEqual(others, []);
  });

  it("owns an Azure provider that configures without a call, where Traffic Manager answers, and waits for the fleet's addresses", async () => {
    const planned = planOnTrafficManager();
    const recording = await recordStack({ addresses: anyAddresses(planned) }, planned);
    const providers = recording.resources.filter(({ type }) => type.startsWith("pulumi:providers:"));
    assert.deepEqual(
      providers.map(({ name, type, inputs }) => [name, type, inputs["subscriptionId"], inputs["tenantId"]]),
      [["dns", "pulumi:providers:azure-native", planned.dns.subscription, planned.dns.tenant]],
    );
    assert.deepEqual(
      recording.resources.filter(
        ({ custom, type, options }) => custom && !type.startsWith("pulumi:") && options.provider !== providers[0]?.urn,
      ),
      [],
    );
    await assert.rejects(recordStack({}, planned), /the fleet stack test has no addresses yet/);
  });

  it("tells host, zone, effective weights and who serves, without a secret", async () => {
    const { outputs, secretOutputs } = await recordStack({ addresses });
    assert.deepEqual(outputs, {
      host: "api.gslb.example.com",
      zoneId: "Z0MADE",
      nameServers: ["ns-1.example"],
      weights: {
        aws: region(70, 0.7, "us-west-2", "aws-usw2"),
        azure: region(30, 0.3, "westus2", "az-wus2"),
      },
      applied: {
        names: ["api.gslb.example.com"],
        forLife: trafficPlan.change.forLife,
        sets: {
          "api.gslb.example.com": { aws: 70, azure: 30 },
          "regions.aws.api.gslb.example.com": { "us-west-2": 1 },
          "regions.azure.api.gslb.example.com": { westus2: 1 },
          "us-west-2.api.gslb.example.com": { "aws-usw2": 1 },
          "westus2.api.gslb.example.com": { "az-wus2": 1 },
          "aws-usw2.api.gslb.example.com": { "usw2-az1": 1, "usw2-az2": 1 },
          "az-wus2.api.gslb.example.com": { regional: 1 },
        },
      },
      serves: ["aws-usw2", "az-wus2"],
    });
    assert.deepEqual(secretOutputs, []);
  });

  it("previews with unknown addresses before the fleet's first update", async () => {
    const recording = await recordStack({}, trafficPlan, { preview: true });
    assert.deepEqual(probedAddresses(recording), [UNKNOWN, UNKNOWN, UNKNOWN]);
  });

  it("previews a cluster that the fleet does not have yet: its own addresses are unknown, the others stay known", async () => {
    const { "aws-usw2": known } = addresses;
    assert.ok(known);
    const recording = await recordStack({ addresses: { "aws-usw2": known } }, trafficPlan, { preview: true });
    assert.deepEqual(probedAddresses(recording), ["192.0.2.1", "192.0.2.2", UNKNOWN]);
  });

  it("judges the plan against what the last update left, in a preview as in an update, before its provider is there", async () => {
    const before = appliedBy(trafficPlan);
    const [aws, azure] = trafficPlan.clouds;
    assert.ok(aws !== undefined && azure !== undefined);
    const clouds = [
      { ...aws, weight: 20, share: 0.2 },
      { ...azure, weight: 80, share: 0.8 },
    ];
    for (const preview of [true, false])
      await assert.rejects(
        recordStack({ addresses }, { ...trafficPlan, clouds }, { preview, rootDirectory: __dirname }, Promise.resolve(before)),
        (error: Error) => /aws would go from 70 % to 20 %/.test(error.message) && !/\n\s+at /.test(error.stack ?? ""),
      );
  });

  it("writes first whose weight rises, compared with what the last update left", async () => {
    const records = trafficPlan.dns.records.map((plan) => {
      const weight = plan.name === "api-aws" ? 60 : plan.name === "api-azure" ? 40 : undefined;
      return plan.routing.kind === "weighted" && weight !== undefined ? { ...plan, routing: { ...plan.routing, weight } } : plan;
    });
    const plan = { ...trafficPlan, dns: { ...trafficPlan.dns, records } };
    const after = await recordStack({ addresses }, plan, {}, Promise.resolve(appliedBy(trafficPlan)));
    const raised = only(after, recordType, "api-azure");
    assert.ok(only(after, recordType, "api-aws").options.dependsOn.includes(raised.urn));
    const first = await recordStack({ addresses }, plan);
    assert.ok(!only(first, recordType, "api-aws").options.dependsOn.includes(raised.urn));
  });

  it("takes the front doors' addresses where one stack owns both, and refers to no other", async () => {
    const recording = await record(() => ({ ...deployTraffic({ ...trafficPlan, fleetStack: undefined }, nothingYet, { addresses }) }), {
      outputs: zoneOutputs,
    });
    assert.deepEqual(ofType(recording, referenceType), []);
    assert.equal(only(recording, checkType, "az-wus2-regional-health").inputs["ipAddress"], "198.51.100.1");
  });
});

describe("deployTraffic at Google Cloud DNS", () => {
  const plan = cloudDnsPlan;

  it("owns one provider, of the zone's project, and takes every address from the fleet stack", async () => {
    const recording = await recordStack({ addresses: anyAddresses(plan) }, plan);
    const provider = only(recording, "pulumi:providers:gcp");
    assert.deepEqual([provider.name, provider.inputs["project"]], ["dns", "gateway-fleet-dns"]);
    const made = recording.resources.filter(({ custom, type }) => custom && !type.startsWith("pulumi:"));
    assert.deepEqual(
      made.map(({ type, options }) => [type, options.provider]),
      ["gcp:dns/managedZone:ManagedZone", "gcp:compute/healthCheck:HealthCheck", "gcp:dns/recordSet:RecordSet"].map((type) => [
        type,
        provider.urn,
      ]),
    );
    const { wrrs } = recordSetOf(recording);
    assert.deepEqual(
      wrrs.map((_, index) => at(wrrs, String(index), "healthCheckedTargets", "externalEndpoints", "0")),
      ["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.5"],
    );
  });

  it("previews with unknown addresses before the fleet's first update", async () => {
    const { wrrs } = recordSetOf(await recordStack({}, plan, { preview: true }));
    for (const [index] of wrrs.entries()) assert.equal(at(wrrs, String(index), "healthCheckedTargets", "externalEndpoints", "0"), UNKNOWN);
  });

  it("tells the zone by its name, with the weights of the tree", async () => {
    const { outputs } = await recordStack({ addresses: anyAddresses(plan) }, plan);
    assert.deepEqual([outputs["zoneId"], outputs["host"]], ["traffic-zone-1234567", "api.gslb.example.com"]);
    assert.equal(at(outputs["weights"], "aws", "weight"), 70);
    assert.deepEqual(outputs["serves"], ["aws-usw2", "az-wus2", "gcp-usw1"]);
  });

  function recordSetOf(recording: Recording): { readonly wrrs: readonly unknown[] } {
    const wrrs = at(only(recording, "gcp:dns/recordSet:RecordSet").inputs, "routingPolicy", "wrrs");
    assert.ok(Array.isArray(wrrs));
    return { wrrs };
  }
});

describe("The traffic of S0", () => {
  let recording: Recording;
  let plan: TrafficPlan;
  before(async () => {
    const planned = planStack(loadStack(join(__dirname, "../.."), "prod-traffic"));
    assert.ok(planned.kind === "traffic");
    plan = planned.traffic;
    recording = await recordStack({ addresses: anyAddresses(plan) }, plan);
  });

  it("S0.86 has aws first and azure and gcp second, each with its weight in the host's records", () => {
    const weights = recordsOf(recording, plan.host).map(({ inputs }) => [inputs["setIdentifier"], weightOf(inputs)] as const);
    const [first, ...others] = [...weights].sort(([, a], [, b]) => b - a).map(([cloud]) => cloud);
    assert.equal(first, "aws");
    assert.deepEqual(new Set(others), new Set(["azure", "gcp"]));
  });

  for (const [id, cloud, weight, regions] of [
    ["S0.87", "aws", 70, ["us-east-1", "us-west-2"]],
    ["S0.88", "azure", 20, ["eastus", "westus2"]],
    ["S0.89", "gcp", 10, ["us-central1", "us-west1"]],
  ] as const) {
    it(`${id} sends ${weight} % of the answers to ${cloud}, shared by its two regions`, () => {
      const branch = recordsOf(recording, plan.host).find(({ inputs }) => inputs["setIdentifier"] === cloud);
      assert.ok(branch);
      assert.equal(weightOf(branch.inputs), weight);
      const pair = recordsOf(recording, String(at(branch.inputs, "aliases", "0", "name")));
      const primary = pair.find(({ inputs }) => inputs["setIdentifier"] === "primary");
      assert.ok(primary);
      const below = recordsOf(recording, String(at(primary.inputs, "aliases", "0", "name")));
      assert.deepEqual(below.map(({ inputs }) => inputs["setIdentifier"]).sort(), regions);
      assert.equal(new Set(below.map(({ inputs }) => weightOf(inputs))).size, 1, "equal weights");
    });
  }

  it("S0.90 adds up to 100", () => {
    assert.equal(
      recordsOf(recording, plan.host).reduce((sum, { inputs }) => sum + weightOf(inputs), 0),
      100,
    );
  });

  it("S0.92 checks the health of every address every 30 seconds", () => {
    const leaves = ofType(recording, recordType).filter(({ inputs }) => inputs["records"] !== undefined);
    assert.equal(leaves.length, 2 * 3 + 4, "three zones in two AWS regions, one address in the four others");
    for (const { name, inputs } of leaves) {
      const check = ofType(recording, checkType).find((candidate) => `${candidate.name}-id` === inputs["healthCheckId"]);
      assert.ok(check, name);
      assert.equal(check.inputs["requestInterval"], 30);
      assert.deepEqual([check.inputs["ipAddress"]], inputs["records"], `${name} checks the address that it answers with`);
    }
  });
});

function probedAddresses(recording: Recording): unknown[] {
  const endpoints = ofType(recording, checkType).filter(({ inputs }) => inputs["type"] !== "CALCULATED");
  return endpoints.map(({ inputs }) => inputs["ipAddress"]);
}

function region(weight: number, share: number, name: string, cluster: string) {
  return { weight, share, regions: { [name]: { weight: 1, share, clusters: { [cluster]: { weight: 1, share } } } } };
}

function recordsOf(recording: Recording, fqdn: string) {
  return ofType(recording, recordType).filter(({ inputs }) => inputs["name"] === fqdn);
}

function weightOf(inputs: Record<string, unknown>): number {
  return Number(at(inputs, "weightedRoutingPolicies", "0", "weight"));
}

const nothingYet = Promise.resolve(undefined);

/** A documentation address for every leaf. */
function anyAddresses({ healthChecks }: TrafficPlan): Addresses {
  const found: Record<string, Record<string, string>> = {};
  for (const [index, { cluster, address }] of healthChecks.entries()) (found[cluster] ??= {})[address] = `192.0.2.${index + 1}`;
  return found;
}

function recordStack(
  fleetOutputs: Record<string, unknown>,
  plan: TrafficPlan = trafficPlan,
  options: RecordOptions = {},
  last: Promise<AppliedTraffic | undefined> = nothingYet,
): Promise<Recording> {
  const outputs = (type: string) => (type === referenceType ? { outputs: fleetOutputs } : zoneOutputs(type));
  return record(() => ({ ...deployTraffic(plan, last, { capacity: fleetBehind.capacity }) }), { outputs, ...options });
}

function zoneOutputs(type: string): Record<string, unknown> | undefined {
  if (type === "gcp:dns/managedZone:ManagedZone") return { name: "traffic-zone-1234567", nameServers: ["ns-cloud-a1.example."] };
  return type === "aws:route53/zone:Zone" ? { zoneId: "Z0MADE", nameServers: ["ns-1.example"] } : undefined;
}
