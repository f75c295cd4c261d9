import assert from "node:assert/strict";
import * as gcp from "@pulumi/gcp";
import { record } from "../../../preview/record/record";
import type { LeafAddresses, PlanOf } from "../../../components/traffic";
import { CloudDnsTraffic } from "../../../components/traffic/cloudDns";
import { at, ofType, only } from "../fixtures/recording";
import { addresses, trafficPlan } from "../fixtures/traffic";
import type { RecordedResource, Recording } from "../../../preview/record/recording";
import type { CloudDnsPlan } from "../../../plan/model/traffic/cloudDns";

const zoneType = "gcp:dns/managedZone:ManagedZone";
const setType = "gcp:dns/recordSet:RecordSet";
const checkType = "gcp:compute/healthCheck:HealthCheck";

const items = [
  { cluster: "aws-usw2", address: "usw2-az1", weight: 35 },
  { cluster: "aws-usw2", address: "usw2-az2", weight: 35 },
  { cluster: "az-wus2", address: "regional", weight: 30 },
];

const cloudDnsPlan: PlanOf<CloudDnsPlan> = {
  ...trafficPlan,
  onCloudLoss: "renormalise",
  probing: { ...trafficPlan.probing, nextAfter: "beginning", failuresToLeave: 3, successesToReturn: 2 },
  dns: {
    provider: "cloudDns",
    project: "gateway-fleet-dns",
    zone: { name: "gslb.example.com", existingName: undefined, dnssec: true },
    healthCheck: {
      protocol: "HTTP",
      port: 80,
      path: "/healthz",
      host: "api.gslb.example.com",
      timeoutSeconds: 5,
      sourceRegions: ["us-central1", "europe-west1", "asia-northeast1"],
    },
    records: [
      { kind: "routed", name: "api", fqdn: "api.gslb.example.com", ttlSeconds: 60, items },
      { kind: "routed", name: "www", fqdn: "www.gslb.example.com", ttlSeconds: 60, items },
    ],
  },
};

