import { stringify } from "yaml";
import { seeded, type Random } from "../../../lab/random";
import { additions, names, type Seed, seeds, values } from "./seeds";

/** A stack file that somebody or something has been at. */
export interface Mutant {
  /** What it was made from, and whose place it takes. */
  readonly stack: string;
  readonly text: string;
  /** What was done. */
  readonly edits: readonly string[];
}

type Path = readonly string[];

/** The same mutant for the same number. */
export function mutant(number: number): Mutant {
  const random = seeded(number);
  const seed = pick(random, seeds);
  if (random() < 0.15) return { stack: seed.stack, ...mutatedText(seed, random) };
  const edits: string[] = [];
  let content: unknown = seed.content;
  // Most have one or two edits, so that some are accepted.
  for (let count = 1 + Math.floor(random() ** 2 * 5); count > 0; count -= 1) {
    const edit = random() < 0.35 ? added(content, random) : changed(content, random);
    content = edit.content;
    edits.push(edit.said);
  }
  return { stack: seed.stack, text: random() < 0.2 ? stringify(content) : JSON.stringify(content), edits };
}

interface Edit {
  readonly content: unknown;
  readonly said: string;
}

function added(content: unknown, random: Random): Edit {
  const [where, value] = pick(random, additions);
  const [section = "", ...rest] = where.split(".");
  return { content: set(content, ["config", `gateway-fleet:${section}`, ...rest], value), said: `added ${where}` };
}

function changed(content: unknown, random: Random): Edit {
  // Nothing may be left of it.
  const path = pick(random, [["config"], ...pathsOf(content)]);
  const name = pick(random, names);
  const said = path.join("/");
  switch (Math.floor(random() * 7)) {
    case 0:
      return { content: set(content, path, undefined), said: `removed ${said}` };
    case 1:
      return { content: set(content, [...path.slice(0, -1), name], at(content, path)), said: `copied ${said} to ${name}` };
    case 2:
      return {
        content: set(set(content, path, undefined), [...path.slice(0, -1), name], at(content, path)),
        said: `called ${said} ${name}`,
      };
    case 3: {
      const from = pick(random, pathsOf(pick(random, seeds).content));
      return { content: set(content, path, at(pick(random, seeds).content, from)), said: `put ${from.join("/")} in ${said}` };
    }
    case 4:
      return { content: set(content, [...path, name], pick(random, values)), said: `added ${name} to ${said}` };
    case 5:
      return { content: set(content, path, varied(at(content, path), random)), said: `varied ${said}` };
    default:
      return { content: set(content, path, pick(random, values)), said: `replaced ${said}` };
  }
}

/** Nearly what it was. */
function varied(value: unknown, random: Random): unknown {
  if (typeof value === "number") return pick(random, [value + 1, value - 1, value * 2, value * 10, -value, value + 0.5, String(value)]);
  if (typeof value === "string") {
    const place = Math.floor(random() * (value.length + 1));
    const [before, after] = [value.slice(0, place), value.slice(place)];
    return pick(random, [before, before + after.slice(1), `${before}-${after}`, `${before}1${after}`, value.toUpperCase(), Number(value)]);
  }
  if (typeof value === "boolean") return !value;
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    return pick(random, [[...items, ...items], items.slice(1), [...items].reverse(), items[0]]);
  }
  return value === null ? {} : [value];
}

/** What only the text of a file can have wrong. */
function mutatedText({ text }: Seed, random: Random): Omit<Mutant, "stack"> {
  const lines = text.split("\n");
  const line = Math.floor(random() * lines.length);
  const place = Math.floor(random() * text.length);
  const with_ = (...inserted: readonly string[]) => [...lines.slice(0, line), ...inserted, ...lines.slice(line)].join("\n");
  const candidates: readonly (readonly [string, () => string])[] = [
    ["cut off", () => text.slice(0, place)],
    ["a line less", () => lines.filter((_, index) => index !== line).join("\n")],
    ["a line twice", () => with_(lines[line] ?? "")],
    ["a line further in", () => with_(`  ${lines[line] ?? ""}`)],
    ["a second document", () => with_("---")],
    ["a character more", () => text.slice(0, place) + pick(random, [...`{}[]:,&*!|>'"%@#?-\t\u0000\u2028\r`]) + text.slice(place)],
    ["a character less", () => text.slice(0, place) + text.slice(place + 1)],
    ["an anchor in itself", () => text.replace("config:", "config: &all").replace(/: \{/, ": { all: *all, ")],
    [
      "an anchor used twice",
      () => text.replace(/^( {2}gateway-fleet:traffic:)$/m, "$1 &t").replace(/^( {2}gateway-fleet:clouds:)$/m, "$1 &t"),
    ],
    ["a tag", () => text.replace(/: (\w)/, `: ${pick(random, ["!!str", "!!int", "!!set", "!x", "!!binary"])} $1`)],
    ["a key of every object", () => with_("  __proto__: { a: 1 }")],
    ["nothing", () => pick(random, ["", "---", "null", "[]", "1", "config:", "config: []", "config: { gateway-fleet:fleet: }"])],
    ["depth", () => `${text}\n${pick(random, ["[", "{a: ", "- "]).repeat(Math.floor(random() * 5000))}`],
    ["merged keys", () => text.replace(/: \{ /, ": { <<: { a: 1 }, ")],
  ];
  const [said, make] = pick(random, candidates);
  return { text: make(), edits: [`${said} (line ${line + 1}, character ${place})`] };
}

function pick<T>(random: Random, items: readonly [T, ...T[]] | readonly T[]): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined && items.length === 0) throw new Error("nothing to pick from");
  return item as T;
}

/** Of everything below the sections, and of the sections. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const own = path.length === 0 ? [] : [path];
  return [...own, ...Object.entries(value).flatMap(([key, entry]) => pathsOf(entry, [...path, key]))];
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (found, key) => (typeof found === "object" && found !== null ? new Map(Object.entries(found)).get(key) : undefined),
    value,
  );
}

/** A copy with another value at the path; undefined removes. What is no map or list on the way becomes a map. */
function set(value: unknown, [first, ...rest]: Path, replacement: unknown): unknown {
  if (first === undefined) return replacement;
  const entries = new Map<string, unknown>(typeof value === "object" && value !== null ? Object.entries(value) : []);
  const entry = set(entries.get(first), rest, replacement);
  if (entry === undefined) entries.delete(first);
  else entries.set(first, entry);
  return Array.isArray(value) && [...entries.keys()].every((key) => /^\d+$/.test(key))
    ? [...entries.values()]
    : Object.fromEntries(entries);
}
