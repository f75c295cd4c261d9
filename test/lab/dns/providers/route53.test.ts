import assert from "node:assert/strict";
import fc from "fast-check";
import type { Answer } from "../../../../lab/dns/dns";
import { answer, authority, type Authority, type RecordSet, type View } from "../../../../lab/dns/providers/route53";

describe("Route 53's choice of records", () => {
  it("S0.107 shares answers 70/20/10 over clouds, and equally inside each", () => {
    const shares = sharesOf(
      authority(fleet, () => true),
      "api.example.com",
    );
    assert.deepEqual(rounded(shares), { "127.1.0.1": 35, "127.1.0.2": 35, "127.2.0.1": 10, "127.2.0.2": 10, "127.3.0.1": 10 });
  });

  it("takes a branch out with its last healthy address, and leaves the shares of the others as they were to each other", () => {
    const shares = sharesOf(
      authority(fleet, (id) => !id.startsWith("check-127.1.")),
      "api.example.com",
    );
    assert.deepEqual(rounded(shares), { "127.2.0.1": 33, "127.2.0.2": 33, "127.3.0.1": 33 });
  });

  it("leaves the shares of clouds alone when one address of a branch fails", () => {
    const shares = sharesOf(
      authority(fleet, (id) => id !== "check-127.1.0.1"),
      "api.example.com",
    );
    assert.deepEqual(rounded(shares), { "127.1.0.2": 70, "127.2.0.1": 10, "127.2.0.2": 10, "127.3.0.1": 10 });
  });

  it("answers as if everything were healthy when nothing is", () => {
    assert.deepEqual(
      sharesOf(
        authority(fleet, () => false),
        "api.example.com",
      ),
      sharesOf(
        authority(fleet, () => true),
        "api.example.com",
      ),
    );
  });

  it("keeps a record of weight 0 for the moment when all others are unhealthy", () => {
    const view = viewOf([address("api.example.com", "127.1.0.1", 10), address("api.example.com", "127.9.0.1", 0)]);
    assert.deepEqual(
      Object.keys(
        sharesOf(
          authority(view, () => true),
          "api.example.com",
        ),
      ),
      ["127.1.0.1"],
    );
    assert.deepEqual(
      Object.keys(
        sharesOf(
          authority(view, (id) => id === "check-127.9.0.1"),
          "api.example.com",
        ),
      ),
      ["127.9.0.1"],
    );
    assert.deepEqual(
      Object.keys(
        sharesOf(
          authority(view, () => false),
          "api.example.com",
        ),
      ),
      ["127.1.0.1"],
    );
  });

  it("shares equally where all weights are 0", () => {
    const view = viewOf([address("api.example.com", "127.1.0.1", 0), address("api.example.com", "127.1.0.2", 0)]);
    assert.deepEqual(
      rounded(
        sharesOf(
          authority(view, () => true),
          "api.example.com",
        ),
      ),
      { "127.1.0.1": 50, "127.1.0.2": 50 },
    );
  });

  it("counts an alias that does not evaluate its target's health as healthy", () => {
    const view = viewOf([
      alias("api.example.com", "a.example.com", 1, false),
      alias("api.example.com", "b.example.com", 1),
      address("a.example.com", "127.1.0.1", 1),
      address("b.example.com", "127.1.0.2", 1),
    ]);
    assert.deepEqual(
      rounded(
        sharesOf(
          authority(view, (id) => id !== "check-127.1.0.1"),
          "api.example.com",
        ),
      ),
      { "127.1.0.1": 50, "127.1.0.2": 50 },
    );
  });

  it("answers an alias under the name that was asked for, with the TTL of what it leads to", () => {
    const [record] = recordsOf(
      answer(
        authority(fleet, () => true),
        { name: "api.example.com", type: "A" },
        () => 0,
      ),
    );
    assert.deepEqual(record, { name: "api.example.com", type: "A", ttl: 60, data: "127.1.0.1" });
  });

  it("answers NS and SOA of the zone, and says which names and types are not there", () => {
    const asked = (name: string, type: string): Answer =>
      answer(
        authority(fleet, () => true),
        { name, type },
        () => 0,
      );
    assert.deepEqual(
      recordsOf(asked("example.com", "NS")).map(({ data }) => data),
      ["ns-1.awsdns-01.com", "ns-2.awsdns-02.net"],
    );
    assert.equal(recordsOf(asked("example.com", "SOA"))[0]?.data.startsWith("ns-1.awsdns-01.com."), true);
    assert.equal(asked("api.example.com", "AAAA").kind, "nodata");
    assert.equal(asked("example.com", "A").kind, "nodata");
    assert.equal(asked("nothing.example.com", "A").kind, "nxdomain");
    assert.equal(asked("example.org", "A").kind, "refused");
  });

  it("counts a name above an existing one as existing", () => {
    const view = viewOf([address("a.b.example.com", "127.1.0.1", 1)]);
    assert.equal(
      answer(
        authority(view, () => true),
        { name: "b.example.com", type: "A" },
        () => 0,
      ).kind,
      "nodata",
    );
  });

  it("answers with the first of a failover pair while it lives, then with the second, and with the first again when both are dead", () => {
    const half = (value: string, failover: "PRIMARY" | "SECONDARY"): RecordSet => ({
      ...address("pair.example.com", value, 1),
      weight: undefined,
      failover,
    });
    const view = viewOf([half("127.1.0.1", "PRIMARY"), half("127.1.0.2", "SECONDARY")]);
    const answered = (dead: readonly string[]) =>
      recordsOf(
        answer(
          authority(view, (id) => !dead.includes(id)),
          { name: "pair.example.com", type: "A" },
          () => 0,
        ),
      ).map(({ data }) => data);
    assert.deepEqual(answered([]), ["127.1.0.1"]);
    assert.deepEqual(answered(["check-127.1.0.1"]), ["127.1.0.2"]);
    assert.deepEqual(answered(["check-127.1.0.1", "check-127.1.0.2"]), ["127.1.0.1"]);
  });

  it("follows a CNAME inside the zone", () => {
    const cname: RecordSet = {
      ...address("www.example.com", "", 1),
      weight: undefined,
      failover: undefined,
      healthCheckId: undefined,
      type: "CNAME",
      answer: { kind: "values", ttl: 30, values: ["API.example.com."] },
    };
    const records = recordsOf(
      answer(
        authority(viewOf([...fleet.records, cname]), () => true),
        { name: "www.example.com", type: "A" },
        () => 0,
      ),
    );
    assert.deepEqual(
      records.map(({ type, data }) => [type, data]),
      [
        ["CNAME", "API.example.com."],
        ["A", "127.1.0.1"],
      ],
    );
  });

  it("does not hang on an alias that leads back to itself", () => {
    const view = viewOf([alias("api.example.com", "loop.example.com", 1), alias("loop.example.com", "api.example.com", 1)]);
    assert.equal(
      answer(
        authority(view, () => true),
        { name: "api.example.com", type: "A" },
        () => 0,
      ).kind,
      "nodata",
    );
  });

  it("never answers a dead address unless every address is dead, and never nothing", () => {
    fc.assert(
      fc.property(trees, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (tree, random) => {
        const records = recordsOf(
          answer(
            authority(tree.view, (id) => !tree.dead.has(id)),
            { name: "api.example.com", type: "A" },
            () => random,
          ),
        );
        assert.equal(records.length, 1);
        const [record] = records;
        if (tree.dead.size < tree.leaves) assert.ok(!tree.dead.has(`check-${record?.data ?? ""}`));
      }),
    );
  });

  it("gives every healthy branch its weight's share of the healthy branches' weights", () => {
    fc.assert(
      fc.property(trees, (tree) => {
        const shares = sharesOf(
          authority(tree.view, (id) => !tree.dead.has(id)),
          "api.example.com",
          2_000,
        );
        const alive = tree.branches.filter(({ addresses }) => addresses.some((one) => !tree.dead.has(`check-${one}`)));
        const serving = alive.length > 0 ? alive : tree.branches;
        const total = serving.reduce((sum, { weight }) => sum + weight, 0);
        for (const { addresses, weight } of serving) {
          const share = addresses.reduce((sum, one) => sum + (shares[one] ?? 0), 0);
          assert.ok(Math.abs(share - weight / total) < 0.01, `${share} is not ${weight}/${total}`);
        }
      }),
    );
  });
});

