import assert from "node:assert/strict";
import { answerOfProfile, trafficManager, type Endpoint, type Profile } from "../../../../lab/dns/providers/trafficManager";

describe("Traffic Manager's choice of endpoints", () => {
  it("shares answers over endpoints that are online by their weights, whatever their profiles are nested in", () => {
    assert.deepEqual(shares(fleet), { "127.1.0.1": 35, "127.1.0.2": 35, "127.2.0.1": 30 });
    assert.deepEqual(shares(fleet, ["127.1.0.1"]), { "127.1.0.2": 70, "127.2.0.1": 30 });
  });

  it("leaves a profile with its last endpoint that is online, for the next priority", () => {
    assert.deepEqual(shares(fleet, ["127.1.0.1", "127.1.0.2"]), { "127.2.0.1": 100 });
    assert.deepEqual(shares(profile("top", "priority", [nested("aws", 1, 1), nested("azure", 1, 2)])), {
      "127.1.0.1": 50,
      "127.1.0.2": 50,
    });
  });

  it("answers as if all were online where all are degraded, but never with what is disabled", () => {
    const all = ["127.1.0.1", "127.1.0.2", "127.2.0.1"];
    assert.deepEqual(shares(fleet, all), shares(fleet));
    const withoutAzure = profile("top", "weighted", [nested("aws", 70), { ...nested("azure", 30), enabled: false }]);
    assert.deepEqual(shares(withoutAzure, all), { "127.1.0.1": 50, "127.1.0.2": 50 });
    assert.deepEqual(shares(withoutAzure, ["127.1.0.1", "127.1.0.2"]), { "127.1.0.1": 50, "127.1.0.2": 50 });
  });

  it("takes a profile for degraded below its minimum of endpoints that are online", () => {
    const strict = profile("top", "weighted", [{ ...nested("aws", 70), minChildEndpoints: 2 }, nested("azure", 30)]);
    assert.deepEqual(shares(strict, ["127.1.0.1"]), { "127.2.0.1": 100 });
  });

  it("takes a profile that is disabled, gone or without an enabled endpoint for stopped: it never answers", () => {
    const empty = profile("empty", "weighted", [{ ...address("127.9.0.1"), enabled: false }]);
    for (const child of ["empty", "gone", "off"]) {
      const top = profile("top", "weighted", [nested(child, 70), nested("azure", 30)]);
      const off = { ...profile("off", "weighted", [address("127.8.0.1")]), enabled: false };
      assert.deepEqual(shares(top, ["127.2.0.1"], [empty, off]), { "127.2.0.1": 100 }, child);
    }
  });

  it("answers always where an endpoint always serves, and ends at a loop", () => {
    const always = profile("top", "weighted", [{ ...address("127.3.0.1"), healthCheckId: undefined }, address("127.3.0.2")]);
    assert.deepEqual(shares(always, ["127.3.0.1"]), { "127.3.0.1": 50, "127.3.0.2": 50 });
    const loop = [profile("top", "weighted", [nested("back", 1)]), profile("back", "weighted", [nested("top", 1)])];
    assert.equal(ask(loop, "top.trafficmanager.net", "A").kind, "nxdomain");
  });

  it("answers for the name that was asked for, with its TTL, and knows no other names or types", () => {
    assert.deepEqual(ask([...children, fleet], "top.trafficmanager.net", "A"), {
      kind: "records",
      records: [{ name: "top.trafficmanager.net", type: "A", ttl: 60, data: "127.1.0.1" }],
    });
    for (const [name, type, kind] of [
      ["top.trafficmanager.net", "AAAA", "nodata"],
      ["top.trafficmanager.net", "CNAME", "nodata"],
      ["trafficmanager.net", "A", "nodata"],
      ["other.trafficmanager.net", "A", "nxdomain"],
      ["top.example.com", "A", "refused"],
    ] as const)
      assert.equal(ask([...children, fleet], name, type).kind, kind, `${name} ${type}`);
    assert.equal(ask([...children, { ...fleet, enabled: false }], "top.trafficmanager.net", "A").kind, "nxdomain");
  });
});

function address(ip: string): Endpoint & { readonly kind: "address" } {
  return { kind: "address", name: ip, enabled: true, weight: 1, priority: 1, address: ip, healthCheckId: ip };
}

function nested(id: string, weight: number, priority = 1): Endpoint & { readonly kind: "nested" } {
  return { kind: "nested", name: id, enabled: true, weight, priority, profile: id, minChildEndpoints: 1 };
}

function profile(id: string, routing: Profile["routing"], endpoints: readonly Endpoint[]): Profile {
  return { id, fqdn: `${id}.trafficmanager.net`, enabled: true, ttl: 60, routing, endpoints };
}

const children = [
  profile("aws", "weighted", [address("127.1.0.1"), address("127.1.0.2")]),
  profile("azure", "weighted", [address("127.2.0.1")]),
];
const fleet = profile("top", "weighted", [nested("aws", 70), nested("azure", 30)]);

/** Whole percent by address, by even steps through the random numbers of two choices. */
function shares(top: Profile, dead: readonly string[] = [], more: readonly Profile[] = []): Record<string, number> {
  const decided = trafficManager([...children, ...more, top], (id) => !dead.includes(id));
  const tally: Record<string, number> = {};
  const steps = 100;
  for (let first = 0; first < steps; first++)
    for (let second = 0; second < steps; second++) {
      const randoms = [(first + 0.5) / steps, (second + 0.5) / steps];
      const answer = answerOfProfile(decided, { name: top.fqdn, type: "A" }, () => randoms.shift() ?? 0);
      const data = answer.kind === "records" ? (answer.records[0]?.data ?? "") : answer.kind;
      tally[data] = (tally[data] ?? 0) + 1;
    }
  return Object.fromEntries(Object.entries(tally).map(([data, times]) => [data, (100 * times) / steps ** 2]));
}

function ask(profiles: readonly Profile[], name: string, type: string): ReturnType<typeof answerOfProfile> {
  return answerOfProfile(
    trafficManager(profiles, () => true),
    { name, type },
    () => 0,
  );
}
