import assert from "node:assert/strict";
import fc from "fast-check";
import { runClient, stretch, type ClientKind } from "../../../../lab/drill/clients/clients";
import { judgeRecovery } from "../../../../lab/drill/measures/judgement";
import type { Request } from "../../../../lab/drill/clients/outside";
import { recoveryOf, type ClientRecovery } from "../../../../lab/drill/measures/recovery";
import { probing } from "../../../../plan/traffic/probing";
import { failoverTiming } from "../../../../plan/traffic/timing";
import { traffic } from "../../../plan/fleets";
import { place, simulate, type World } from "./simulated";

const world: World = { ttlSeconds: 60, share: 0.7, lostAt: 100, leftAt: () => 207 };

describe("clients of a drill", function () {
  this.timeout(60_000);

  it("S0.182 that honour the TTL recover as the model says, where it and the clock agree on when DNS lets go", async () => {
    const { blackHole } = failoverTiming(probing(traffic), 60);
    const { requests } = await run("honouring", 500, 1);
    const recovery = recoveryOf(requests, world.lostAt, isPlace);
    assert.ok(Math.abs(recovery.struck - 350) < 60, String(recovery.struck));
    assert.deepEqual(
      judgeRecovery(recovery, { model: blackHole, kind: "typical" }).filter(({ holds }) => !holds),
      [],
    );
  });

  it("do not come in a wave: while they begin, no ten seconds bring more requests than any others", async () => {
    const { requests } = await run("honouring", 1_000, 1);
    const inTenSeconds = Array.from(
      { length: 10 },
      (_, index) => requests.filter(({ sentAt }) => Math.floor(sentAt / 10) === index).length,
    );
    const always = (2 * 1_000 * 10) / world.ttlSeconds;
    assert.ok(Math.max(...inTenSeconds) < 1.2 * always, String(inTenSeconds));
    assert.ok(Math.min(...inTenSeconds.slice(6)) > 0.8 * always, String(inTenSeconds));
  });

  it("ask DNS again when the TTL is over and not before, whatever becomes of their requests", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1_000 }), async (seed) => {
        const { asked } = await run("honouring", 3, seed);
        for (const gap of gapsBetween(asked)) assert.ok(Math.abs(gap - world.ttlSeconds) < 1e-6, String(gap));
      }),
      { numRuns: 10 },
    );
  });

  it("never fail longer than the TTL after DNS let go, and longer by the stretch behind a resolver that stretches it", async () => {
    for (const [kind, times] of [
      ["honouring", 1],
      ["stretching", stretch],
    ] as const) {
      const { requests, asked } = await run(kind, 200, 7);
      const { worstSeconds } = recoveryOf(requests, world.lostAt, isPlace);
      assert.ok(
        worstSeconds !== null && worstSeconds <= 107 + 60 * times && worstSeconds > 107 + 60 * (times - 1),
        `${kind} ${worstSeconds}`,
      );
      for (const gap of gapsBetween(asked)) assert.ok(Math.abs(gap - 60 * times) < 1e-6, `${kind} ${gap}`);
    }
  });

  it("that keep their connection do not ask while it works, and ask again when it does not and the TTL is over", async () => {
    const { asked, requests } = await run("pooled", 50, 3);
    const byClient = new Map<string, number>();
    for (const { client } of asked.filter(({ at }) => at < world.lostAt)) byClient.set(client, (byClient.get(client) ?? 0) + 1);
    assert.deepEqual(new Set(byClient.values()), new Set([1]));
    const struck = new Set(
      requests.filter(({ address, sentAt }) => address === place && sentAt < world.lostAt).map(({ client }) => client),
    );
    for (const { client } of asked.filter(({ at }) => at > world.lostAt)) assert.ok(struck.has(client), client);
    const { worstSeconds } = recoveryOf(requests, world.lostAt, isPlace);
    assert.ok(worstSeconds !== null && worstSeconds <= 107 + 60 + 10, String(worstSeconds));
  });

  it("S0.94 are served again by whoever stands in, all of them", async () => {
    const { requests } = await run("honouring", 100, 5);
    assert.ok(
      requests.filter(({ sentAt }) => sentAt >= 207 + 60).every(({ address, outcome }) => address !== place && outcome.kind === "served"),
    );
  });
});

describe("the recovery of clients", () => {
  it("is 0 where nothing failed, and never where a client fails to the end", () => {
    assert.deepEqual(recoveryOf([served("a", 0, place), served("a", 11, "192.0.2.2")], 10, isPlace), figures(1, 0, 0, 0, 0));
    assert.deepEqual(recoveryOf([served("a", 0, place), failed("a", 12)], 10, isPlace), figures(1, null, null, null, null));
  });

  it("counts from the loss to the end of the first request that is served for good", () => {
    const requests = [
      ...[served("a", 0, place), failed("a", 11), served("a", 20, "192.0.2.2")],
      ...[served("b", 0, place), failed("b", 12), served("b", 30, "192.0.2.2"), failed("b", 40), served("b", 50, "192.0.2.2")],
    ];
    assert.deepEqual(recoveryOf(requests, 10, isPlace), figures(2, 10.5, 40.5, 40.5, 40.5));
  });

  it("does not count a request that hangs from before as one after the answer that freed its client", () => {
    const hanging: Request = { ...failed("a", 15), endedAt: 25 };
    const requests = [served("a", 0, place), hanging, served("a", 20, "192.0.2.2"), served("a", 30, "192.0.2.2")];
    assert.equal(recoveryOf(requests, 10, isPlace).worstSeconds, 10.5);
  });
});

function figures(
  struck: number,
  ...[p50Seconds, p95Seconds, p99Seconds, worstSeconds]: readonly [number | null, number | null, number | null, number | null]
): ClientRecovery {
  return { struck, p50Seconds, p95Seconds, p99Seconds, worstSeconds };
}

function served(client: string, sentAt: number, address: string): Request {
  return { client, sentAt, endedAt: sentAt + 0.5, address, outcome: { kind: "served", cluster: "c" } };
}

function failed(client: string, sentAt: number): Request {
  return { client, sentAt, endedAt: sentAt + 0.5, address: place, outcome: { kind: "failed", why: "connection refused" } };
}

function run(kind: ClientKind, count: number, seed: number) {
  return simulate(world, seed, 400, (outside) =>
    Array.from({ length: count }, (_, index) => runClient(kind, `${kind} ${index}`, world.ttlSeconds, outside)),
  );
}

function isPlace(address: string): boolean {
  return address === place;
}

/** Between a client's questions, but for the first, of whose answer only a part was left. */
function gapsBetween(asked: readonly { readonly client: string; readonly at: number }[]): readonly number[] {
  const clients = new Set(asked.map(({ client }) => client));
  return [...clients].flatMap((client) => {
    const times = asked.filter((question) => question.client === client).map(({ at }) => at);
    return times.slice(2).map((at, index) => at - (times[index + 1] ?? at));
  });
}
