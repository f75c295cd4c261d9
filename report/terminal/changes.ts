import type { ReportedChanges } from "../../preview/change/compare";
import type { InputChange, ResourceChange } from "../../preview/change/changes";

export const changeColumns = ["stack", "change", "resource", "type", "what"] as const;

export function changesHeading({ base, commit, resources }: ReportedChanges): string {
  const since = `Changes since ${base} (${commit.slice(0, 7)})`;
  const words = { create: "created", update: "updated", replace: "replaced", delete: "deleted", refused: "refused" } as const;
  const counts = Object.entries(words).flatMap(([change, word]) => {
    const count = resources.filter((resource) => resource.change === change).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return `${since}: ${counts.length === 0 ? "none" : counts.join(", ")}`;
}

/** One row each, but what comes and goes by type: a cluster is a hundred of these. */
export function changeRows({ resources }: ReportedChanges): string[][] {
  const rows = new Map<string, ResourceChange[]>();
  for (const resource of resources) {
    const { stack, change, type, urn } = resource;
    const key = change === "create" || change === "delete" ? `${stack} ${change} ${type}` : urn;
    rows.set(key, [...(rows.get(key) ?? []), resource]);
  }
  return [...rows.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const name = others.length === 0 ? first.name : `${others.length + 1}: ${first.name}, ...`;
    return [[first.stack, first.change, name, first.type, whatOf(first)]];
  });
}

function whatOf(resource: ResourceChange): string {
  switch (resource.change) {
    case "create":
    case "delete":
      return "";
    case "update":
      return few(resource.inputs.map(inputText));
    case "replace":
      return few([
        `${resource.goesFirst} one ${resource.goesFirst === "old" ? "goes" : "is made"} first`,
        ...forced(resource.because, resource.inputs),
      ]);
    case "refused":
      return few(forced(resource.because, resource.inputs));
  }
}

function forced(because: readonly string[], inputs: readonly InputChange[]): string[] {
  return because.map((path) => {
    const input = inputs.find((changed) => changed.path === path);
    return input === undefined ? path : inputText(input);
  });
}

const linesShown = 4;
const charactersShown = 24;

function few(lines: readonly string[]): string {
  const more = lines.length > linesShown ? [`and ${lines.length - linesShown} more`] : [];
  return [...lines.slice(0, linesShown), ...more].join("\n");
}

/** Values that are too long for a table are in the JSON report. */
function inputText({ path, before, after }: InputChange): string {
  const [from, to] = [before ?? "none", after ?? "none"];
  return from.length + to.length > 2 * charactersShown ? path : `${path}: ${from} to ${to}`;
}
