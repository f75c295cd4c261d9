import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SaveManifest } from "../../../lab/saves/manifest";
import { openSaves, type Saves } from "../../../lab/saves/saves";
import { existingLabs } from "../../../lab/stacks";

const manifest: SaveManifest = { format: 2, root: "", loopbackPrefix: "127.83", tools: {}, savedAt: "2026-11-29T00:00:00.000Z" };

describe("the saves of a lab", () => {
  let project = "";
  let root = "";
  let saves: Saves;

  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), "lab-saves-"));
    root = join(project, ".lab", "prod");
    for (const folder of ["processes", "logs", "clouds"]) mkdirSync(join(root, folder), { recursive: true });
    write("clouds/aws.jsonl", "a vpc");
    for (const file of ["lock.json", "processes/etcd.json", "logs/etcd.log", "front-door.json"]) write(file, "of what runs");
    writeFileSync(join(root, "token"), "secret", { mode: 0o600 });
    symlinkSync("token", join(root, "link"));
    saves = openSaves({ root, fleetStack: "prod" });
  });
  afterEach(() => rmSync(project, { recursive: true, force: true }));

  it("keep what the lab has made, with its modes and links, and nothing of what runs", () => {
    saves.write("whole", manifest);
    write("clouds/aws.jsonl", "changed since");
    write("new", "made since");
    saves.putBack("whole", join(root, "lock.json"));
    assert.equal(read("clouds/aws.jsonl"), "a vpc");
    assert.equal(statSync(join(root, "token")).mode & 0o777, 0o600);
    assert.equal(read("link"), "secret");
    assert.deepEqual(
      ["new", "processes", "logs", "front-door.json"].filter((name) => existsSync(join(root, name))),
      [],
    );
    assert.ok(existsSync(join(root, "lock.json")), "the lab is still locked by whoever restores it");
  });

  it("can be put back again and again", () => {
    saves.write("whole", manifest);
    for (const text of ["once", "twice"]) {
      write("clouds/aws.jsonl", text);
      saves.putBack("whole", join(root, "lock.json"));
      assert.equal(read("clouds/aws.jsonl"), "a vpc");
    }
  });

  it("are listed from the oldest to the newest, and none that was cut off", () => {
    saves.write("second", { ...manifest, savedAt: "2026-11-30T00:00:00.000Z" });
    saves.write("first", manifest);
    mkdirSync(join(project, ".lab", ".saves", "prod", ".incoming", "lab"), { recursive: true });
    mkdirSync(join(project, ".lab", ".saves", "prod", "half", "lab"), { recursive: true });
    assert.deepEqual(
      saves.list().map(({ name }) => name),
      ["first", "second"],
    );
    assert.equal(saves.read("half"), undefined);
  });

  it("are no labs, and outlive the deletion of theirs", () => {
    saves.write("whole", manifest);
    assert.deepEqual(existingLabs(project), ["prod"]);
    rmSync(root, { recursive: true });
    write("lock.json", "ours");
    saves.putBack("whole", join(root, "lock.json"));
    assert.equal(read("clouds/aws.jsonl"), "a vpc");
  });

  it("can be replaced and deleted", () => {
    saves.write("whole", manifest);
    write("clouds/aws.jsonl", "a second vpc");
    saves.write("whole", manifest);
    saves.putBack("whole", join(root, "lock.json"));
    assert.equal(read("clouds/aws.jsonl"), "a second vpc");
    saves.remove("whole");
    assert.deepEqual(saves.list(), []);
  });

  function write(path: string, text: string): void {
    mkdirSync(root, { recursive: true });
    writeFileSync(join(root, path), text);
  }

  function read(path: string): string {
    return readFileSync(join(root, path), "utf8");
  }
});
