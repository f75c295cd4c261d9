import assert from "node:assert/strict";
import { Provider } from "@pulumi/azure-native/provider";
import { record } from "../../../preview/record/record";
import type { LeafAddresses } from "../../../components/traffic";
import { TrafficManagerTraffic } from "../../../components/traffic/trafficManager";
import { trafficManagerTraffic } from "../../plan/fleets";
import { type OnTrafficManager, planOnTrafficManager as plan } from "../../plan/traffic/onTrafficManager";
import { assertWaits } from "../fixtures/order";
import { at, ofType, only } from "../fixtures/recording";
import type { RecordedResource, Recording } from "../../../preview/record/recording";

const groupType = "azure-native:resources:ResourceGroup";
const zoneType = "azure-native:dns:Zone";
const recordType = "azure-native:dns:RecordSet";
const profileType = "azure-native:trafficmanager:Profile";

const existing =
  "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/shared/providers/Microsoft.Network/dnsZones/gslb.example.com";

describe("TrafficManagerTraffic", () => {
  let recording: Recording;
  before(async () => {
    recording = await recordTraffic(plan({ aliases: ["www"] }));
  });

  it("makes group and zone, global like everything of DNS, and tells the zone's name servers", () => {
    assert.equal(only(recording, groupType).inputs["location"], "northeurope");
    const { inputs } = only(recording, zoneType);
    assert.deepEqual([inputs["zoneName"], inputs["location"], inputs["resourceGroupName"]], ["gslb.example.com", "global", "gateway-dns"]);
    assert.deepEqual(recording.outputs["nameServers"], ["ns1-01.example", "ns2-01.example"]);
    assert.equal(recording.outputs["zoneId"], "traffic-zone-id");
  });

  it("protects group, zone and the outermost profile while the plan says so, and nothing else", async () => {
    const protectedOnes = ({ resources }: Recording) => resources.filter(({ options }) => options.protect).map(({ name }) => name);
    assert.deepEqual(protectedOnes(recording).sort(), ["api", "traffic-group", "traffic-zone"]);
    assert.deepEqual(protectedOnes(await recordTraffic(plan({ protect: false }))), []);
  });

  it("uses a group and a zone that exist by their names, without making or reading one", async () => {
    const inBoth = await recordTraffic(plan({ resourceGroup: { name: "gateway-dns" }, zone: { name: "gslb.example.com", existing } }));
    assert.deepEqual([...ofType(inBoth, groupType), ...ofType(inBoth, zoneType)], []);
    assert.deepEqual([inBoth.outputs["zoneId"], inBoth.outputs["nameServers"]], [existing, undefined]);
    for (const { inputs } of ofType(inBoth, recordType))
      assert.deepEqual([inputs["resourceGroupName"], inputs["zoneName"]], ["shared", "gslb.example.com"]);
    for (const { inputs } of ofType(inBoth, profileType)) assert.equal(inputs["resourceGroupName"], "gateway-dns");
  });

  it("leads the host and its aliases to the outermost profile, by records that end with it", () => {
    const records = ofType(recording, recordType);
    assert.deepEqual(records.map(({ inputs }) => inputs["relativeRecordSetName"]).sort(), ["api", "www"]);
    for (const { name, inputs } of records) {
      assert.equal(inputs["recordType"], "CNAME", "Azure DNS refuses an A record that leads to nested profiles");
      assert.equal(at(inputs, "targetResource", "id"), "api-id", name);
      assert.deepEqual([inputs["ttl"], inputs["cnameRecord"]], [60, undefined]);
    }
  });

  it("answers with addresses, each an endpoint of its own, and with profiles that need one endpoint that is up", () => {
    assert.deepEqual(at(only(recording, profileType, "api-cluster-aws-usw2").inputs, "endpoints", "1"), {
      type: "Microsoft.Network/trafficManagerProfiles/externalEndpoints",
      name: "usw2-az2",
      target: "192.0.2.2",
      weight: 1,
      endpointStatus: "Enabled",
    });
    assert.deepEqual(at(only(recording, profileType, "api").inputs, "endpoints", "0"), {
      type: "Microsoft.Network/trafficManagerProfiles/nestedEndpoints",
      name: "aws",
      targetResourceId: "api-cloud-aws-id",
      minChildEndpoints: 1,
      weight: 70,
      endpointStatus: "Enabled",
    });
  });

  it("S0.94 gives a cloud a stand-in before it is needed: its own regions first, then its backup's", () => {
    const { inputs } = only(recording, profileType, "api-cloud-aws");
    assert.equal(inputs["trafficRoutingMethod"], "Priority");
    assert.deepEqual(
      ["0", "1"].map((index) => [at(inputs, "endpoints", index, "priority"), at(inputs, "endpoints", index, "targetResourceId")]),
      [
        [1, "api-regions-aws-id"],
        [2, "api-regions-azure-id"],
      ],
    );
  });

  it("probes the endpoints of every profile as the host, every 30 seconds", () => {
    const profiles = ofType(recording, profileType);
    assert.equal(profiles.length, 13);
    for (const { name, inputs } of profiles) {
      assert.deepEqual(
        inputs["monitorConfig"],
        {
          protocol: "HTTP",
          port: 80,
          path: "/healthz",
          intervalInSeconds: 30,
          timeoutInSeconds: 5,
          toleratedNumberOfFailures: 2,
          customHeaders: [{ name: "Host", value: "api.gslb.example.com" }],
          expectedStatusCodeRanges: [{ min: 200, max: 399 }],
        },
        name,
      );
      assert.deepEqual(at(inputs, "dnsConfig"), { relativeName: inputs["profileName"], ttl: 60 });
      assert.equal(inputs["location"], "global");
    }
  });

  it("sends no request where a connection is enough", async () => {
    const tcp = await recordTraffic(plan({ health: { ...trafficManagerTraffic.health, protocol: "TCP" } }));
    for (const { inputs } of ofType(tcp, profileType))
      for (const refused of ["path", "customHeaders", "expectedStatusCodeRanges"])
        assert.equal(at(inputs, "monitorConfig", refused), undefined);
  });

  it("makes a profile after those that it leads to, and removes it before them", () => {
    const profiles = ofType(recording, profileType);
    for (const profile of profiles)
      for (const target of profiles)
        if (JSON.stringify(profile.inputs["endpoints"]).includes(`"${target.name}-id"`)) assertWaits(recording, profile, target);
    assertWaits(recording, only(recording, recordType, "api-name"), only(recording, profileType, "api"));
  });

  it("changes one profile and nothing else when the weights of clouds change", async () => {
    const edited = await recordTraffic(plan({ aliases: ["www"], weights: { aws: 60, azure: 30, gcp: 10 } }));
    const before = new Map(described(recording).map((resource) => [resource.urn, resource]));
    const changed = described(edited).filter((resource) => JSON.stringify(resource) !== JSON.stringify(before.get(resource.urn)));
    assert.deepEqual(
      changed.map(({ name, type }) => [name, type]),
      [["api", profileType]],
    );
  });

  it("refuses an address that was not passed", async () => {
    await assert.rejects(recordTraffic(plan(), { "aws-usw2": addresses["aws-usw2"] }), /no address was passed for az-wus2\/regional/);
  });
});

const addresses = {
  "aws-usw2": { "usw2-az1": "192.0.2.1", "usw2-az2": "192.0.2.2", "usw2-az3": "192.0.2.3" },
  "az-wus2": { regional: "198.51.100.1" },
  "gcp-usw1": { regional: "203.0.113.1" },
} as const satisfies LeafAddresses;

/** In the order of URNs, since that of registration carries no meaning. */
function described({ resources }: Recording): RecordedResource[] {
  return [...resources].sort((a, b) => (a.urn < b.urn ? -1 : 1));
}

function recordTraffic(planned: OnTrafficManager, leaves: LeafAddresses = addresses): Promise<Recording> {
  return record(
    () => {
      const provider = new Provider("dns", { subscriptionId: planned.dns.subscription, tenantId: planned.dns.tenant });
      const { zoneId, nameServers } = new TrafficManagerTraffic("traffic", { plan: planned, addresses: leaves }, { provider });
      return { zoneId, nameServers };
    },
    {
      outputs: (type) => {
        if (type === zoneType) return { name: "gslb.example.com", nameServers: ["ns1-01.example", "ns2-01.example"] };
        return type === groupType ? { name: "gateway-dns" } : undefined;
      },
    },
  );
}
