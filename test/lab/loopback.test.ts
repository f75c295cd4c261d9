import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loopbackPrefix } from "../../lab/loopback";

describe("loopback addresses of labs", () => {
  let folder: string;
  let claims: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lab-loopback-"));
    claims = join(folder, "claims");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const project = (name: string): string => {
    mkdirSync(join(folder, name), { recursive: true });
    return join(folder, name);
  };
  const prefixOf = (name: string, stack = "prod"): string => loopbackPrefix(join(project(name), ".lab", stack), claims);
  const everyPrefix = (): readonly string[] => Array.from({ length: 191 }, (_, index) => prefixOf(`project-${index}`));

  it("are the same at every call, also where the folder of claims was deleted", () => {
    const prefix = prefixOf("one");
    assert.match(prefix, /^127\.\d+$/);
    assert.equal(prefixOf("one"), prefix);
    rmSync(claims, { recursive: true });
    assert.equal(prefixOf("one"), prefix);
  });

  it("are never two labs', of one project or of many", () => {
    assert.notEqual(prefixOf("one", "prod"), prefixOf("one", "staging"));
    const fleets = Array.from({ length: 189 }, (_, index) => prefixOf(`project-${index}`));
    assert.equal(new Set([prefixOf("one", "prod"), prefixOf("one", "staging"), ...fleets]).size, 191);
  });

  it("are refused to one lab too many, with what to delete", () => {
    everyPrefix();
    assert.throws(() => prefixOf("too-many"), {
      message: `191 labs have all loopback addresses; delete the folders of projects that are not needed, or ${claims}`,
    });
  });

  it("pass on to another lab when their project is gone, and stay with the others", () => {
    const prefixes = everyPrefix();
    rmSync(join(folder, "project-7"), { recursive: true });
    assert.equal(prefixOf("new"), prefixes[7]);
    prefixes.forEach((prefix, index) => index !== 7 && assert.equal(prefixOf(`project-${index}`), prefix));
    assert.equal(readdirSync(claims).length, 191);
  });
});
