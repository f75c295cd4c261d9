import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from "yaml";
import type { Finding } from "./messages";
import { formatPath, type Problem } from "./problems";
import type { Path } from "./rules";

/** A YAML text and the way back from a value to its place. */
export interface YamlText {
  /** Undefined where the text is empty; what could be made of it where there are problems. */
  readonly content: unknown;
  /** What is wrong with the text itself. */
  readonly problems: readonly Problem[];
  /** Puts findings into the text's order, each with its line and once only. */
  readonly locate: (findings: readonly Finding[], toDocument: (path: Path) => Path) => readonly Problem[];
}

/** Reads YAML 1.2 with its core schema: `yes` is text, `0o17` is 15, `012` is 12. */
export function readYaml(file: string, text: string): YamlText {
  const lines = new LineCounter();
  const document = parseDocument(text, { version: "1.2", schema: "core", prettyErrors: false, lineCounter: lines, logLevel: "silent" });
  const { content, faults } = toValue(document, text);
  return {
    content,
    problems: faults.map(({ message, offset }) => {
      const { line, col } = lines.linePos(offset);
      return { file, path: "", line, message: `is not valid YAML: ${message} (line ${line}, column ${col})` };
    }),
    locate: (findings, toDocument) =>
      findings
        .map((finding) => ({ finding, offset: offsetOf(document, toDocument(finding.path)) }))
        .sort((a, b) => a.offset - b.offset)
        .map(({ finding, offset }) => ({
          file,
          path: formatPath(finding.path),
          line: lines.linePos(offset).line,
          message: messageOf(finding, document, toDocument),
        }))
        .filter(
          (problem, index, all) => all.findIndex((other) => other.path === problem.path && other.message === problem.message) === index,
        ),
  };
}

interface Fault {
  readonly message: string;
  /** Character in the text. */
  readonly offset: number;
}

function toValue(document: Document, text: string): { readonly content: unknown; readonly faults: readonly Fault[] } {
  const faults = [...findSyntaxFaults(document, text), ...findDanglingAliases(document)];
  try {
    return { content: document.toJS() ?? undefined, faults };
  } catch (error) {
    // Dangling aliases again, or aliases of aliases that grow without bound.
    return {
      content: undefined,
      faults: faults.length > 0 ? faults : [{ message: error instanceof Error ? error.message : String(error), offset: 0 }],
    };
  }
}

/** Keys written twice are mistakes of their own; of the rest the first counts, since the parser stumbles on after it. */
function findSyntaxFaults(document: Document, text: string): Fault[] {
  const faults = [...document.errors, ...document.warnings].map(({ code, message, pos: [offset] }) => ({ code, message, offset }));
  const twice = faults.filter(({ code }) => code === "DUPLICATE_KEY");
  const others = faults.filter(({ code }) => code !== "DUPLICATE_KEY");
  return [
    ...twice.map(({ offset }) => ({
      offset,
      message: `${/^.*?(?=:(\s|$))/m.exec(text.slice(offset))?.[0] ?? "a key"} is written twice in one map, merge the two`,
    })),
    ...others.slice(0, 1),
  ];
}

function findDanglingAliases(document: Document): Fault[] {
  const faults: Fault[] = [];
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) === undefined)
        faults.push({ message: `*${alias.source} refers to nothing; write &${alias.source} before it`, offset: alias.range?.[0] ?? 0 });
    },
  });
  return faults;
}

function messageOf({ path, message, ofSource }: Finding, document: Document, toDocument: (path: Path) => Path): string {
  const source = ofSource === undefined ? undefined : sourceOf(document, toDocument(path));
  return source === undefined ? message : (ofSource?.(source) ?? message);
}

/** A scalar as the file has it; undefined where there is none. */
function sourceOf(document: Document, path: Path): string | undefined {
  const node = document.getIn(path, true);
  return isScalar(node) ? node.source : undefined;
}

/** Where the value at the path begins (for a map's entry: its key), or the nearest thing around it that exists. */
function offsetOf(document: Document, path: Path): number {
  let node = resolve(document.contents, document);
  let offset = node?.range?.[0] ?? 0;
  for (const segment of path) {
    if (isMap<Node, Node>(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(segment));
      if (pair === undefined) return offset;
      offset = pair.key.range?.[0] ?? offset;
      node = resolve(pair.value, document);
    } else if (isSeq<Node>(node)) {
      const item = node.items[Number(segment)];
      if (item === undefined) return offset;
      offset = item.range?.[0] ?? offset;
      node = resolve(item, document);
    } else return offset;
  }
  return offset;
}

function resolve(node: Node | null, document: Document): Node | null {
  return isAlias(node) ? (node.resolve(document) ?? null) : node;
}
