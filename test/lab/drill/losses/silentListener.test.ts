import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sendRequest } from "../../../../lab/drill/clients/requests";
import { endSilentListener, startSilentListener } from "../../../../lab/drill/losses/silentListener";
import { createProbe } from "../../../../lab/dns/checks/probe";
import { route53Prober } from "../../../../lab/dns/checks/probers";
import { labHome, type LabHome } from "../../../../lab/home";
import { openSupervisor } from "../../../../lab/processes/supervisor";

describe("what listens in a lost place's stead", function () {
  this.timeout(30_000);

  const port = 10_082;
  const addresses = ["127.78.0.1", "127.78.0.2"];
  let project: string;
  let home: LabHome;

  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), "lab-silent-"));
    home = labHome(project, "test");
  });
  afterEach(async () => {
    await endSilentListener(home);
    assert.deepEqual(openSupervisor(home).list(), []);
    rmSync(project, { recursive: true, force: true });
  });

  it("waits for an address that is another's, and then is a black hole there: connecting takes as long as a probe waits, every time", async () => {
    const present = createServer().listen(port, addresses[0]);
    await once(present, "listening");
    const hole = await startSilentListener(home, { kind: "black hole", addresses, port });
    const taken = hole.takeOver();
    await new Promise((resolve) => present.close(resolve));
    await taken;
    for (const address of [...addresses, ...addresses]) {
      const started = performance.now();
      assert.equal(await probe(address), false);
      // Where a connection comes about, the probe would wait for an answer, which has a limit of its own.
      const milliseconds = performance.now() - started;
      assert.ok(milliseconds >= 490 && milliseconds < 900, `${address} ${milliseconds} ms`);
    }
  });

  it("accepts connections and answers nothing where it is slow", async () => {
    const slow = await startSilentListener(home, { kind: "slow", addresses, port });
    await slow.takeOver();
    const outcome = await sendRequest({ address: "127.78.0.1", port, host: "h", path: "/", patienceMs: 200 });
    assert.deepEqual(outcome, { kind: "failed", why: "no answer in time" });
  });

  it("leaves the addresses free when it has ended", async () => {
    const hole = await startSilentListener(home, { kind: "black hole", addresses, port });
    await hole.takeOver();
    await endSilentListener(home);
    const next = createServer().listen(port, addresses[0]);
    await once(next, "listening");
    await new Promise((resolve) => next.close(resolve));
  });

  /** A limit of 500 ms to connect. */
  async function probe(address: string): Promise<boolean> {
    const check = { id: "c", name: "n", type: "HTTP", host: "", path: "/", port, intervalSeconds: 10, failureThreshold: 3 } as const;
    const timeout = { kind: "steps", connectSeconds: 4, answerSeconds: 2 } as const;
    return createProbe({ timeScale: 8, portAt: () => port })({
      ...check,
      address,
      timeout,
      successThreshold: 3,
      inverted: false,
      disabled: false,
      prober: route53Prober,
    });
  }
});
