import assert from "node:assert/strict";
import fc from "fast-check";
import { ConfigError } from "../../../config/file/problems";
import { type Endpoint, type Profile, trafficManager } from "../../../lab/dns/providers/trafficManager";
import type { Traffic } from "../../../config/traffic";
import type { TrafficManagerSection } from "../../../config/traffic/trafficManager";
import { sharesAfter } from "../../../plan/traffic/dns";
import type { IsLost } from "../../../plan/traffic/shares";
import type { TrafficPlan } from "../../../plan/model/traffic";
import { fleet, trafficManagerTraffic, usw2 } from "../fleets";
import { onTrafficManager, planOnTrafficManager } from "./onTrafficManager";
import { all, leavesOf, losses, lossOf, plan, regions, trees } from "./states";
import type { EndpointPlan, ProfilePlan } from "../../../plan/model/traffic/trafficManager";

/** The same tree, at Traffic Manager. */
const elsewhere = ({ weights, regions, clusters, overrides, onCloudLoss, aliases }: Traffic = all): TrafficManagerSection => ({
  ...trafficManagerTraffic,
  weights,
  regions,
  clusters,
  overrides,
  onCloudLoss,
  aliases,
});

const away = (from: string): Partial<TrafficManagerSection> => ({
  overrides: [{ kind: "maintenance", from, reason: "new balancers", until: "2026-12-01" }],
});

describe("the profiles of Traffic Manager", () => {
  it("are nested: clouds by weight, for each its own regions before its backup's, then regions, clusters and addresses", () => {
    assert.deepEqual(described(), {
      "example-api": ["weighted", "aws 70 > api-cloud-aws", "azure 20 > api-cloud-azure", "gcp 10 > api-cloud-gcp"],
      "example-api-cloud-aws": ["priority", "aws #1 > api-regions-aws", "azure #2 > api-regions-azure"],
      "example-api-cloud-azure": ["priority", "azure #1 > api-regions-azure", "aws #2 > api-regions-aws"],
      "example-api-cloud-gcp": ["priority", "gcp #1 > api-regions-gcp", "aws #2 > api-regions-aws"],
      "example-api-regions-aws": ["weighted", "us-west-2 1 > api-region-us-west-2"],
      "example-api-regions-azure": ["weighted", "westus2 1 > api-region-westus2"],
      "example-api-regions-gcp": ["weighted", "us-west1 1 > api-region-us-west1"],
      "example-api-region-us-west-2": ["weighted", "aws-usw2 1 > api-cluster-aws-usw2"],
      "example-api-region-westus2": ["weighted", "az-wus2 1 > api-cluster-az-wus2"],
      "example-api-region-us-west1": ["weighted", "gcp-usw1 1 > api-cluster-gcp-usw1"],
      "example-api-cluster-aws-usw2": ["weighted", "usw2-az1 1", "usw2-az2 1", "usw2-az3 1"],
      "example-api-cluster-az-wus2": ["weighted", "regional 1"],
      "example-api-cluster-gcp-usw1": ["weighted", "regional 1"],
    });
  });

  it("lead from the outermost one to the regions of a cloud where the others divide a lost cloud's share", () => {
    const profiles = described({ onCloudLoss: "renormalise" });
    assert.deepEqual(profiles["example-api"], [
      "weighted",
      "aws 70 > api-regions-aws",
      "azure 20 > api-regions-azure",
      "gcp 10 > api-regions-gcp",
    ]);
    assert.ok(!Object.keys(profiles).some((name) => name.includes("-cloud-")));
  });

  it("keep what an override takes away in its place, disabled, and its backup ready", () => {
    assert.deepEqual(described(away("aws"))["example-api-cloud-aws"], [
      "priority",
      "aws #1 disabled > api-regions-aws",
      "azure #2 > api-regions-azure",
    ]);
    assert.deepEqual(described(away("aws"))["example-api"], described()["example-api"]);
    assert.equal(described({ ...away("aws"), onCloudLoss: "renormalise" })["example-api"]?.[1], "aws 70 disabled > api-regions-aws");
  });

  it("change one endpoint in one place when a cluster goes for a while", () => {
    const section = { weights: { aws: 100 }, clusters: { "aws-usw2": 2, "aws-use1": 1 } } as const;
    const clusters = { ...fleet.clusters, "aws-use1": { ...usw2, slot: 7 } };
    const [before, after] = [described(section, clusters), described({ ...section, ...away("aws-use1") }, clusters)];
    const changed = Object.keys(before).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
    assert.deepEqual(changed, ["example-api-region-us-west-2"]);
  });

  it("stand after those that they lead to, have whole weights from 1 to 1000, and are led to by names of the zone", () => {
    fc.assert(
      fc.property(trees, ({ section }) => {
        const { dns } = onTrafficManager(plan(elsewhere({ ...section, aliases: ["www"] })));
        const seen = new Set<string>();
        for (const record of dns.records) {
          const targets =
            record.kind === "cname" ? [record.profile] : record.endpoints.flatMap((one) => (one.kind === "profile" ? [one.profile] : []));
          for (const target of targets) assert.ok(seen.has(target), `${record.name} leads to ${target}`);
          assert.ok(!seen.has(record.name), `${record.name} is there twice`);
          seen.add(record.name);
          if (record.kind === "profile") assertSound(record);
        }
      }),
    );
  });

  for (const onCloudLoss of ["redirect", "renormalise"] as const)
    it(`answer as the model says in every state, where a lost cloud is to ${onCloudLoss}: each address, cluster, region and cloud lost, two clouds lost, all lost`, () => {
      const planned = plan(elsewhere({ ...all, regions, onCloudLoss }));
      for (const group of losses(planned)) assertSame(planned, (leaf) => group.includes(leaf));
    });

  it("answer as the model says for any tree and any loss", () => {
    fc.assert(fc.property(trees, lossOf, ({ section }, lost) => assertSame(plan(elsewhere(section)), lost)));
  });

  it("are probed as the host, with what Route 53 would take for a success", () => {
    const { monitor } = planOnTrafficManager().dns;
    assert.deepEqual(monitor, {
      protocol: "HTTP",
      port: 80,
      intervalSeconds: 30,
      timeoutSeconds: 5,
      toleratedFailures: 2,
      request: { path: "/healthz", hostHeader: "api.gslb.example.com", successes: { min: 200, max: 399 } },
    });
    const { health } = trafficManagerTraffic;
    assert.equal(planOnTrafficManager({ health: { ...health, protocol: "TCP" } }).dns.monitor.request, undefined);
  });

  it("S0.93 return an address with its first success, and say so where more are asked for", () => {
    const asked = (recoveryThreshold: number) =>
      planOnTrafficManager({ health: { ...trafficManagerTraffic.health, recoveryThreshold } }).probing;
    assert.equal(asked(2).successesToReturn, 1);
    assert.deepEqual(asked(2).losses, [
      { key: "recoveryThreshold", message: "2 cannot be had: with Traffic Manager an address returns with its first success" },
    ]);
    assert.deepEqual(asked(1).losses, []);
    assert.deepEqual(planOnTrafficManager().probing.losses, []);
  });

  it("are named twice over in an existing zone: by the zone's id, and in its own resource group", () => {
    const existing =
      "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/shared/providers/Microsoft.Network/dnsZones/gslb.example.com";
    const { zone } = planOnTrafficManager({ zone: { name: "gslb.example.com", existing } }).dns;
    assert.deepEqual(zone, { name: "gslb.example.com", existing: { id: existing, group: "shared" } });
  });
});

