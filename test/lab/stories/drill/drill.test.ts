import assert from "node:assert/strict";
import type { DrillReport } from "../../../../lab/drill/report";
import { readFaults } from "../../../../lab/faults";
import { processesOf } from "../project";
import { begin, end, prod } from "../shapes";
import type { Story } from "../story";

/** Needs the machine to itself: it measures clients in seconds. */
describe("a drill of the prod fleet on the lab", function () {
  this.timeout(600_000);
  let story: Story;

  before(async () => {
    story = await begin(prod);
  });
  after(() => end(story, prod));

  it("S0.94 S0.182 drills the loss of a cloud: clients recover about as the model says, its stand-in serves, and it is given back", async () => {
    story.setIn("prod-traffic", ["traffic", "ttlSeconds"], 30);
    await story.up("prod-traffic");
    // Its exit code asks for 10 % of the model; a machine that runs tests may be too busy for that on a fast clock.
    const { output } = await story.project.lab("drill", "prod", "--lose", "aws", "--clients", "300", "--json");
    const [document = ""] = /^\{[\s\S]*^\}/m.exec(output) ?? [];
    assert.notEqual(document, "", output);
    const { answers, recovery, model, requests, shares } = JSON.parse(document) as DrillReport;
    const { p50Seconds, worstSeconds, struck } = recovery.honouring;
    assert.ok(model !== null && p50Seconds !== null && worstSeconds !== null && struck > 100, document);
    assert.ok(Math.abs(p50Seconds - model.p50Seconds) < 0.25 * model.p50Seconds, document);
    assert.ok(answers.leftAfterSeconds !== null && answers.wholeAfterSeconds !== null, document);
    assert.ok((requests.failures["no answer in time"] ?? 0) > 0, document);
    const lost = Object.fromEntries(shares.map(({ cloud, lost: share }) => [cloud, share]));
    assert.ok(lost["aws"] === 0 && Math.abs((lost["azure"] ?? 0) - 0.9) < 0.1, document);
    assert.deepEqual(readFaults(story.project.home("prod")).broken, []);
    assert.ok(processesOf(story.project.root).every((line) => !line.includes("lab/drill/listener")));
  });
});
