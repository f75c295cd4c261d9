import Table from "cli-table3";
import type { CallCounts } from "../provider/counts";
import type { Say } from "./operate";

const cloudCalls = new Set(["create", "read", "update", "delete", "invoke"]);

/**
 * What the engine asked of each provider. Configure, check and diff stay inside a provider, as does a preview, which at most has an API
 * server try; the other calls reach its cloud.
 */
export function printCounts(counts: CallCounts, say: Say): void {
  const methods = ["configure", "check", "diff", "preview", "create", "read", "update", "delete", "invoke"];
  const rows = counts.rows().filter(({ method }) => methods.includes(method));
  const subjects = [
    ...new Set(rows.filter(({ method, type }) => cloudCalls.has(method) || type === "").map(({ provider, type }) => `${provider} ${type}`)),
  ];
  const table = new Table({ head: ["provider calls", ...methods], style: { head: [], border: [], compact: true } });
  const count = (matches: (row: (typeof rows)[number]) => boolean): number =>
    rows.filter(matches).reduce((sum, { calls }) => sum + calls, 0);
  for (const provider of ["aws", "azure-native", "gcp", "kubernetes"]) {
    table.push([provider, ...methods.map((method) => count((row) => row.provider === provider && row.method === method))]);
    for (const subject of subjects.filter((subject) => subject.startsWith(`${provider} `) && !subject.endsWith(" ")).sort()) {
      table.push([
        `  ${subject.slice(provider.length + 1)}`,
        ...methods.map((method) => count((row) => `${row.provider} ${row.type}` === subject && row.method === method) || ""),
      ]);
    }
  }
  for (const line of table.toString().split("\n")) say(line);
}
