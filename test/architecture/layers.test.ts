import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { importsOf } from "./detectors";

const root = join(__dirname, "../..");

/** From the bottom up: a layer imports those below it, and its own. */
const layers: readonly (readonly string[])[] = [
  ["catalogue", "facts"],
  ["config"],
  ["plan"],
  ["components"],
  ["stacks"],
  ["preview"],
  ["report", "policy"],
  ["cli"],
];

describe("the layers", function () {
  // Reads and parses every source file.
  this.timeout(60_000);
  const files = ["index.ts", ...[...layers.flat(), "lab"].flatMap(filesIn)];
  const known = new Set(files);
  const edges = new Map(files.map((file) => [file, [...new Set(importsOf(read(file)).flatMap(({ from }) => targetOf(file, from) ?? []))]]));

  it("import downwards only", () => {
    const rank = (file: string): number => layers.findIndex((names) => names.includes(file.split("/")[0] ?? ""));
    const upwards = [...edges].flatMap(([file, targets]) =>
      targets
        .filter((target) => rank(file) >= 0 && rank(target) >= 0)
        .filter((target) => rank(target) > rank(file) || (rank(target) === rank(file) && top(target) !== top(file)))
        .map((target) => `${file} imports ${target}`),
    );
    assert.deepEqual(upwards, []);
  });

  it("import nothing of the lab", () => {
    const taking = [...edges].filter(([file, targets]) => top(file) !== "lab" && targets.some((target) => top(target) === "lab"));
    assert.deepEqual(
      taking.map(([file]) => file),
      [],
    );
  });

  it("have no circle, of types neither", () => {
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) return void circles.push([...path.slice(path.indexOf(file)), file].join(" -> "));
      if (done.has(file)) return;
      for (const target of edges.get(file) ?? []) visit(target, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    assert.deepEqual(circles, []);
  });

  it("have a model of types alone, which import each other and rows of the catalogue", () => {
    for (const file of filesIn("plan/model")) {
      for (const { from, typeOnly } of importsOf(read(file))) {
        const target = targetOf(file, from) ?? from;
        assert.ok(typeOnly && /^(plan\/model|catalogue)\//.test(target), `${file} imports ${from}`);
      }
      assert.doesNotMatch(read(file), /^(export )?(const|function|class|enum) /m, file);
    }
  });

  it("have files of 200 lines at most, tables aside, and folders of 15 files at most", () => {
    const tables = /^(catalogue|facts)\//;
    assert.deepEqual(
      files.filter((file) => !tables.test(file) && read(file).trimEnd().split("\n").length > 200),
      [],
    );
    const folders = files.map((file) => dirname(file));
    assert.deepEqual(
      [...new Set(folders)].filter((folder) => folders.filter((other) => other === folder).length > 15),
      [],
    );
  });

  function targetOf(file: string, from: string): string | undefined {
    if (!from.startsWith(".")) return undefined;
    const path = join(dirname(file), from).replace(/\.js$/, "");
    return [`${path}.ts`, join(path, "index.ts"), path].find((name) => known.has(name));
  }
});

function top(file: string): string {
  return file.split("/")[0] ?? "";
}

function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => relative(root, join(root, folder, file)))
    .sort();
}