function recordsOf(
  found: Answer,
): readonly { readonly name: string; readonly type: string; readonly ttl: number; readonly data: string }[] {
  return found.kind === "records" ? found.records : [];
}

/** By even steps through the random numbers of the first choice, and of all later ones together: exact for two levels of choice. */
function sharesOf(asked: Authority, name: string, steps = 4_000): Record<string, number> {
  const shares: Record<string, number> = {};
  for (let step = 0; step < steps; step++) {
    const golden = (step * 0.6180339887498949) % 1;
    const randoms = [(step + 0.5) / steps, golden, (golden * 7) % 1];
    const [record] = recordsOf(answer(asked, { name, type: "A" }, () => randoms.shift() ?? golden));
    const address = record?.data ?? "nothing";
    shares[address] = (shares[address] ?? 0) + 1 / steps;
  }
  return shares;
}

function rounded(shares: Record<string, number>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(shares)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([address, share]) => [address, Math.round(share * 100)]),
  );
}

function viewOf(records: readonly RecordSet[]): View {
  return { zones: [{ id: "Z1", name: "example.com", nameServers: ["ns-1.awsdns-01.com", "ns-2.awsdns-02.net"] }], records };
}

function address(name: string, value: string, weight: number): RecordSet {
  return {
    zoneId: "Z1",
    name,
    type: "A",
    weight,
    failover: undefined,
    healthCheckId: `check-${value}`,
    answer: { kind: "values", ttl: 60, values: [value] },
  };
}