describe("CloudDnsTraffic", () => {
  let recording: Recording;
  before(async () => {
    recording = await recordTraffic(cloudDnsPlan);
  });

  it("makes a signed zone, protects it when the plan says so, and tells its name and its name servers", async () => {
    const zone = only(recording, zoneType);
    assert.deepEqual(
      [zone.inputs["dnsName"], zone.inputs["dnssecConfig"], zone.inputs["labels"]],
      ["gslb.example.com.", { state: "on" }, { owner: "platform" }],
    );
    assert.equal(zone.options.protect, true);
    assert.deepEqual(recording.outputs, { zoneId: "traffic-zone-1234567", nameServers: ["ns-cloud-a1.googledomains.com."] });
    const open = await recordTraffic({ ...withZone({ dnssec: false }), protect: false });
    assert.equal(only(open, zoneType).options.protect, false);
    assert.deepEqual(only(open, zoneType).inputs["dnssecConfig"], { state: "off" });
  });

  it("uses an existing zone by its name, without making or reading one", async () => {
    const existing = await recordTraffic(withZone({ existingName: "gslb-example-com" }));
    assert.deepEqual(ofType(existing, zoneType), []);
    assert.deepEqual(existing.outputs["nameServers"], undefined);
    for (const { inputs } of ofType(existing, setType)) assert.equal(inputs["managedZone"], "gslb-example-com");
  });

  it("S0.92 S0.93 asks every address every 30 s from three regions, gives it up after 3 failures and takes it back after 2 successes", () => {
    const { inputs } = only(recording, checkType);
    const numbers = ["checkIntervalSec", "timeoutSec", "unhealthyThreshold", "healthyThreshold"].map((property) => inputs[property]);
    assert.deepEqual(numbers, [30, 5, 3, 2]);
    assert.deepEqual(inputs["sourceRegions"], ["us-central1", "europe-west1", "asia-northeast1"]);
    assert.deepEqual(inputs["httpHealthCheck"], {
      host: "api.gslb.example.com",
      port: 80,
      portSpecification: "USE_FIXED_PORT",
      requestPath: "/healthz",
    });
  });

  it("asks as the protocol says, and sends no request where the check only connects", async () => {
    const asked = async (protocol: "HTTPS" | "TCP") => only(await recordTraffic(withProtocol(protocol)), checkType).inputs;
    const [https, tcp] = [await asked("HTTPS"), await asked("TCP")];
    assert.equal(at(https, "httpsHealthCheck", "requestPath"), "/healthz");
    assert.deepEqual(tcp["tcpHealthCheck"], { port: 80, portSpecification: "USE_FIXED_PORT" });
    for (const inputs of [https, tcp]) assert.equal(inputs["httpHealthCheck"], undefined);
  });

  it("answers each name from one policy over all addresses, one in each item, all of them probed", () => {
    assert.deepEqual(
      ofType(recording, setType).map(({ name, inputs }) => [name, inputs["name"], inputs["type"], inputs["ttl"], inputs["managedZone"]]),
      [
        ["api", "api.gslb.example.com.", "A", 60, "traffic-zone-1234567"],
        ["www", "www.gslb.example.com.", "A", 60, "traffic-zone-1234567"],
      ],
    );
    for (const { inputs } of ofType(recording, setType))
      assert.deepEqual(inputs["routingPolicy"], {
        healthCheck: "traffic-health-id",
        wrrs: [
          { weight: 35, healthCheckedTargets: { externalEndpoints: ["192.0.2.1"] } },
          { weight: 35, healthCheckedTargets: { externalEndpoints: ["192.0.2.2"] } },
          { weight: 30, healthCheckedTargets: { externalEndpoints: ["198.51.100.1"] } },
        ],
      });
  });

  it("lets a set go before another of its name comes, since a create takes the place of what is there", () => {
    for (const { options } of ofType(recording, setType)) assert.equal(options.deleteBeforeReplace, true);
  });

  it("changes one resource for each name when weights change", async () => {
    const [first, ...others] = items;
    assert.ok(first !== undefined);
    const records = cloudDnsPlan.dns.records.map((set) => ({ ...set, items: [{ ...first, weight: 20 }, ...others] }));
    const edited = await recordTraffic({ ...cloudDnsPlan, dns: { ...cloudDnsPlan.dns, records } });
    const before = new Map(described(recording).map((resource) => [resource.urn, JSON.stringify(resource)]));
    assert.deepEqual(
      described(edited).flatMap((resource) => (JSON.stringify(resource) === before.get(resource.urn) ? [] : [resource.name])),
      ["api", "www"],
    );
  });

  it("refuses an address that was not passed", async () => {
    const { "az-wus2": azure, ...rest } = addresses;
    assert.ok(azure);
    await assert.rejects(recordTraffic(cloudDnsPlan, rest), /no address was passed for az-wus2\/regional/);
  });
});

function withZone(changes: Partial<CloudDnsPlan["zone"]>): PlanOf<CloudDnsPlan> {
  return { ...cloudDnsPlan, dns: { ...cloudDnsPlan.dns, zone: { ...cloudDnsPlan.dns.zone, ...changes } } };
}

function withProtocol(protocol: "HTTPS" | "TCP"): PlanOf<CloudDnsPlan> {
  return { ...cloudDnsPlan, dns: { ...cloudDnsPlan.dns, healthCheck: { ...cloudDnsPlan.dns.healthCheck, protocol } } };
}

/** In the order of URNs, since that of registration carries no meaning. */
function described({ resources }: Recording): RecordedResource[] {
  return [...resources].sort((a, b) => (a.urn < b.urn ? -1 : 1));
}

function recordTraffic(plan: PlanOf<CloudDnsPlan>, leaves: LeafAddresses = addresses): Promise<Recording> {
  return record(
    () => {
      const provider = new gcp.Provider("dns", { project: plan.dns.project });
      const { zoneId, nameServers } = new CloudDnsTraffic("traffic", { plan, addresses: leaves }, { provider });
      return { zoneId, nameServers };
    },
    {
      outputs: (type) =>
        type === zoneType ? { name: "traffic-zone-1234567", nameServers: ["ns-cloud-a1.googledomains.com."] } : undefined,
    },
  );
}
