import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { ConfigError, loadStack } from "../../config/file/load";
import { formatPath, parsePath, type Problem } from "../../config/file/problems";
import { planStack } from "../../plan";
import { seeds } from "./fuzz/seeds";

type Path = readonly (string | number)[];

/** What an operator can do word by word: another value in its place, or another key in its map. */
type Advice = { readonly value: unknown } | { readonly key: string };

/** The advice of a message that says exactly what to write; undefined for one that leaves a choice or asks to think. */
function adviceOf(message: string): Advice | undefined {
  const key = /^"[^"]*" is unknown; did you mean "([^"]+)"\?/.exec(message)?.[1];
  if (key !== undefined) return { key };
  const word = /did you mean ([^ ?"]+)\?/.exec(message)?.[1] ?? /[;,] write one of (?!them)([^ ,;()]+)/.exec(message)?.[1];
  if (word !== undefined) return { value: word };
  const quoted = /put it in quotes: "([^"]*)"/.exec(message)?.[1];
  if (quoted !== undefined) return { value: quoted };
  const number = /(?:[;,] write|lower \S+ to|raise \S+ to) (\d+)(?:$|[,;(])/.exec(message)?.[1];
  return number === undefined ? undefined : { value: Number(number) };
}

/** Slips of one hand: at every scalar of a file, each in its turn. */
const slips: readonly ((value: unknown) => unknown)[] = [
  (value) => (typeof value === "string" ? value.slice(0, -1) : -1),
  (value) => (typeof value === "string" ? `${value}${value.at(-1) ?? ""}` : 0),
  (value) => (typeof value === "number" ? 1e9 : 7),
  (value) => (typeof value === "number" ? String(value) : !value),
  (value) => (typeof value === "number" ? value + 0.5 : [value]),
];

describe("what a message tells to write", function () {
  this.timeout(300_000);
  const project = mkdtempSync(join(tmpdir(), "gateway-fleet-advice-"));
  before(() => writeFileSync(join(project, "Pulumi.yaml"), "name: gateway-fleet\nruntime: nodejs\n"));
  after(() => rmSync(project, { recursive: true }));

  for (const { stack, text, content } of seeds)
    it(`is taken where it stands, whatever single slip of ${stack} it is about`, () => {
      let followed = 0;
      for (const [number, path] of scalarsIn(content, []).entries())
        // All of them at every scalar would take minutes.
        for (const slip of [slips[number % slips.length], slips[(number + 2) % slips.length]]) {
          if (slip === undefined) continue;
          const document = parseDocument(text);
          const before = document.getIn(path);
          document.setIn(path, document.createNode(slip(before)));
          const tried = follow(stack, document.toString(), place(path));
          assert.ok(
            tried.solved,
            `${formatPath(path)}: ${JSON.stringify(before)} to ${JSON.stringify(slip(before))}: ${tried.said.join(" | ")}`,
          );
          if (tried.said.length > 0) followed += 1;
        }
      assert.ok(followed >= 6, `${followed} messages told what to write`);
    });

  /** Does what is said of the place, three times at most: what is right in form may be a place or a stack that is not there, and says so. */
  function follow(stack: string, text: string, at: string): { readonly solved: boolean; readonly said: readonly string[] } {
    const said: string[] = [];
    let current = text;
    for (let time = 0; time < 3; time += 1) {
      const found = problemsOf(stack, current).find(({ path }) => path === at);
      const advice = found === undefined ? undefined : adviceOf(found.message);
      if (found === undefined || advice === undefined) return { solved: found === undefined || !said.includes(found.message), said };
      said.push(found.message);
      current = followed(current, found, advice);
    }
    return { solved: problemsOf(stack, current).every(({ path }) => path !== at), said };
  }

  function problemsOf(stack: string, text: string): readonly Problem[] {
    for (const seed of seeds) writeFileSync(join(project, `Pulumi.${seed.stack}.yaml`), seed.stack === stack ? text : seed.text);
    try {
      planStack(loadStack(project, stack));
      return [];
    } catch (error) {
      if (error instanceof ConfigError) return error.problems;
      throw error;
    }
  }
});

function scalarsIn(content: unknown, path: Path): Path[] {
  if (Array.isArray(content)) return content.flatMap((item, index) => scalarsIn(item, [...path, index]));
  if (typeof content === "object" && content !== null)
    return Object.entries(content).flatMap(([key, value]) => scalarsIn(value, [...path, key]));
  return [path];
}

/** ["config", "gateway-fleet:settings", "name"] as messages have it. */
function place([, section = "", ...rest]: Path): string {
  return formatPath([String(section).replace(/^gateway-fleet:/, ""), ...rest]);
}

function followed(text: string, { path }: Problem, advice: Advice): string {
  const document = parseDocument(text);
  const [section = "", ...rest] = parsePath(path);
  const at = ["config", `gateway-fleet:${section}`, ...rest];
  if ("value" in advice) document.setIn(at, document.createNode(advice.value));
  else {
    const value = document.getIn(at);
    document.deleteIn(at);
    document.setIn([...at.slice(0, -1), advice.key], value);
  }
  return document.toString();
}
