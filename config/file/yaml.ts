import { type Alias, Composer, type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, Parser } from "yaml";
import type { Finding } from "./messages";
import { formatPath, type Problem } from "./problems";
import type { Path } from "./rules";
import { findTooDeep } from "./yamlDepth";
import { type Fault, valueOf } from "./yamlValue";

/** A YAML text and the way back from a value to its place. */
export interface YamlText {
  /** Undefined where the text is empty; what could be made of it where there are problems. */
  readonly content: unknown;
  /** What is wrong with the text itself. */
  readonly problems: readonly Problem[];
  /** Puts findings into the text's order, each with its line and once only. */
  readonly locate: (findings: readonly Finding[], toDocument: (path: Path) => Path) => readonly Problem[];
}

/** Reads YAML 1.2 with its core schema: `yes` is text, `0o17` is 15, `012` is 12. Nothing of the text is ignored. */
export function readYaml(file: string, text: string): YamlText {
  const lines = new LineCounter();
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const describe = ({ message, offset }: Fault): Problem => {
    const { line, col } = lines.linePos(offset);
    return { file, path: "", line, message: `is not valid YAML: ${message} (line ${line}, column ${col})` };
  };
  const tooDeep = findTooDeep(tokens);
  if (tooDeep !== undefined) return unread(file, describe(tooDeep));

  // Keys are compared by valueOf, each with all others at once.
  const options = {
    version: "1.2",
    schema: "core",
    resolveKnownTags: false,
    prettyErrors: false,
    logLevel: "silent",
    uniqueKeys: false,
  } as const;
  const [document, ...others] = new Composer(options).compose(tokens, true, text.length);
  if (document === undefined) return unread(file);
  const { content, faults, targets } = valueOf(document, text);
  const syntax = findSyntaxFaults(document);
  const sound = faults.filter(({ offset }) => syntax.every((first) => offset < first.offset));
  const placeOf = placesIn(document, targets);
  return {
    content,
    problems: [...sound, ...syntax, ...findOtherDocuments(others)].sort((a, b) => a.offset - b.offset).map(describe),
    locate: (findings, toDocument) => {
      const located = findings
        .map((finding) => ({ finding, place: placeOf(toDocument(finding.path)) }))
        .sort((a, b) => a.place.offset - b.place.offset)
        .map(({ finding: { path, message, ofSource }, place: { offset, source } }) => ({
          file,
          path: formatPath(path),
          line: lines.linePos(offset).line,
          message: (source === undefined ? undefined : ofSource?.(source)) ?? message,
        }));
      return [...new Map(located.map((problem) => [JSON.stringify([problem.path, problem.message]), problem])).values()];
    },
  };
}

/** A text that nothing is known of. */
function unread(file: string, ...problems: readonly Problem[]): YamlText {
  return {
    content: undefined,
    problems,
    locate: (findings) => findings.map(({ path, message }) => ({ file, path: formatPath(path), message })),
  };
}

/** The first counts, since the parser stumbles on after it. */
function findSyntaxFaults({ errors, warnings, directives }: Document): Fault[] {
  const [first] = [...errors, ...warnings];
  if (first !== undefined) return [{ message: first.message, offset: first.pos[0] }];
  const version = directives?.yaml.version;
  return version === undefined || version === "1.2"
    ? []
    : [{ message: `it says %YAML ${version}, and YAML 1.2 is what is read; remove the line`, offset: 0 }];
}

/** Pulumi reads the first document of a file, and so does the program. */
function findOtherDocuments(others: readonly Document[]): Fault[] {
  const second = others.find(({ contents, errors }) => (isScalar(contents) ? contents.value : contents) !== null || errors.length > 0);
  if (second === undefined) return [];
  const message = "a second document begins, of which nothing would be read; merge it into the first, or remove it with its ---";
  return [{ message, offset: second.contents?.range?.[0] ?? second.range?.[0] ?? 0 }];
}

interface Place {
  /** Where the value begins (for a map's entry: its key), or the nearest thing around it that exists. */
  readonly offset: number;
  /** A scalar as the file has it. */
  readonly source?: string | undefined;
}

function placesIn(document: Document, targets: ReadonlyMap<Alias, Node>): (path: Path) => Place {
  const resolve = (node: Node | null): Node | null => (isAlias(node) ? (targets.get(node) ?? null) : node);
  // A map with thousands of wrong keys is asked for each of them.
  const indexes = new Map<Node, ReadonlyMap<string, Pair<Node, Node | null>>>();
  const pairsOf = (node: Node, items: readonly Pair<Node, Node | null>[]): ReadonlyMap<string, Pair<Node, Node | null>> => {
    const index =
      indexes.get(node) ?? new Map([...items].reverse().flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair]] : [])));
    indexes.set(node, index);
    return index;
  };

  return (path) => {
    let node = resolve(document.contents);
    let offset = node?.range?.[0] ?? 0;
    for (const segment of path) {
      if (isMap<Node, Node | null>(node)) {
        const pair = pairsOf(node, node.items).get(String(segment));
        if (pair === undefined) return { offset };
        offset = pair.key.range?.[0] ?? offset;
        node = resolve(pair.value);
      } else if (isSeq<Node>(node)) {
        const item = node.items[Number(segment)];
        if (item === undefined) return { offset };
        offset = item.range?.[0] ?? offset;
        node = resolve(item);
      } else return { offset };
    }
    return { offset, source: isScalar(node) ? node.source : undefined };
  };
}