function alias(name: string, target: string, weight: number, evaluateTargetHealth = true): RecordSet {
  return {
    zoneId: "Z1",
    name,
    type: "A",
    weight,
    failover: undefined,
    healthCheckId: undefined,
    answer: { kind: "alias", target, evaluateTargetHealth },
  };
}

const fleet = viewOf([
  alias("api.example.com", "aws.example.com", 70),
  alias("api.example.com", "azure.example.com", 20),
  alias("api.example.com", "gcp.example.com", 10),
  address("aws.example.com", "127.1.0.1", 1),
  address("aws.example.com", "127.1.0.2", 1),
  address("azure.example.com", "127.2.0.1", 1),
  address("azure.example.com", "127.2.0.2", 1),
  address("gcp.example.com", "127.3.0.1", 1),
]);

/** Weighted branches of equal leaves, with some of the leaves dead. */
const trees = fc
  .array(fc.record({ weight: fc.integer({ min: 1, max: 255 }), alive: fc.array(fc.boolean(), { minLength: 1, maxLength: 4 }) }), {
    minLength: 1,
    maxLength: 5,
  })
  .map((drawn) => {
    const branches = drawn.map(({ weight, alive }, branch) => ({
      weight,
      addresses: alive.map((_, leaf) => `127.0.${branch}.${leaf + 1}`),
    }));
    const records = branches.flatMap(({ weight, addresses }, branch) => [
      alias("api.example.com", `b${branch}.example.com`, weight),
      ...addresses.map((one) => address(`b${branch}.example.com`, one, 1)),
    ]);
    const dead = drawn.flatMap(({ alive }, branch) =>
      alive.flatMap((isAlive, leaf) => (isAlive ? [] : [`check-127.0.${branch}.${leaf + 1}`])),
    );
    return { view: viewOf(records), branches, dead: new Set(dead), leaves: drawn.reduce((sum, { alive }) => sum + alive.length, 0) };
  });
