/** Attributes of an element, in the order in which they are written. */
export type Attributes = Readonly<Record<string, string | number>>;

/**
 * One element as text. Attribute values are escaped; children are markup already, see {@link text}.
 *
 * @see https://www.w3.org/TR/SVG2/
 */
export function element(name: string, attributes: Attributes, children: readonly string[] = []): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escaped(typeof value === "number" ? rounded(value) : value)}"`,
  );
  const start = `<${name}${written.join("")}`;
  return children.length === 0 ? `${start}/>` : `${start}>${children.join("")}</${name}>`;
}

/** Where a line of text stands. */
export interface TextPlace {
  readonly x: number;
  /** Of the middle of the line. */
  readonly y: number;
  /** In pixels. */
  readonly size: number;
  readonly anchor: "start" | "middle" | "end";
  readonly class: string;
}

export function text({ x, y, size, anchor, class: of }: TextPlace, content: string): string {
  // Half of the letters' height below the middle: dominant-baseline differs between renderers.
  const baseline = y + size * 0.35;
  return element("text", { x, y: baseline, "font-size": size, "text-anchor": anchor, class: of }, [escaped(content)]);
}

/** Of a letter's size; every letter of a monospaced font is as wide. SF Mono's are the widest of those that are asked for. */
const letterWidth = 0.62;

/** In pixels, of a line in the picture's font. */
export function widthOf(content: string, size: number): number {
  return [...content].length * size * letterWidth;
}

/** Two decimals are finer than any screen, and the same bytes everywhere. */
function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** What XML cannot say at all is replaced: https://www.w3.org/TR/xml/#charsets */
export function escaped(content: string): string {
  return content
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replace(/[&<>"]/g, (letter) => entities[letter] ?? letter);
}