describe("profiles that Azure would refuse", () => {
  it("have names beyond 63 characters", () => {
    const name = "c".repeat(30);
    const section = { dnsPrefix: "p".repeat(40), weights: { aws: 100 }, clusters: { [name]: 1 } };
    assert.match(
      refusal(section, { [name]: usw2 }),
      /traffic\.dnsPrefix\n\s+the profile "p+-cluster-c+\.trafficmanager\.net" would begin with 79 characters, at most 63 fit a DNS label; shorten dnsPrefix or the cluster's name/,
    );
  });

  it("are more than a subscription has", () => {
    const clusters = Object.fromEntries(Array.from({ length: 201 }, (_, slot) => [`c${slot}`, { ...usw2, slot }]));
    const serving = Object.fromEntries(Object.keys(clusters).map((name) => [name, 1]));
    const message = refusal({ weights: { aws: 100 }, clusters: serving }, clusters);
    assert.match(message, /traffic\.clusters\n\s+205 profiles would be needed, a subscription has 200; let fewer clusters serve/);
    assert.match(
      message,
      /the profile example-api-region-us-west-2\.trafficmanager\.net would have 201 endpoints, at most 200 are possible/,
    );
  });

  it("have more than 20 names", () => {
    const aliases = Array.from({ length: 21 }, (_, index) => `www${index}`);
    assert.match(
      refusal({ aliases }),
      /traffic\.aliases\n\s+with the host, 22 names would lead to one profile, at most 20 are possible; remove 2/,
    );
  });

  it("would be lost to edits with a region that they are to lead away from", () => {
    assert.match(
      refusal({ resourceGroup: { name: "dns", location: "westus2" } }),
      /traffic\.resourceGroup\.location\n\s+westus2 serves, and while it is down nothing in the group may be editable, weights included; write a region other than westus2/,
    );
    assert.doesNotThrow(() => planOnTrafficManager({ resourceGroup: { name: "dns" } }));
  });
});

