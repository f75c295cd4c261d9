import assert from "node:assert/strict";
import { Agent, createServer, get as httpGet, type Server } from "node:http";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { createCertificates, type Certificates } from "../../../../lab/doors/certificates";
import { createDoors, firstFreePort, type Doors } from "../../../../lab/doors/doors";
import { createHealthChecks, type HealthChecks } from "../../../../lab/dns/checks/healthChecks";
import { createProbe, type HealthCheck } from "../../../../lab/dns/checks/probe";
import { check, door } from "../samples";
import { googleProber, route53Prober, trafficManagerProber } from "../../../../lab/dns/checks/probers";

const checkersPerCheck = route53Prober.checkers;

/** A 10 s interval takes 20 ms. */
const timeScale = 500;

describe("doors and their health checks", () => {
  let port: number;
  let certificates: Certificates;
  let doors: Doors;
  let health: HealthChecks;
  let changes = 0;

  before(async () => {
    certificates = await createCertificates();
    port = await firstFreePort("127.0.0.1", [0]);
  });
  beforeEach(() => {
    changes = 0;
    doors = createDoors(10_081, certificates);
    const probe = createProbe({ timeScale: 1, portAt: () => 10_081 });
    health = createHealthChecks({ probe, timeScale, random: Math.random, changed: () => (changes += 1) });
  });
  afterEach(async () => {
    health.stop();
    await doors.close();
  });

  it("answers from the ready pods in turn, 503 without one, and refuses connections where there is no door", async () => {
    await doors.open([door({ pods: ["web-a", "web-b"] })]);
    const pods = [await get("127.77.0.1"), await get("127.77.0.1"), await get("127.77.0.1")].map(({ body }) => body["pod"]);
    assert.deepEqual(pods, ["web-a", "web-b", "web-a"]);
    assert.deepEqual((await get("127.77.0.1")).body, { cluster: "east", address: "127.77.0.1", zone: "z1", pod: "web-b" });

    await doors.open([door({ pods: [] })]);
    assert.equal((await get("127.77.0.1")).status, 503);
    await doors.open([]);
    await assert.rejects(get("127.77.0.1"), /fetch failed/);
  });

  it("says nothing more to connections of a door that goes silent, leaves its address to others, and hangs up when that is over", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = () =>
      new Promise<number>((done, fail) => {
        const request = httpGet({ host: "127.77.0.1", port: 10_081, agent }, (response) => {
          response.resume().on("end", () => done(response.statusCode ?? 0));
        });
        request.on("error", fail);
      });
    await doors.open([door({ pods: ["web-a"] })]);
    assert.equal(await ask(), 200);
    await doors.open([], new Set(["127.77.0.1"]));
    const unanswered = ask();
    assert.equal(await Promise.race([unanswered.catch(() => "hung up"), sleep(100, "silence")]), "silence");
    const other = createServer();
    other.listen(10_081, "127.77.0.1");
    await once(other, "listening");
    await new Promise((resolve) => other.close(resolve));

    await doors.open([door({ pods: ["web-b"] })]);
    await assert.rejects(unanswered, /socket hang up|ECONNRESET/);
    assert.equal(await ask(), 200);
    agent.destroy();
  });

  it("hangs up on a client that leaves without a word", async () => {
    await doors.open([door({ pods: ["web-a"] })]);
    const client = connect(10_081, "127.77.0.1").resume();
    await once(client, "connect");
    client.end();
    assert.notEqual(await Promise.race([once(client, "close"), sleep(1_000, "still connected")]), "still connected");
  });

  it("keeps a door's connections when only its pods change", async () => {
    await doors.open([door({ pods: ["web-a"] })]);
    await get("127.77.0.1");
    await doors.open([door({ pods: ["web-c"] })]);
    assert.equal((await get("127.77.0.1")).body["pod"], "web-c");
  });

  it("counts a new check as healthy, an endpoint that fails as unhealthy after the threshold, and one that recovers as healthy again", async () => {
    health.run([check({ address: "127.77.0.1" })]);
    assert.equal(health.isHealthy("c1"), true);
    await until(() => !health.isHealthy("c1"));
    assert.deepEqual(health.votes("c1"), { healthy: health.votes("c1").healthy, all: checkersPerCheck });

    await doors.open([door({ pods: ["web-a"] })]);
    await until(() => health.isHealthy("c1"));
    await doors.open([door({ pods: [] })]);
    await until(() => !health.isHealthy("c1"));
    assert.equal(changes, 3);
  });

  it("stays healthy while more than 18 % of the checkers say so", async () => {
    let failing = 0;
    let asked = 0;
    const partial = createHealthChecks({
      timeScale,
      random: Math.random,
      changed: () => undefined,
      probe: () => Promise.resolve(asked++ % checkersPerCheck >= failing),
    });
    partial.run([check({})]);
    // 3 of 16 are 18.75 %.
    failing = 13;
    await until(() => partial.votes("c1").healthy === 3);
    assert.equal(partial.isHealthy("c1"), true);
    failing = 14;
    await until(() => !partial.isHealthy("c1"));
    assert.equal(partial.votes("c1").healthy <= 2, true);
    partial.stop();
  });

  it("gives each checker a place of its own in the interval, and tells which one asks", async () => {
    const asked: number[] = [];
    const places = [0.9, 0.1, 0.5];
    const spread = createHealthChecks({
      timeScale,
      random: () => places.shift() ?? 0.99,
      changed: () => undefined,
      probe: (_check, checker) => Promise.resolve(asked.push(checker) > 0),
    });
    spread.run([check({ intervalSeconds: 30 })]);
    await until(() => asked.length >= checkersPerCheck);
    spread.stop();
    assert.deepEqual(asked.slice(0, 3), [1, 2, 0]);
  });

  it("waits for as many results in a row as the threshold says", async () => {
    let asked = 0;
    const flapping = createHealthChecks({
      timeScale,
      random: Math.random,
      changed: () => undefined,
      probe: () => Promise.resolve(Math.floor(asked++ / checkersPerCheck) % 3 === 0),
    });
    flapping.run([check({ failureThreshold: 6, successThreshold: 6 })]);
    await until(() => asked > checkersPerCheck * 9);
    assert.deepEqual(flapping.votes("c1"), { healthy: checkersPerCheck, all: checkersPerCheck });
    flapping.stop();
  });

  it("asks from ten locations for Traffic Manager, of which one is enough, and takes the first success for health", async () => {
    let failing = 9;
    const results: boolean[] = [];
    const azure = createHealthChecks({
      timeScale,
      random: Math.random,
      changed: () => undefined,
      probe: () => Promise.resolve(results.push(true) % trafficManagerProber.checkers >= failing),
    });
    azure.run([check({ timeout: { kind: "whole", seconds: 5 }, failureThreshold: 4, successThreshold: 1, prober: trafficManagerProber })]);
    assert.equal(azure.votes("c1").all, 10);
    await until(() => azure.votes("c1").healthy === 1);
    assert.equal(azure.isHealthy("c1"), true);
    failing = 10;
    await until(() => !azure.isHealthy("c1"));
    failing = 9;
    await until(() => azure.isHealthy("c1"));
    assert.equal(azure.votes("c1").healthy, 1, "its first success, in one location");
    azure.stop();
  });

  it("asks from three regions for Cloud DNS, of which most decide, and counts failures and successes apart", async () => {
    let failing = 1;
    let asked = 0;
    let askedAtChange = 0;
    const google = createHealthChecks({
      timeScale,
      random: Math.random,
      changed: () => (askedAtChange = asked),
      probe: () => Promise.resolve(asked++ % googleProber.checkers >= failing),
    });
    const regional = check({ timeout: { kind: "whole", seconds: 5 }, failureThreshold: 4, successThreshold: 1, prober: googleProber });
    google.run([regional]);
    assert.equal(google.votes("c1").all, 3);
    await until(() => google.votes("c1").healthy === 2);
    assert.equal(google.isHealthy("c1"), true, "one of three regions is not enough");
    failing = 2;
    await until(() => !google.isHealthy("c1"));
    const before = asked;
    failing = 0;
    await until(() => google.isHealthy("c1"));
    assert.ok(askedAtChange <= before + 2 * googleProber.checkers, "one success each brings them back");
    google.stop();
  });

  it("asks again an interval after it began to ask, for Cloud DNS and Traffic Manager, and after it got its answer, for Route 53", async () => {
    const rounds = async (prober: HealthCheck["prober"]): Promise<number> => {
      let asked = 0;
      // An answer takes as long as an interval.
      const slow = createHealthChecks({
        timeScale,
        random: Math.random,
        changed: () => undefined,
        probe: async () => (asked++, await sleep(100), true),
      });
      slow.run([check({ intervalSeconds: 50, prober })]);
      await sleep(1_050);
      slow.stop();
      return asked / prober.checkers;
    };
    const [google, azure, route53] = [await rounds(googleProber), await rounds(trafficManagerProber), await rounds(route53Prober)];
    assert.ok(google > 1.4 * route53, `${google} rounds for Cloud DNS, ${route53} for Route 53`);
    assert.ok(azure > 1.4 * route53, `${azure} rounds for Traffic Manager, ${route53} for Route 53`);
  });

  it("turns an inverted check around, and counts a disabled one as healthy", async () => {
    health.run([
      check({ id: "inverted", inverted: true }),
      check({ id: "disabled", disabled: true }),
      check({ id: "both", disabled: true, inverted: true }),
    ]);
    assert.equal(health.isHealthy("inverted"), false);
    await until(() => health.isHealthy("inverted"));
    assert.equal(health.isHealthy("disabled"), true);
    assert.equal(health.isHealthy("both"), false);
  });

  it("stops asking for a check that is gone, and forgets what it knew", async () => {
    health.run([check({})]);
    await until(() => !health.isHealthy("c1"));
    health.run([]);
    assert.deepEqual(health.votes("c1"), { healthy: 0, all: 0 });
    assert.equal(health.isHealthy("c1"), true);
  });

  it("asks with the check's Host header and path, takes 2xx and 3xx, and gives up where no answer comes", async () => {
    const seen: string[] = [];
    let status = 302;
    const server = createServer((request, response) => {
      seen.push(`${request.headers.host ?? ""}${request.url ?? ""} ${request.headers["user-agent"]?.split(" ")[0] ?? ""}`);
      if (status > 0) response.writeHead(status).end();
    });
    await listen(server, port);
    const bound = addressOf(server);
    const ask = createProbe({ timeScale: 20, portAt: () => bound });
    const asked = check({ address: "127.0.0.1", host: "api.example.com", path: "/healthz" });
    assert.equal(await ask(asked), true);
    assert.deepEqual(seen, ["api.example.com/healthz Amazon-Route53-Health-Check-Service"]);
    status = 404;
    assert.equal(await ask(asked), false);
    status = 0;
    assert.equal(await ask(asked), false);
    assert.equal(await ask({ ...asked, type: "TCP" }), true);
    const google: HealthCheck = { ...asked, timeout: { kind: "whole", seconds: 5 }, prober: googleProber };
    assert.equal(await ask(google), false, "no answer within five seconds in all");
    for (status of [200, 204, 302]) assert.equal(await ask(google), status === 200, `${status} with Cloud DNS`);
    assert.equal(seen.at(-1), "api.example.com/healthz GoogleHC/1.0");
    const azure: HealthCheck = { ...asked, timeout: { kind: "whole", seconds: 5 }, prober: trafficManagerProber };
    assert.equal(await ask(azure), false, "no answer within five seconds in all");
    for (status of [200, 204, 302]) assert.equal(await ask(azure), status === 200, `${status} with Traffic Manager`);
    assert.equal(seen.at(-1), "api.example.com/healthz Azure");
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    assert.equal(await ask({ ...asked, type: "TCP" }), false);
  });
});

async function get(address: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`http://${address}:10081/`, { headers: { connection: "close" } });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds(); waited += 5) {
    assert.ok(waited < 10_000, "it did not come true within 10 s");
    await sleep(5);
  }
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
}

function addressOf(server: Server): number {
  const bound = server.address();
  assert.ok(bound !== null && typeof bound === "object");
  return bound.port;
}
