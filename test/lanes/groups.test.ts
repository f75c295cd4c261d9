import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Group, groupsOf } from "./groups";

describe("groups of test files", () => {
  it("are the folders of the tests and of the lab's, and files beside them", () => {
    const groups = grouped("test/index.test.ts", "test/plan/b.test.ts", "test/plan/traffic/a.test.ts", "test/lab/clouds/aws/a.test.ts");
    assert.deepEqual(
      groups.map(({ name, files }) => [name, files]),
      [
        ["index", ["test/index.test.ts"]],
        ["lab/clouds", ["test/lab/clouds/aws/a.test.ts"]],
        ["plan", ["test/plan/b.test.ts", "test/plan/traffic/a.test.ts"]],
      ],
    );
    assert.ok(groups.every(({ lane }) => lane === "fast"));
  });

  it("are of stories the folders that share a fleet, in the order of their files, and files beside them", () => {
    const groups = grouped("test/lab/stories/pair/2.test.ts", "test/lab/stories/pair/1.test.ts", "test/lab/stories/one.test.ts");
    assert.deepEqual(
      groups.map(({ name, lane, files }) => [name, lane, files.length]),
      [
        ["lab/stories/one", "stories", 1],
        ["lab/stories/pair", "stories", 2],
      ],
    );
    assert.deepEqual(groups[1]?.files, ["test/lab/stories/pair/1.test.ts", "test/lab/stories/pair/2.test.ts"]);
  });

  it("are with the policies where they ask for the plans of all stacks", () => {
    const text = 'import { only } from "../fixtures";\nimport { plannedStacks } from "../policy/plannedStacks";\n';
    const groups = groupsOf(
      [
        { file: "test/plan/network/egress.test.ts", text },
        { file: "test/policy/tags.test.ts", text: "" },
      ],
      new Map(),
    );
    assert.deepEqual(
      groups.map(({ name, files }) => [name, files.length]),
      [["policy", 2]],
    );
  });

  it("are expected to take what their files took last, else what slow ones are known to, else what their length lets expect", () => {
    const files = ["test/facts/a.test.ts", "test/facts/b.test.ts", "test/facts/immutable.test.ts"].map((file) => ({
      file,
      text: " ".repeat(8_000),
    }));
    assert.equal(groupsOf(files, new Map())[0]?.seconds, 2 + 2 + 117);
    const last = new Map([
      ["test/facts/a.test.ts", 30],
      ["test/facts/immutable.test.ts", 5],
    ]);
    assert.equal(groupsOf(files, last)[0]?.seconds, 30 + 2 + 5);
  });

  it("have the machine to themselves where a story drills, and nowhere else", () => {
    const root = join(__dirname, "..", "..");
    const stories = readdirSync(join(root, "test/lab/stories"), { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".test.ts"),
    );
    const drills = ({ files }: Group): boolean => files.some((file) => readFileSync(join(root, file), "utf8").includes('"drill", "prod"'));
    const groups = grouped(...stories.map((file) => `test/lab/stories/${file}`));
    assert.ok(groups.some(drills));
    for (const group of groups) assert.equal(group.alone, drills(group), group.name);
  });
});

function grouped(...files: readonly string[]): readonly Group[] {
  return groupsOf(
    files.map((file) => ({ file, text: "" })),
    new Map(),
  );
}
