import assert from "node:assert/strict";
import { once } from "node:events";
import type { Agent } from "node:http";
import { connect } from "node:net";
import { createSecureContext, type SecureContext } from "node:tls";
import { createCertificates, type Certificates } from "../../../lab/doors/certificates";
import { createDoors, type Door, type Doors } from "../../../lab/doors/doors";
import { createProbe } from "../../../lab/dns/checks/probe";
import { googleProber, route53Prober, trafficManagerProber } from "../../../lab/dns/checks/probers";
import { check, door } from "../dns/samples";
import { connectionKept, sendRequest } from "../../../lab/drill/clients/requests";

const port = 10_082;
const address = "127.77.0.2";

describe("doors over TLS", () => {
  let certificates: Certificates;
  let doors: Doors;

  before(async () => (certificates = await createCertificates()));
  beforeEach(async () => {
    doors = createDoors(port, certificates);
    await doors.open([shown("valid")]);
  });
  afterEach(() => doors.close());

  const ask = (how: { readonly host?: string; readonly trust?: SecureContext | undefined; readonly agent?: Agent }) =>
    sendRequest({ address, port, path: "/", host: "api.example.com", trust: trusting(certificates), patienceMs: 2_000, ...how });
  const served = { kind: "served", cluster: "east" };

  it("answer HTTP and HTTPS on one port, under whatever name they are asked for", async () => {
    assert.deepEqual(await ask({ trust: undefined }), served);
    assert.deepEqual(await ask({}), served);
    assert.deepEqual(await ask({ host: "www.example.com" }), served);
  });

  it("are trusted by nobody else", async () => {
    const other = await createCertificates();
    const outcome = await ask({ trust: trusting(other) });
    assert.ok(outcome.kind === "failed", JSON.stringify(outcome));
    assert.match(outcome.why, /certificate/);
  });

  it("are refused by whoever comes anew once the date is over, answer on connections from before, and are trusted again with the renewal", async () => {
    const agent = connectionKept({ trust: trusting(certificates) });
    assert.deepEqual(await ask({ agent }), served);
    await doors.open([shown("expired")]);
    assert.deepEqual(await ask({}), { kind: "failed", why: "certificate expired" });
    assert.deepEqual(await ask({ agent }), served);
    assert.deepEqual(await ask({ trust: undefined }), served);
    await doors.open([shown("valid")]);
    assert.deepEqual(await ask({}), served);
    agent.destroy();
  });

  it("are healthy over HTTPS to every provider's checkers, which do not look at the date", async () => {
    await doors.open([shown("expired")]);
    const probe = createProbe({ timeScale: 1, portAt: () => port });
    for (const prober of [route53Prober, trafficManagerProber, googleProber])
      assert.equal(await probe(check({ type: "HTTPS", address, port: 443, prober })), true, prober.userAgent);
  });

  it("say nothing more to encrypted connections of a door that goes silent, and hang up when that is over", async () => {
    const agent = connectionKept({ trust: trusting(certificates) });
    assert.deepEqual(await ask({ agent }), served);
    await doors.open([], new Set([address]));
    const unanswered = ask({ agent });
    const first = await Promise.race([unanswered, new Promise((resolve) => setTimeout(resolve, 100, "silence"))]);
    assert.equal(first, "silence");
    await doors.open([shown("valid")]);
    assert.deepEqual(await unanswered, { kind: "failed", why: "connection reset" });
    agent.destroy();
  });

  it("close over a client that says nothing, and over one that speaks neither", async () => {
    const silent = connect({ host: address, port });
    await once(silent, "connect");
    const odd = connect({ host: address, port });
    odd.write("\x16 is where likeness ends");
    odd.on("error", () => undefined);
    await once(odd, "close");
    await doors.close();
    if (!silent.destroyed) await once(silent, "close");
  });
});

function trusting({ authority }: Certificates): SecureContext {
  return createSecureContext({ ca: authority });
}

function shown(certificate: Door["certificate"]): Door {
  return door({ address, pods: ["web-a"], certificate });
}
