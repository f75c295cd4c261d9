import assert from "node:assert/strict";
import fc from "fast-check";
import { answer, authority, type PolicyItem, type RecordSet, type View } from "../../../../lab/dns/providers/cloudDns";
import type { Answer, Health } from "../../../../lab/dns/dns";

const host = "api.gslb.example.com";

describe("Cloud DNS's choice of addresses", () => {
  it("shares answers by weight", () => {
    assert.deepEqual(
      shares(three, () => true),
      { "127.1.0.1": 70, "127.2.0.1": 20, "127.3.0.1": 10 },
    );
  });

  it("draws another item where an endpoint is unhealthy, by the weights of those that are left", () => {
    assert.deepEqual(
      shares(three, (id) => id !== "127.1.0.1"),
      { "127.2.0.1": 66.7, "127.3.0.1": 33.3 },
    );
  });

  it("answers as if everything were healthy where nothing is: an assumption, since no documentation says", () => {
    assert.deepEqual(
      shares(three, () => false),
      { "127.1.0.1": 70, "127.2.0.1": 20, "127.3.0.1": 10 },
    );
  });

  it("never draws an item of weight 0", () => {
    assert.deepEqual(
      shares([checked(1, "127.1.0.1"), checked(0, "127.2.0.1")], () => true),
      { "127.1.0.1": 100 },
    );
  });

  it("answers all that is left of an item with several, and what is not checked always", () => {
    const item: PolicyItem = { weight: 1, values: ["127.9.0.1"], endpoints: [...endpointsOf("127.1.0.1"), ...endpointsOf("127.1.0.2")] };
    assert.deepEqual(addresses(ask(viewOf(item), { name: host, type: "A" }, (id) => id !== "127.1.0.1")), ["127.9.0.1", "127.1.0.2"]);
  });

  it("answers a set without a policy, under the name that was asked for, with its TTL", () => {
    const view = viewOf({ weight: 1, values: ["127.1.0.1", "127.1.0.2"], endpoints: [] });
    const found = ask(view, { name: host, type: "A" });
    assert.deepEqual(found, {
      kind: "records",
      records: ["127.1.0.1", "127.1.0.2"].map((data) => ({ name: host, type: "A", ttl: 60, data })),
    });
  });

  it("answers NS and SOA of the zone, and says which names and types are not there", () => {
    const asked = (name: string, type: string) => ask(viewOf(...three), { name, type });
    assert.deepEqual(addresses(asked("gslb.example.com", "NS")), ["ns-cloud-a1.googledomains.com."]);
    assert.match(
      addresses(asked("gslb.example.com", "SOA")).join(),
      /^ns-cloud-a1\.googledomains\.com\. cloud-dns-hostmaster\.google\.com\. 1 /,
    );
    assert.equal(asked(host, "AAAA").kind, "nodata");
    assert.equal(asked("gslb.example.com", "A").kind, "nodata");
    assert.equal(asked("www.gslb.example.com", "A").kind, "nxdomain");
    assert.equal(asked("example.com", "A").kind, "refused");
  });

  it("answers somebody who lives while anybody does, and exactly one, whatever the weights", () => {
    const items = fc.array(fc.record({ weight: fc.double({ min: 0.001, max: 1000, noNaN: true }), dead: fc.boolean() }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(items, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (drawn, random) => {
        const view = viewOf(...drawn.map(({ weight }, index) => checked(weight, `127.1.0.${index}`)));
        const isDead = (id: string) => drawn[Number(id.split(".")[3])]?.dead === true;
        const [address = "", ...others] = addresses(
          ask(
            view,
            { name: host, type: "A" },
            (id) => !isDead(id),
            () => random,
          ),
        );
        assert.deepEqual(others, []);
        assert.ok(!isDead(address) || drawn.every(({ dead }) => dead));
      }),
    );
  });
});

const three = [checked(70, "127.1.0.1"), checked(20, "127.2.0.1"), checked(10, "127.3.0.1")];

function checked(weight: number, address: string): PolicyItem {
  return { weight, values: [], endpoints: endpointsOf(address) };
}

function endpointsOf(address: string): PolicyItem["endpoints"] {
  return [{ address, healthCheckId: address }];
}

function viewOf(...items: readonly PolicyItem[]): View {
  const set: RecordSet = { name: host, type: "A", ttl: 60, items };
  return {
    zones: [{ id: "gslb", name: "gslb.example.com", nameServers: ["ns-cloud-a1.googledomains.com."] }],
    recordSets: [set],
  };
}

function ask(view: View, question: { name: string; type: string }, health: Health = () => true, random = () => 0): Answer {
  return answer(authority(view, health), question, random);
}

function addresses(found: Answer): string[] {
  return found.kind === "records" ? found.records.map(({ data }) => data) : [];
}

/** Percent by address, over evenly spread choices. */
function shares(items: readonly PolicyItem[], health: Health): Record<string, number> {
  const count = 3_000;
  const tally = new Map<string, number>();
  const decided = authority(viewOf(...items), health);
  for (let index = 0; index < count; index++)
    for (const address of addresses(answer(decided, { name: host, type: "A" }, () => (index + 0.5) / count)))
      tally.set(address, (tally.get(address) ?? 0) + 1);
  return Object.fromEntries([...tally].map(([address, times]) => [address, Math.round((1_000 * times) / count) / 10]));
}
