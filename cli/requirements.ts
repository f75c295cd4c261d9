import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { coverage, Requirements, Results, type Coverage } from "./requirements/coverage";

/** `npm run requirements [-- --json]`: how many requirements of each system have a test that ran and passed. */
const command = new Command("requirements")
  .description("Counts, per system, the requirements that a test covers which ran and passed.")
  .option("--json", "print one JSON document and nothing else")
  .action(({ json = false }: { json?: boolean }) => {
    const results = readJson("test-results.json");
    if (results === undefined) command.error("test-results.json does not exist: run `npm test` first");
    const systems = coverage(Requirements.parse(readJson("test/requirements.json")), Results.parse(results).tests);
    console.log(json ? JSON.stringify(withoutNames(systems), null, 2) : table(systems));
  });

command.parse();

/** Undefined when there is no such file in the repository. */
function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(join(__dirname, "..", file), "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

function withoutNames(systems: Readonly<Record<string, Coverage>>): unknown {
  return Object.fromEntries(Object.entries(systems).map(([system, { covered, total, missing }]) => [system, { covered, total, missing }]));
}

function table(systems: Readonly<Record<string, Coverage>>): string {
  const lines = Object.entries(systems).map(
    ([system, { name, covered, total }]) => `${system}  ${String(covered).padStart(3)} of ${String(total).padStart(3)}  ${name}`,
  );
  return [...lines, "", "Which are missing: npm run --silent requirements -- --json"].join("\n");
}
