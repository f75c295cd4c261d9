import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Argument, Command, InvalidArgumentError } from "commander";
import { Results } from "../../cli/requirements/coverage";
import { type Group, groupsOf, type Lane, type TestFile } from "./groups";
import { type MochaOptions, runMocha } from "./mochaProcess";
import { type Failure, merged, type Outcome, outcomeOf, secondsByFile } from "./results";
import { runAll } from "./schedule";
import { closingText, failureText } from "./text";

interface Options {
  readonly jobs: number;
  readonly project: string;
}

/** Exit code of a run that a signal ends, whatever failed. */
const signals = { SIGINT: 130, SIGTERM: 1, SIGHUP: 1 } as const;

const command = new Command("lanes")
  .description("Runs the tests, several mocha processes at once.")
  .addArgument(
    new Argument("<lane>", "all is the fast lane, then the stories unless a fast test failed").choices(["fast", "stories", "all"]),
  )
  .argument("[group...]", "run these alone, such as plan or lab/clouds")
  .option("--jobs <n>", "mocha processes at once", atLeastOne, 2)
  .option("--project <dir>", "folder with the folder test, and with test-results.json after a run of all", resolve(__dirname, "..", ".."))
  .action(runLanes);

async function runLanes(lane: Lane | "all", names: readonly string[], { jobs, project: folder }: Options): Promise<void> {
  const project = resolve(folder);
  const resultsFile = join(project, "test-results.json");
  const all = groupsOf(testFiles(project), lastSeconds(resultsFile));
  const lanes: readonly Lane[] = lane === "all" ? ["fast", "stories"] : [lane];
  const groups = all.filter((group) => lanes.includes(group.lane) && (names.length === 0 || names.includes(group.name)));
  const unknown = names.filter((name) => !groups.some((group) => group.name === name));
  if (groups.length === 0 || unknown.length > 0)
    command.error(`${project} has no such tests of lane ${lane}: ${unknown.join(", ") || "test/**/*.test.ts"}`);

  const stop = stopOnSignals();
  const scratch = mkdtempSync(join(tmpdir(), "gateway-fleet-lanes-"));
  process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
  const outcomes: Outcome[] = [];
  for (const current of lanes) {
    if (outcomes.some(({ failures }) => failures.length > 0)) {
      say(`\nThe ${current} were not begun, since the fast lane failed.`);
      break;
    }
    const ofLane = groups.filter((group) => group.lane === current);
    outcomes.push(...(await runAll(ofLane, jobs, stop, (group) => runGroup(group, { project, scratch, stop }))));
  }

  const { tests, hooks, failures } = merged(outcomes);
  if (lane === "all" && outcomes.length === all.length && !stop.aborted)
    writeFileSync(resultsFile, `${JSON.stringify({ tests, hooks } satisfies Results, null, 1)}\n`);
  say(`\n${closingText({ tests, hooks, failures })}`);
  if (failures.length > 0) process.exitCode ??= 1;
}

/** Says each failure at once, and what the group printed when it has ended, so that groups do not mix. */
async function runGroup(group: Group, options: Omit<MochaOptions, "onFailure">): Promise<Outcome> {
  say(`${group.name} begins`);
  let said = 0;
  const sayFailure = (failure: Failure): void => {
    said += 1;
    say(failureText(failure));
  };
  const ended = await runMocha(group, { ...options, onFailure: sayFailure });
  const outcome = outcomeOf(ended);
  outcome.failures.slice(said).forEach(sayFailure);
  say(`\n${group.name}, ${ended.seconds.toFixed(1)} s\n${ended.output.trimEnd()}`);
  return outcome;
}

function testFiles(project: string): readonly TestFile[] {
  return readdirSync(join(project, "test"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => ({ file: join("test", file), text: readFileSync(join(project, "test", file), "utf8") }));
}

function lastSeconds(resultsFile: string): ReadonlyMap<string, number> {
  try {
    return secondsByFile(Results.parse(JSON.parse(readFileSync(resultsFile, "utf8"))));
  } catch {
    // There are none, or those of another version: they say no more than which group starts first.
    return new Map();
  }
}

/** Once: lets everything end that was started. Twice: ends it at once. */
function stopOnSignals(): AbortSignal {
  const stop = new AbortController();
  for (const [signal, exitCode] of Object.entries(signals))
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(exitCode);
      process.exitCode = exitCode;
      stop.abort(signal);
    });
  return stop.signal;
}

function atLeastOne(text: string): number {
  const jobs = Number(text);
  if (!Number.isInteger(jobs) || jobs < 1) throw new InvalidArgumentError("a whole number from 1 on");
  return jobs;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

void command.parseAsync();
