import type { Ran } from "../../cli/requirements/coverage";
import { fullTitle, type Failure, type Outcome } from "./results";

/** Said at once: the list comes only at the end, which may be an hour away. */
export function failureText({ group, title, error }: Failure): string {
  return `failed in ${group}: ${title}\n${indented(error)}`;
}

/** What a run ends with; the counts alone on its last line, where CI reads them. */
export function closingText({ tests, hooks, failures }: Outcome): string {
  const passed = tests.filter(({ state }) => state === "passed").length;
  return [
    ...failures.map(({ title, error }, index) => `  ${index + 1}) ${title}:\n\n${indented(error)}\n`),
    "The slowest tests and hooks:",
    ...slowest([...tests, ...hooks], 20),
    "",
    `${passed} passed, ${failures.length} failed`,
  ].join("\n");
}

function slowest(ran: readonly Ran[], count: number): readonly string[] {
  return [...ran]
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, count)
    .map((one) => `${one.seconds.toFixed(1).padStart(7)} s  ${one.file}  ${fullTitle(one)}`);
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, "     ");
}
