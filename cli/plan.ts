import { Command } from "commander";
import { printable } from "../config/file/printable";
import type { PictureInput } from "../report/svg/input";
import { failedReport, planAndReport, type Reported, type ReportOptions } from "../report/report";
import { describeFault, endWithStandardOutput, sayAndFail } from "./standardOutput";
import { writePicture } from "./writePicture";
import { renderReport } from "../report/terminal/report";

interface Options {
  readonly json: boolean;
  readonly project: string;
  readonly asOf?: string;
  readonly base?: string;
  readonly lose: readonly string[];
  readonly svg?: string;
}

const program = new Command("plan")
  .description("Shows offline what a stack's files come to: clusters, traffic, resources. Needs no engine, no account and no network.")
  .argument("[stack]", "stack name, such as prod; a fleet stack brings the traffic stack that names it")
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
  .option("--svg <file>", "also draw where answers lead, and what each loss makes of it, into that file")
  .action(plan);

/** Prints the report; exits with 1 when the stack is invalid, or its picture cannot be had. */
async function plan(stack: string | undefined, { json, project, asOf, base, lose, svg }: Options): Promise<void> {
  // What the program logs is for people: standard output is the report alone.
  console.log = console.error;

  const { report, picture } = await planned(project, stack, { asOf, base, lose });
  if (report.errors.length > 0) process.exitCode = 1;
  // Losses that are not survived are what a picture is for; of an invalid stack there is none.
  if (svg !== undefined && (report.errors.length === 0 || picture !== undefined)) drawInto(svg, picture);
  if (json) return void process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);

  const stream = report.errors.length > 0 ? process.stderr : process.stdout;
  stream.write(renderReport(report, stream.isTTY && process.env["NO_COLOR"] === undefined));
}

/** What no check has foreseen is reported like a problem, to machines too. */
async function planned(project: string, stack: string | undefined, options: ReportOptions): Promise<Reported> {
  try {
    return await planAndReport(project, stack, options);
  } catch (error) {
    const message = describeFault(stack === undefined ? "plan" : `plan ${stack}`, error);
    return { report: failedReport(stack ?? "", [{ file: "gateway-fleet", path: "", message }]), picture: undefined };
  }
}

function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}

/** What keeps a picture from being drawn is said beside the report. */
function drawInto(file: string, picture: PictureInput | undefined): void {
  const problem = writePicture(file, picture);
  if (problem === undefined) return;
  console.error(`--svg ${printable(file)}: ${problem}`);
  process.exitCode = 1;
}

endWithStandardOutput();
program.parseAsync().catch((error: unknown) => sayAndFail(describeFault("print the plan", error)));
