/** What one value, such as a name in quotes, may take of a message, in characters; docs/plan-json.md says so. */
export const longestValue = 200;
/** What a whole message may take: a list of everything that is known is long, and no value. */
export const longestMessage = 4_000;
const gap = "...";

/**
 * Control characters, which move a terminal's cursor and colour it, and those that turn the direction of text or cannot be seen, with which a
 * message would read as another one: https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 */
const misleading = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A value with quotes in it counts as several: to look for the one that ends it would take too long in a million of them. */
const value = /"[^"]*"|[^\s"]+/g;

/** A text that quotes what somebody wrote, as one line of a terminal may show it: long values are shortened, misleading characters escaped. */
export function printable(text: string): string {
  return escapeMisleading(shorten(text.replaceAll(value, shortenValue), longestMessage));
}

/** Escaped as JSON, and YAML in quotes, escape them. */
export function escapeMisleading(text: string): string {
  return text.replaceAll(misleading, (character) => character.replaceAll(/[^]/g, escapeUnit));
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function shortenValue(shown: string): string {
  return shown.startsWith('"') ? `"${shorten(shown.slice(1, -1), longestValue)}"` : shorten(shown, longestValue);
}

/** Keeps beginning and end: a message ends with what to do. */
function shorten(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const half = Math.floor((longest - gap.length) / 2);
  return `${text.slice(0, half)}${gap}${text.slice(text.length - half)}`;
}
