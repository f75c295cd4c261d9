import assert from "node:assert/strict";
import { decide, readDnsServices } from "../../../../lab/dns/services";
import { openCloudStore } from "../../../../lab/clouds/simulator/store";
import type { Properties } from "../../../../facts/properties/values";
import { join } from "node:path";
import { inGroup, makeGroup, subscription } from "../azureFixtures";
import { openTestLab, session, type Managed, type Session, type TestLab } from "../harness";

const profileType = "azure-native:trafficmanager:Profile";
const zoneType = "azure-native:dns:Zone";
const recordType = "azure-native:dns:RecordSet";
const external = "Microsoft.Network/trafficManagerProfiles/externalEndpoints";
const nestedType = "Microsoft.Network/trafficManagerProfiles/nestedEndpoints";
const global = { ...inGroup, location: "global" };

describe("simulated Traffic Manager and Azure DNS", () => {
  let lab: TestLab;
  let azure: Session;

  beforeEach(async () => {
    lab = openTestLab();
    azure = await session(lab.clouds.azure, { subscriptionId: subscription, tenantId: "tenant", location: "westus2" });
    await makeGroup(azure);
  });
  afterEach(() => lab.delete());

  const profileInputs = (name: string, more: Properties = {}): Properties => ({
    ...global,
    profileName: name,
    trafficRoutingMethod: "Weighted",
    dnsConfig: { relativeName: name, ttl: 60 },
    monitorConfig: { protocol: "HTTP", port: 80, path: "/healthz" },
    endpoints: [{ type: external, name: "a", target: "127.1.0.1", weight: 1 }],
    ...more,
  });
  const makeProfile = (name: string, more: Properties = {}) => azure.create(profileType, name, profileInputs(name, more));
  const child = (of: Managed, more: Properties = {}) => ({
    type: nestedType,
    name: of.name,
    targetResourceId: of.id,
    minChildEndpoints: 1,
    weight: 1,
    ...more,
  });
  const makeZone = () => azure.create(zoneType, "zone", { ...global, zoneName: "example.com" });
  const makeRecord = (name: string, more: Properties) =>
    azure.create(recordType, name, {
      ...inGroup,
      zoneName: "example.com",
      relativeRecordSetName: name,
      recordType: "CNAME",
      ttl: 60,
      ...more,
    });

  it("has a name below trafficmanager.net, which is taken from then on, and keeps for life", async () => {
    const { id, outputs, inputs } = await makeProfile("shop");
    assert.equal(id, `/subscriptions/${subscription}/resourceGroups/fleet/providers/Microsoft.Network/trafficManagerProfiles/shop`);
    assert.deepEqual(outputs["dnsConfig"], { relativeName: "shop", ttl: 60, fqdn: "shop.trafficmanager.net" });
    await assert.rejects(
      makeProfile("other", { dnsConfig: { relativeName: "Shop", ttl: 60 } }),
      /Domain name shop\.trafficmanager\.net already exists/,
    );
    const renamed = { ...inputs, dnsConfig: { relativeName: "shop2", ttl: 60 } };
    await assert.rejects(
      azure.update({ type: profileType, name: "shop", urn: "", id, inputs, outputs }, renamed),
      /PropertyChangeNotAllowed.*dnsConfig\.relativeName/,
    );
  });

  it("says of what Azure takes that the lab does not have it, beside what Azure refuses", async () => {
    const check = (more: Properties) => azure.check(profileType, "shop", profileInputs("shop", more));
    await assert.rejects(check({ trafficRoutingMethod: "Performance" }), /the lab has the rules of Weighted and Priority only/);
    await assert.rejects(check({ location: "westus2" }), /location: westus2 is none of global/);
  });

  it("nests under several parents, ten levels deep, and in no loop", async () => {
    let last = await makeProfile("p1");
    for (let level = 2; level <= 10; level++) last = await makeProfile(`p${level}`, { endpoints: [child(last)] });
    await assert.rejects(makeProfile("p11", { endpoints: [child(last)] }), /nested more than 10 levels deep, or in a loop/);
    const first = await makeProfile("q");
    const second = await makeProfile("r", { endpoints: [child(first)] });
    await makeProfile("s", { endpoints: [child(first)] });
    await assert.rejects(azure.update(first, { ...first.inputs, endpoints: [child(second)] }), /in a loop/);
    await assert.rejects(makeProfile("t", { endpoints: [{ ...child(first), targetResourceId: `${first.id}-gone` }] }), /was not found/);
  });

  it("has zones that are global, tell four name servers and go with their record sets", async () => {
    const zone = await makeZone();
    assert.equal((zone.outputs["nameServers"] as readonly string[]).length, 4);
    assert.match(String((zone.outputs["nameServers"] as readonly string[])[0]), /^ns1-\d\d\.azure-dns\.com\.$/);
    const target = await makeProfile("shop");
    const record = await makeRecord("api", { targetResource: { id: target.id } });
    assert.deepEqual([record.outputs["fqdn"], record.id.endsWith("/dnsZones/example.com/CNAME/api")], ["api.example.com.", true]);
    await azure.remove(zone);
    assert.equal(lab.clouds.azure.contents.get(recordType, record.id), undefined);
  });

  it("refuses record sets that cannot be", async () => {
    await makeZone();
    const target = { targetResource: { id: (await makeProfile("shop")).id } };
    await assert.rejects(makeRecord("@", target), /CNAME is not possible at the zone's own name/);
    await assert.rejects(makeRecord("api", {}), /exactly one of cnameRecord, targetResource/);
    await assert.rejects(makeRecord("api", { ...target, zoneName: "other.com" }), /was not found/);
    await makeRecord("api", target);
    await assert.rejects(makeRecord("api", target), /cannot create already existing resource/);
    await assert.rejects(
      makeRecord("api", { recordType: "A", aRecords: [{ ipv4Address: "127.1.0.9" }] }),
      /a CNAME record cannot share a name/,
    );
  });

  it("takes names in a zone and profiles in a group that nobody here has made", async () => {
    const existing = { provider: "azure", subscription, group: "shared" } as const;
    const other = openTestLab({
      existingZones: [
        { ...existing, kind: "group" },
        { ...existing, kind: "zone", domain: "example.org" },
      ],
    });
    const shared = await session(other.clouds.azure, { subscriptionId: subscription, tenantId: "tenant" });
    const inShared = { resourceGroupName: "shared" };
    const profile = await shared.create(profileType, "p", profileInputs("p", inShared));
    const record = { ...inShared, zoneName: "example.org", relativeRecordSetName: "api", recordType: "CNAME", ttl: 60 };
    await shared.create(recordType, "api", { ...record, targetResource: { id: profile.id } });
    assert.deepEqual(
      other.clouds
        .inventory()
        .find(({ cloud }) => cloud === "azure-native")
        ?.types.map(({ type, count }) => `${count} ${type}`),
      [`1 ${recordType}`, `1 ${profileType}`],
      "what was there before is not the lab's to count",
    );
    other.delete();
  });

  it("leads at most 20 names to one profile", async () => {
    await makeZone();
    const target = { targetResource: { id: (await makeProfile("shop")).id } };
    for (let index = 0; index < 20; index++) await makeRecord(`n${index}`, target);
    await assert.rejects(makeRecord("n20", target), /has 20 alias record sets already/);
  });

  it("answers from zone and profile at once, with probes as they are set, and with nothing once the profile has gone", async () => {
    await makeZone();
    const monitorConfig = {
      protocol: "HTTP",
      port: 80,
      path: "/healthz",
      intervalInSeconds: 10,
      timeoutInSeconds: 5,
      toleratedNumberOfFailures: 2,
      customHeaders: [{ name: "Host", value: "api.example.com" }],
      expectedStatusCodeRanges: [{ min: 200, max: 399 }],
    };
    const below = await makeProfile("below", { monitorConfig });
    const top = await makeProfile("top", { endpoints: [child(below)] });
    await makeRecord("api", { targetResource: { id: top.id } });
    const services = () => readDnsServices((provider) => openCloudStore(join(lab.home.clouds, `${provider}.jsonl`), { readOnly: true }));
    const answer = () => decide(services(), () => true)({ name: "api.example.com", type: "A" }, () => 0);
    assert.deepEqual(answer(), {
      kind: "records",
      records: [
        { name: "api.example.com", type: "CNAME", ttl: 60, data: "top.trafficmanager.net" },
        { name: "top.trafficmanager.net", type: "A", ttl: 60, data: "127.1.0.1" },
      ],
    });
    const [check, ...others] = services().flatMap(({ healthChecks }) => healthChecks);
    assert.deepEqual(others, []);
    assert.deepEqual(
      [
        check?.name,
        check?.address,
        check?.host,
        check?.path,
        check?.intervalSeconds,
        check?.timeout,
        check?.failureThreshold,
        check?.successThreshold,
      ],
      ["below a", "127.1.0.1", "api.example.com", "/healthz", 10, { kind: "whole", seconds: 5 }, 3, 1],
    );
    assert.deepEqual(check?.prober.passing, [200, 399]);
    await azure.remove(top);
    assert.equal(answer().kind, "nodata");
  });
});
