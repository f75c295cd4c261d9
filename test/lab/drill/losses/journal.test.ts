import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openJournal } from "../../../../lab/drill/losses/journal";
import { readFaults, writeFaults } from "../../../../lab/faults";
import { labHome, type LabHome } from "../../../../lab/home";

describe("the journal of a drill", () => {
  let project: string;
  let home: LabHome;
  const none = { find: () => undefined };

  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), "lab-journal-"));
    home = labHome(project, "test");
    writeFaults(home, { broken: ["api/gcp"], spared: [], injected: [] });
  });
  afterEach(() => rmSync(project, { recursive: true, force: true }));

  it("gives back what any drill has taken, and leaves what others have broken", async () => {
    openJournal(home, none).breakTargets(["silence/aws-use1", "silence/aws-usw2"]);
    assert.deepEqual(readFaults(home).broken, ["api/gcp", "silence/aws-use1", "silence/aws-usw2"]);
    // Another process, after the first one was killed.
    assert.equal(await openJournal(home, none).giveBack(), true);
    assert.deepEqual(readFaults(home).broken, ["api/gcp"]);
  });

  it("has nothing to give back twice", async () => {
    const journal = openJournal(home, none);
    journal.breakTargets(["endpoint/a"]);
    await journal.giveBack();
    assert.equal(await journal.giveBack(), false);
  });

  it("gives back what flaps also in the moment in which it is there", async () => {
    const journal = openJournal(home, none);
    journal.breakTargets(["endpoint/a"]);
    journal.mendTargets(["endpoint/a"]);
    journal.breakTargets(["endpoint/a"]);
    await journal.giveBack();
    assert.deepEqual(readFaults(home).broken, ["api/gcp"]);
  });
});
