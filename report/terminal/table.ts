import Table from "cli-table3";

/** Lines between columns only: dense enough for a terminal, and plain text in a pipe. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = new Table({ head: [...head], style: { head: [], border: [], compact: true } });
  lines.push(...rows.map((row) => [...row]));
  return lines.toString();
}
