import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLive, type Live } from "../../../../lab/drill/clients/live";
import { labHome } from "../../../../lab/home";

describe("a drill's view from outside", () => {
  const project = mkdtempSync(join(tmpdir(), "lab-live-"));
  const home = labHome(project, "test");
  const address = `${home.loopbackPrefix}.1.1`;
  let gateway: Server;
  let live: Live;

  before(async () => {
    gateway = createServer((_request, response) => setTimeout(() => response.end('{"cluster":"west"}'), 100));
    gateway.listen(0, address);
    await once(gateway, "listening");
  });
  beforeEach(async () => {
    const { port } = gateway.address() as AddressInfo;
    const door = { dns: { address: `${home.loopbackPrefix}.0.53`, port: 10_053 }, http: { port, authority: "" }, pid: 0 };
    live = await openLive({ home, target: { door, host: "api.example.com", path: "/", tls: false }, seed: 1, timeScale: 1 });
  });
  afterEach(() => live.close());
  after(() => {
    gateway.close();
    rmSync(project, { recursive: true, force: true });
  });

  it("lets requests end that are under way when it is over: the end of a drill is no failure", async () => {
    const kept = live.sendKept("pooled 0", address);
    const single = live.send("honouring 0", address);
    await once(gateway, "request");
    live.end();
    assert.deepEqual([await kept, await single], [served, served]);
    assert.deepEqual(
      live.requests.map(({ outcome }) => outcome),
      [served, served],
    );
  });

  it("keeps nobody waiting once it is over", async () => {
    const waiting = live.sleepUntil(3_600);
    live.end();
    await waiting;
    assert.ok(live.isOver());
  });

  it("breaks off what is still under way where it closes", async () => {
    const kept = live.sendKept("pooled 0", address);
    await once(gateway, "request");
    live.close();
    assert.deepEqual(await kept, { kind: "failed", why: "connection reset" });
  });
});

const served = { kind: "served", cluster: "west" };
