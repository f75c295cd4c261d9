import assert from "node:assert/strict";
import { join } from "node:path";
import { openCloudStore } from "../../../lab/clouds/simulator/store";
import { decide, readDnsServices, type DnsService } from "../../../lab/dns/services";
import { serveDns } from "../../../lab/dns/server";
import { googleProber, route53Prober } from "../../../lab/dns/checks/probers";
import { resolve } from "../../../lab/dns/query";
import { openTestLab, session, type TestLab } from "../clouds/harness";
import { assertShared } from "./chiSquare";

const google = "api.google.example.com";
const amazon = "api.amazon.example.com";
const [aws, azure, gcp] = ["127.1.0.1", "127.2.0.1", "127.3.0.1"] as const;

describe("the DNS of several providers", function () {
  this.timeout(60_000);
  let lab: TestLab;
  let services: readonly DnsService[];

  before(async () => {
    lab = openTestLab();
    await fillGoogle();
    await fillAmazon();
    services = readDnsServices((provider) => openCloudStore(join(lab.home.clouds, `${provider}.jsonl`), { readOnly: true }));
  });
  after(() => lab.delete());

  it("answers each name from the provider that has its zone, and refuses others", () => {
    const ask = decide(services, () => true);
    const answered = (name: string) => {
      const found = ask({ name, type: "A" }, () => 0);
      return found.kind === "records" ? found.records.map(({ data }) => data) : found.kind;
    };
    assert.deepEqual([answered(google), answered(amazon), answered("www.google.example.com")], [[aws], ["127.9.0.1"], [aws]]);
    assert.deepEqual([answered("no.google.example.com"), answered("example.com")], ["nxdomain", "refused"]);
  });

  it("S0.92 S0.93 probes an endpoint as Google Cloud does, once for all the names that answer with it", () => {
    const checks = services.flatMap(({ healthChecks }) => healthChecks);
    assert.deepEqual(
      checks.map(({ address, prober }) => [address, prober]),
      [["127.9.0.1", route53Prober], ...[aws, azure, gcp].map((address) => [address, googleProber])],
    );
    const { type, port, host, path, intervalSeconds, failureThreshold, successThreshold, timeout } = checks[1] ?? assert.fail();
    assert.deepEqual(
      { type, port, host, path, intervalSeconds, failureThreshold, successThreshold, timeout },
      {
        type: "HTTP",
        port: 80,
        host: google,
        path: "/healthz",
        intervalSeconds: 30,
        failureThreshold: 3,
        successThreshold: 2,
        timeout: { kind: "whole", seconds: 5 },
      },
    );
  });

  it("shares 10,000 answers of Cloud DNS 70/20/10, and 66.7/33.3 once AWS is lost", async () => {
    assertShared(await tally(() => true), { [aws]: 0.7, [azure]: 0.2, [gcp]: 0.1 });
    assertShared(await tally((id) => !id.endsWith(aws)), { [azure]: 2 / 3, [gcp]: 1 / 3 });
  });

  /** What 10,000 questions over UDP bring, with a seeded choice. */
  async function tally(health: (id: string) => boolean): Promise<Map<string, number>> {
    const [ask, random] = [decide(services, health), seeded(20_261_125)];
    const server = await serveDns("127.0.0.1", [0], (question) => ask(question, random));
    const found = new Map<string, number>();
    try {
      for (let asked = 0; asked < 10_000; asked += 1)
        for (const address of await resolve(server, google)) found.set(address, (found.get(address) ?? 0) + 1);
    } finally {
      await server.close();
    }
    return found;
  }

  async function fillGoogle(): Promise<void> {
    const cloud = await session(lab.clouds.gcp, { project: "gateway-fleet-dns" });
    await cloud.create("gcp:dns/managedZone:ManagedZone", "zone", { name: "google", dnsName: "google.example.com." });
    const check = await cloud.create("gcp:compute/healthCheck:HealthCheck", "health", {
      name: "health",
      checkIntervalSec: 30,
      unhealthyThreshold: 3,
      healthyThreshold: 2,
      httpHealthCheck: { host: google, port: 80, portSpecification: "USE_FIXED_PORT", requestPath: "/healthz" },
      sourceRegions: ["us-central1", "europe-west1", "asia-northeast1"],
    });
    const weights = [[70, aws] as const, [20, azure] as const, [10, gcp] as const];
    const wrrs = weights.map(([weight, address]) => ({ weight, healthCheckedTargets: { externalEndpoints: [address] } }));
    for (const label of ["api", "www"])
      await cloud.create("gcp:dns/recordSet:RecordSet", label, {
        managedZone: "google",
        name: `${label}.google.example.com.`,
        type: "A",
        ttl: 60,
        routingPolicy: { healthCheck: check.id, wrrs },
      });
  }

  async function fillAmazon(): Promise<void> {
    const cloud = await session(lab.clouds.aws, {
      region: "us-east-1",
      skipCredentialsValidation: "true",
      skipRequestingAccountId: "true",
    });
    const zone = await cloud.create("aws:route53/zone:Zone", "zone", { name: "amazon.example.com" });
    const check = await cloud.create("aws:route53/healthCheck:HealthCheck", "health", { type: "TCP", ipAddress: "127.9.0.1", port: 80 });
    const record = { name: amazon, type: "A", ttl: 60, records: ["127.9.0.1"], healthCheckId: check.id };
    await cloud.create("aws:route53/record:Record", "api", { zoneId: zone.id, ...record });
  }
});

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
