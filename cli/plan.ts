import { Command } from "commander";
import { reportOf } from "./plan/report";
import { renderReport } from "./plan/text";

interface Options {
  readonly json: boolean;
  readonly project: string;
  readonly asOf?: string;
  readonly base?: string;
  readonly lose: readonly string[];
}

const program = new Command("plan")
  .description("Shows offline what a stack's files come to: clusters, traffic, resources. Needs no engine, no account and no network.")
  .argument("<stack>", "stack name, such as prod; a fleet stack brings the traffic stack that names it")
  .option("--json", "print one JSON document (docs/plan-json.md) and nothing else", false)
  .option("--project <dir>", "folder with Pulumi.yaml and the stack files", process.cwd())
  .option("--as-of <date>", "judge support windows at this day, YYYY-MM-DD, instead of settings.asOf: to look ahead")
  .option("--base <git ref>", "show what an update from that version of the project would create, update, replace and delete")
  .option(
    "--lose <place>",
    "show who answers, and with what capacity, without a cloud, region or cluster; again for two at once",
    collect,
    [],
  )
  .action(plan);

/** Prints the report; exits with 1 when the stack is invalid. */
async function plan(stack: string, { json, project, asOf, base, lose }: Options): Promise<void> {
  // What the program logs is for people: standard output is the report alone.
  console.log = console.error;

  const report = await reportOf(project, stack, { asOf, base, lose });
  if (report.errors.length > 0) process.exitCode = 1;
  if (json) return void process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);

  const stream = report.errors.length > 0 ? process.stderr : process.stdout;
  stream.write(renderReport(report, stream.isTTY && process.env["NO_COLOR"] === undefined));
}

function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}

void program.parseAsync();