function assertSound({ name, endpoints, routing }: ProfilePlan): void {
  assert.ok(endpoints.length > 0, name);
  assert.equal(new Set(endpoints.map((endpoint) => endpoint.name)).size, endpoints.length, name);
  const targets = endpoints.map((endpoint) => (endpoint.kind === "profile" ? endpoint.profile : endpoint.address));
  assert.equal(new Set(targets).size, targets.length, `${name} leads to one thing twice`);
  for (const { order } of endpoints) {
    if (routing === "weighted")
      assert.ok(order.kind === "weight" && Number.isInteger(order.weight) && order.weight >= 1 && order.weight <= 1000);
    else assert.equal(order.kind, "priority");
  }
}

/** "westus2 20 disabled > api-region-westus2" for every endpoint, after the routing, by the profile's name. */
function described(changes: Partial<TrafficManagerSection> = {}, clusters = fleet.clusters): Record<string, readonly string[]> {
  const { dns } = planOnTrafficManager(changes, clusters);
  const profiles = dns.records.flatMap((record) => (record.kind === "profile" ? [record] : []));
  return Object.fromEntries(profiles.map(({ dnsName, routing, endpoints }) => [dnsName, [routing, ...endpoints.map(describedEndpoint)]]));
}

function describedEndpoint(endpoint: EndpointPlan): string {
  const { name, order, enabled } = endpoint;
  const place = order.kind === "weight" ? String(order.weight) : `#${order.priority}`;
  const target = endpoint.kind === "profile" ? ` > ${endpoint.profile}` : "";
  return `${name} ${place}${enabled ? "" : " disabled"}${target}`;
}

function refusal(changes: Partial<TrafficManagerSection>, clusters = fleet.clusters): string {
  try {
    planOnTrafficManager(changes, clusters);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.message;
  }
  return assert.fail("the plan was accepted");
}

function assertSame(planned: TrafficPlan, lost: IsLost): void {
  const expected = sharesAfter(planned, lost).leaves;
  const answered = answersOf(planned, lost);
  for (const leaf of leavesOf(planned)) {
    const [model, dns] = [expected.get(leaf) ?? 0, answered.get(leaf) ?? 0];
    assert.ok(Math.abs(model - dns) < 1e-9, `${leaf}: ${dns} of the answers, not ${model}`);
  }
}

/** Every way down through the profiles that Traffic Manager's documented rules leave open, by its probability. */
function answersOf(planned: TrafficPlan, lost: IsLost): ReadonlyMap<string, number> {
  const { dns, host } = onTrafficManager(planned);
  const profiles = dns.records.flatMap((record) => (record.kind === "profile" ? [toProfile(record)] : []));
  const { mayAnswer } = trafficManager(profiles, (leaf) => !lost(leaf));
  const shares = new Map<string, number>();
  const follow = (profile: string, share: number): void => {
    const endpoints = mayAnswer.get(profile) ?? [];
    const total = endpoints.reduce((sum, { weight }) => sum + weight, 0);
    for (const endpoint of endpoints) {
      const part = (share * endpoint.weight) / total;
      if (endpoint.kind === "nested") follow(endpoint.profile, part);
      else shares.set(endpoint.address, (shares.get(endpoint.address) ?? 0) + part);
    }
  };
  const name = dns.records.find(({ kind, fqdn }) => kind === "cname" && fqdn === host);
  assert.ok(name?.kind === "cname");
  follow(name.profile, 1);
  return shares;
}

function toProfile({ name, fqdn, routing, ttlSeconds, endpoints }: ProfilePlan): Profile {
  return { id: name, fqdn, enabled: true, ttl: ttlSeconds, routing, endpoints: endpoints.map(toEndpoint) };
}

function toEndpoint(endpoint: EndpointPlan): Endpoint {
  const { name, enabled, order } = endpoint;
  const place = {
    name,
    enabled,
    weight: order.kind === "weight" ? order.weight : 1,
    priority: order.kind === "priority" ? order.priority : 1,
  };
  if (endpoint.kind === "profile") return { ...place, kind: "nested", profile: endpoint.profile, minChildEndpoints: 1 };
  const leaf = `${endpoint.cluster}-${endpoint.address}`;
  return { ...place, kind: "address", address: leaf, healthCheckId: leaf };
}
