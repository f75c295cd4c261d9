import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair } from "yaml";

/** Something in a text that would be lost, or cannot be had. */
export interface Fault {
  readonly message: string;
  /** Character in the text. */
  readonly offset: number;
}

/** What a document stands for. */
export interface YamlValue {
  /** What could be made of it, where there are faults. */
  readonly content: unknown;
  readonly faults: readonly Fault[];
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<Alias, Node>;
}

/** A file of a thousand clusters has half of them. */
const mostValues = 20_000;

interface Anchored {
  readonly node: Node;
  /** Undefined while the node itself is being read: an alias to it there would have no end. */
  value: Sized | undefined;
}

/** A value, and how many it holds, counted as often as aliases repeat them. */
interface Sized {
  readonly value: unknown;
  readonly size: number;
}

/**
 * Turns a document into values. The library's own way would drop a key that another one becomes the same as, stringify a map that is a key,
 * and follow an anchor into itself; all of that is a fault here.
 */
export function valueOf(document: Document, text: string): YamlValue {
  const faults: Fault[] = [];
  const targets = new Map<Alias, Node>();
  const anchors = new Map<string, Anchored>();
  const report = (node: Node | null, message: string): void => void faults.push({ message, offset: node?.range?.[0] ?? 0 });

  const read = (node: Node | null): Sized => {
    if (isAlias(node)) return follow(node);
    const anchored: Anchored | undefined = node === null || node.anchor === undefined ? undefined : { node, value: undefined };
    if (node?.anchor !== undefined && anchored !== undefined) anchors.set(node.anchor, anchored);
    const sized = readPlain(node);
    if (anchored !== undefined) anchored.value = sized;
    return sized;
  };
  const follow = (alias: Alias): Sized => {
    const anchored = anchors.get(alias.source);
    if (anchored === undefined) report(alias, `*${alias.source} refers to nothing; write &${alias.source} before it`);
    else if (anchored.value === undefined)
      report(alias, `*${alias.source} is inside &${alias.source}, which would have no end; write it out`);
    else targets.set(alias, anchored.node);
    return anchored?.value ?? { value: undefined, size: 1 };
  };
  const readPlain = (node: Node | null): Sized => {
    if (isMap<Node | null, Node | null>(node)) {
      checkKeys(node.items, text, report);
      const entries = node.items.map(({ key, value }) => ({ key: keyText(key), ...read(value) }));
      return { value: Object.fromEntries(entries.map(({ key, value }) => [key, value])), size: sizeOf(entries) };
    }
    if (isSeq<Node>(node)) {
      const items = node.items.map(read);
      return { value: items.map(({ value }) => value), size: sizeOf(items) };
    }
    return { value: isScalar(node) ? node.value : null, size: 1 };
  };

  const { value, size } = read(document.contents);
  if (size > mostValues)
    report(
      document.contents,
      `it comes to ${size} values, what aliases stand for counted each time, and at most ${mostValues} are read; write fewer, or divide it into several stacks`,
    );
  return { content: value ?? undefined, faults, targets };
}

function sizeOf(values: readonly Sized[]): number {
  return values.reduce((sum, { size }) => sum + size, 1);
}

/** Keys are different texts: as values of JavaScript they could be the same. */
function checkKeys(
  pairs: readonly Pair<Node | null, Node | null>[],
  text: string,
  report: (node: Node | null, message: string) => void,
): void {
  const seen = new Set<string>();
  for (const { key } of pairs) {
    const name = keyText(key);
    const written = key?.range == null ? "" : text.slice(key.range[0], key.range[1]);
    if (key === null || !isScalar(key)) report(key, "a key is a list, a map or an alias; write a name");
    else if (name === "__proto__") report(key, "__proto__ is no key of anything here; remove it");
    else if (seen.has(name)) report(key, `${written === "" ? "a key" : written} is written twice in one map, merge the two`);
    else if (key.value === null) report(key, "a key is empty; write its name, or remove the line");
    else if (typeof key.value !== "string" && name !== written)
      report(key, `the key ${written} is a ${typeof key.value} and would be read as ${name}; put it in quotes`);
    seen.add(name);
  }
}

function keyText(key: Node | null): string {
  return isScalar<unknown>(key) && key.value !== null ? `${key.value as string | number | boolean | bigint}` : "";
}
