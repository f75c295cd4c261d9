import type { Warning } from "../engine/engine";

/** Resources that are named; a cluster's worth of them usually has the same warning. */
const mostNames = 3;

/** A line per message, with the resources that it is about. */
export function describeWarnings(warnings: readonly Warning[]): readonly string[] {
  const names = new Map<string, Set<string>>();
  for (const { urn, message } of warnings) {
    const about = names.get(message) ?? new Set();
    names.set(message, urn === "" ? about : about.add(urn.slice(urn.lastIndexOf("::") + 2)));
  }
  return [...names].map(([message, about]) => `  warning: ${message}${listed([...about])}`);
}

function listed(names: readonly string[]): string {
  if (names.length === 0) return "";
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : "";
  return ` (${names.slice(0, mostNames).join(", ")}${more})`;
}
