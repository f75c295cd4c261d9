import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { openCloudStore, type CloudResource } from "../../../../lab/clouds/simulator/store";

describe("a cloud's contents on disk", () => {
  let root: string;
  let path: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "gateway-fleet-store-"));
    path = join(root, "clouds", "aws.jsonl");
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it("are there again after a restart, the last line of an id holding", () => {
    const store = openCloudStore(path);
    store.put(vpc("vpc-1", "old"));
    store.put(vpc("vpc-2"));
    store.put(vpc("vpc-1", "new"));
    store.delete("vpc", "vpc-2");

    const again = openCloudStore(path);
    assert.equal(again.get("vpc", "vpc-1")?.inputs["note"], "new");
    assert.equal(again.get("vpc", "vpc-2"), undefined);
    assert.deepEqual(
      again.all().map(({ id }) => id),
      ["vpc-1"],
    );
  });

  it("are empty where nothing was written yet", () => {
    const store = openCloudStore(path, { readOnly: true });
    assert.deepEqual(store.all(), []);
    assert.equal(store.get("vpc", "vpc-1"), undefined);
  });

  it("hold a resource together with its URN in one line, so that a crash never separates them", () => {
    openCloudStore(path).put(vpc("vpc-1"));
    const lines = readFileSync(path, "utf8").split("\n");
    assert.equal(lines.length, 2);
    assert.match(lines[0] ?? "", /"id":"vpc-1".*"urn":"urn:pulumi:prod::p::vpc::vpc-1"/);
  });

  it("show at once what another process writes, changes and removes", () => {
    const [one, other] = [openCloudStore(path), openCloudStore(path, { readOnly: true })];
    one.put(vpc("vpc-1"));
    assert.equal(other.byType("vpc").length, 1);
    one.put(vpc("vpc-1", "changed"));
    assert.equal(other.get("vpc", "vpc-1")?.inputs["note"], "changed");
    one.delete("vpc", "vpc-1");
    assert.deepEqual(other.all(), []);
  });

  it("survive two writers", () => {
    const [one, other] = [openCloudStore(path), openCloudStore(path)];
    one.put(vpc("vpc-1"));
    other.put(vpc("vpc-2"));
    one.put(vpc("vpc-3"));
    assert.deepEqual(
      other.all().map(({ id }) => id),
      ["vpc-1", "vpc-2", "vpc-3"],
    );
  });

  it("begin anew when the lab was deleted and made again", () => {
    const store = openCloudStore(path, { readOnly: true });
    openCloudStore(path).put(vpc("vpc-1"));
    assert.equal(store.all().length, 1);
    writeFileSync(path, "");
    assert.deepEqual(store.all(), []);
  });

  it("are not written by a reader", () => {
    assert.throws(() => openCloudStore(path, { readOnly: true }).put(vpc("vpc-1")), /open for reading only/);
  });

  it("lose at most the line that a crash has cut, wherever it cut", () => {
    fc.assert(
      fc.property(fc.nat(), fc.stringMatching(/^[a-zä€\n"]{0,12}$/), (cut, note) => {
        rmSync(path, { force: true });
        const store = openCloudStore(path);
        store.put(vpc("vpc-1"));
        const whole = readFileSync(path).length;
        store.put(vpc("vpc-2", note));
        truncateSync(path, whole + (cut % (readFileSync(path).length - whole)));

        const again = openCloudStore(path);
        assert.deepEqual(
          again.all().map(({ id }) => id),
          ["vpc-1"],
        );
        again.put(vpc("vpc-3", note));
        assert.deepEqual(
          openCloudStore(path)
            .all()
            .map(({ id }) => id),
          ["vpc-1", "vpc-3"],
        );
        assert.equal(again.get("vpc", "vpc-3")?.inputs["note"], note);
      }),
      { numRuns: 60 },
    );
  });

  it("wait for the rest of a line that another process is still writing", () => {
    const line = `${JSON.stringify({ put: vpc("vpc-1") })}\n`;
    openCloudStore(path).put(vpc("vpc-0"));
    const reader = openCloudStore(path, { readOnly: true });
    appendFileSync(path, line.slice(0, 20));
    assert.equal(reader.all().length, 1);
    appendFileSync(path, line.slice(20));
    assert.equal(reader.all().length, 2);
  });
});

function vpc(id: string, note = ""): CloudResource {
  return { type: "vpc", id, urn: `urn:pulumi:prod::p::vpc::${id}`, inputs: { note }, outputs: {}, hidden: {} };
}
