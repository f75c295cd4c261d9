import assert from "node:assert/strict";
import { text, texts } from "../../../../facts/properties/select";
import type { Properties } from "../../../../facts/properties/values";
import { openTestLab, session, type Managed, type Session, type TestLab } from "../harness";

const zoneType = "gcp:dns/managedZone:ManagedZone";
const setType = "gcp:dns/recordSet:RecordSet";
const checkType = "gcp:compute/healthCheck:HealthCheck";

const check: Properties = {
  name: "gslb",
  checkIntervalSec: 30,
  httpHealthCheck: { port: 80, portSpecification: "USE_FIXED_PORT", requestPath: "/healthz" },
  sourceRegions: ["us-central1", "europe-west1", "asia-northeast1"],
};
const { sourceRegions, ...local } = check;
const zone: Properties = { name: "gslb", dnsName: "gslb.example.com." };

describe("simulated Cloud DNS", () => {
  let lab: TestLab;
  let gcp: Session;

  beforeEach(async () => {
    const existing = { provider: "gcp", project: "gateway-fleet-dns", name: "old-zone", domain: "old.example.com" } as const;
    lab = openTestLab({ existingZones: [existing] });
    gcp = await session(lab.clouds.gcp, { project: "gateway-fleet-dns" });
  });
  afterEach(() => lab.delete());

  const makeZone = (more: Properties = {}) => gcp.create(zoneType, "traffic-zone", { ...zone, ...more });
  const makeCheck = (inputs = check) => gcp.create(checkType, "traffic-health", inputs);
  const makeSet = (policy: Properties, more: Properties = {}) =>
    gcp.create(setType, "api", {
      managedZone: "gslb",
      name: "api.gslb.example.com.",
      type: "A",
      ttl: 60,
      routingPolicy: policy,
      ...more,
    });
  const wrrs = (...items: readonly (readonly [number, ...string[]])[]) =>
    items.map(([weight, ...externalEndpoints]) => ({ weight, healthCheckedTargets: { externalEndpoints } }));

  async function makeAll(): Promise<{ readonly set: Managed; readonly check: Managed; readonly zone: Managed }> {
    const [madeZone, madeCheck] = [await makeZone(), await makeCheck()];
    const set = await makeSet({ healthCheck: madeCheck.id, wrrs: wrrs([70, "192.0.2.1"], [30, "192.0.2.2"]) });
    return { set, check: madeCheck, zone: madeZone };
  }

  it("gives a zone four name servers, and auto-names it", async () => {
    const made = await gcp.create(zoneType, "traffic-zone", { dnsName: "gslb.example.com." });
    assert.match(made.id, /^projects\/gateway-fleet-dns\/managedZones\/traffic-zone-[0-9a-f]{7}$/);
    const [first = "", ...others] = texts(made.outputs, "nameServers[*]");
    assert.match(first, /^ns-cloud-[a-e]1\.googledomains\.com\.$/);
    assert.deepEqual(
      others,
      ["2", "3", "4"].map((number) => first.replace("1.google", `${number}.google`)),
    );
    await assert.rejects(gcp.check(zoneType, "z", { dnsName: "gslb.example.com" }), /does not end with a dot/);
    await assert.rejects(makeZone({ dnssecConfig: { state: "yes" } }), /yes is none of off, on, transfer/);
  });

  it("keeps a zone with records in it, unless it is forced", async () => {
    const { set, check: made, zone: kept } = await makeAll();
    await assert.rejects(gcp.remove(kept), /containerNotEmpty/);
    await gcp.remove(set);
    await gcp.remove(kept);
    const forced = await makeZone({ forceDestroy: true });
    await makeSet({ healthCheck: made.id, wrrs: wrrs([1, "192.0.2.1"]) });
    await gcp.remove(forced);
    assert.deepEqual(lab.clouds.gcp.contents.byType(setType), []);
  });

  it("changes weights, addresses and TTL in place, and replaces for another health check or name", async () => {
    const { set } = await makeAll();
    const policy = { healthCheck: text(set.inputs, "routingPolicy.healthCheck"), wrrs: wrrs([60, "192.0.2.1"], [40, "192.0.2.3"]) };
    await gcp.update(set, { ...set.inputs, ttl: 30, routingPolicy: policy });
    const other = { ...policy, healthCheck: "projects/gateway-fleet-dns/global/healthChecks/other" };
    assert.deepEqual((await gcp.diff(set, { ...set.inputs, routingPolicy: other })).replaces, ["routingPolicy.healthCheck"]);
    assert.deepEqual((await gcp.diff(set, { ...set.inputs, name: "www.gslb.example.com." })).replaces, ["name"]);
  });

  it("takes the place of a record set that has the name and type already", async () => {
    const { set } = await makeAll();
    const again = await makeSet({ healthCheck: text(set.inputs, "routingPolicy.healthCheck"), wrrs: wrrs([1, "192.0.2.9"]) });
    assert.equal(again.id, set.id);
    const left = lab.clouds.gcp.contents.byType(setType);
    assert.deepEqual(
      left.map(({ inputs }) => texts(inputs, "routingPolicy.wrrs[*].healthCheckedTargets.externalEndpoints[*]")),
      [["192.0.2.9"]],
    );
  });

  it("refuses a routing policy that Cloud DNS refuses", async () => {
    await makeZone();
    const { id: healthCheck } = await makeCheck();
    const refused = (policy: Properties, more: Properties, message: RegExp) => assert.rejects(makeSet(policy, more), message);
    await refused({ wrrs: wrrs([1, "192.0.2.1"]) }, {}, /routingPolicy\.healthCheck: is required with externalEndpoints/);
    await refused({ healthCheck, wrrs: wrrs([1, "lb.example.com"]) }, {}, /externalEndpoints: lb\.example\.com is no IP address/);
    await refused({ healthCheck, wrrs: wrrs([-1, "192.0.2.1"]) }, {}, /weight: -1 is outside 0\.\.1000/);
    await refused({ healthCheck, wrrs: [{ weight: 1 }] }, {}, /needs rrdatas, healthCheckedTargets or both/);
    await refused({ healthCheck, wrrs: [] }, {}, /has no items/);
    await refused({ healthCheck, wrrs: wrrs([1, "192.0.2.1"]) }, { rrdatas: ["192.0.2.1"] }, /exactly one of rrdatas, routingPolicy/);
    await refused({ healthCheck, wrrs: wrrs([1, "192.0.2.1"]) }, { type: "CNAME" }, /is for records of type A and AAAA/);
    await refused({ healthCheck, wrrs: wrrs([1, "192.0.2.1"]) }, { name: "api.example.org." }, /it is not in gslb\.example\.com\./);
    await refused({ healthCheck, wrrs: wrrs([1, "192.0.2.1"]) }, { name: "api.gslb.example.com" }, /does not end with a dot/);
    await refused({ healthCheck, wrrs: wrrs([1, "192.0.2.1"]) }, { managedZone: "gone" }, /managedZone needs a gcp:dns\/managedZone/);
    await refused({ healthCheck: "gone", wrrs: wrrs([1, "192.0.2.1"]) }, {}, /routingPolicy\.healthCheck needs a gcp:compute\/healthCheck/);
    const many = Array.from({ length: 101 }, (_, index) => [1, `192.0.2.${index}`] as const);
    await refused({ healthCheck, wrrs: wrrs(...many) }, {}, /has 101 items, at most 100/);
    const balancers = { internalLoadBalancers: [{ ipAddress: "10.0.0.1" }] };
    await refused({ wrrs: [{ weight: 1, healthCheckedTargets: balancers }] }, {}, /internalLoadBalancerDisallowedInPublicZone/);
    await refused({ geos: [{ location: "us-west1", rrdatas: ["192.0.2.1"] }] }, {}, /add it to lab\/dns\/providers\/cloudDns\.ts/);
  });

  it("has one address in an item where the zone is signed, and mixes no data in", async () => {
    await makeZone({ dnssecConfig: { state: "on" } });
    const { id: healthCheck } = await makeCheck();
    await assert.rejects(makeSet({ healthCheck, wrrs: wrrs([1, "192.0.2.1", "192.0.2.2"]) }), /an item has one health-checked address/);
    const [item] = wrrs([1, "192.0.2.1"]);
    await assert.rejects(
      makeSet({ healthCheck, wrrs: [{ ...item, rrdatas: ["192.0.2.2"] }] }),
      /rrdata or health-checked targets, not both/,
    );
    await makeSet({ healthCheck, wrrs: wrrs([1, "192.0.2.1"], [1, "192.0.2.2"]) });
  });

  it("probes no external endpoint with a check without source regions, which never gets any", async () => {
    await makeZone();
    const plain = await makeCheck({ ...local, checkIntervalSec: 30 });
    await assert.rejects(makeSet({ healthCheck: plain.id, wrrs: wrrs([1, "192.0.2.1"]) }), /has 3 source regions/);
    await assert.rejects(gcp.update(plain, { ...plain.inputs, sourceRegions: sourceRegions ?? [] }), /Source region list must stay empty/);
  });

  it("changes every number of a health check in place", async () => {
    const { check: made } = await makeAll();
    await gcp.update(made, {
      ...made.inputs,
      checkIntervalSec: 60,
      unhealthyThreshold: 5,
      sourceRegions: ["us-west1", "us-east1", "us-east5"],
    });
    assert.deepEqual((await gcp.diff(made, { ...made.inputs, name: "other" })).replaces, ["name"]);
  });

  it("has zones that existed before, and counts none of them as the program's", async () => {
    const { id } = await makeCheck();
    const set = await makeSet({ healthCheck: id, wrrs: wrrs([1, "192.0.2.1"]) }, { managedZone: "old-zone", name: "api.old.example.com." });
    assert.equal(set.id, "projects/gateway-fleet-dns/managedZones/old-zone/rrsets/api.old.example.com./A");
    const counted = lab.clouds.inventory().find(({ cloud }) => cloud === "gcp");
    assert.deepEqual(
      counted?.types.map(({ type }) => type),
      [checkType, setType],
    );
  });
});
