import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { createEdges, type Edges } from "../../../lab/dns/edges";

/** A table that comes every 10 s comes every 100 ms. */
const timeScale = 100;

describe("edges of a DNS service", () => {
  let verdicts: ReadonlyMap<string, boolean>;
  let records: string;
  let edges: Edges<string>;

  beforeEach(() => {
    verdicts = new Map();
    records = "a";
    let place = 0;
    edges = createEdges({
      timeScale,
      random: () => (place += 0.25) % 1,
      look: () => verdicts,
      answersOf: (isHealthy) => (isHealthy("c1") ? records : "none"),
    });
  });
  afterEach(() => edges.stop());

  it("count what has no verdict yet as healthy", () => {
    assert.equal(edges.at("127.0.0.1"), "a");
  });

  it("learn a verdict one after the other, and all of them within one round", async () => {
    verdicts = new Map([["c1", false]]);
    const answers = () => clients.map((client) => edges.at(client));
    assert.deepEqual(new Set(answers()), new Set(["a"]));
    await until(() => new Set(answers()).size === 2);
    await until(() => answers().every((answer) => answer === "none"));
  });

  it("have a change of records at once, with the verdicts that they know", () => {
    records = "b";
    edges.decide();
    assert.ok(clients.every((client) => edges.at(client) === "b"));
  });
});

const clients = Array.from({ length: 8 }, (_, index) => `127.0.0.${index + 1}`);

async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds(); waited += 2) {
    assert.ok(waited < 2_000, "it did not come true within 2 s");
    await sleep(2);
  }
}
