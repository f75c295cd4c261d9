import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { evaluateStacks } from "../../preview/evaluateStacks";
import { planAndReport, type PlanReport } from "../../report/report";
import { renderReport } from "../../report/terminal/report";
import { type Mutant, mutant } from "./fuzz/mutants";
import { seeds } from "./fuzz/seeds";

/** By hand, for a night: GATEWAY_FLEET_FUZZ_MUTANTS=50000 GATEWAY_FLEET_FUZZ_EVALUATED=1000, and another GATEWAY_FLEET_FUZZ_SEED. */
const mutants = asked("MUTANTS", 2000);
/** Of those that are accepted: to make resources takes twenty times as long as to plan them. */
const evaluated = asked("EVALUATED", 25);
const firstSeed = asked("SEED", 17);

const longestSeconds = 5;
const mostMegabytes = 500;

describe("any mutant of a stack file", function () {
  this.timeout(mutants * 1000);
  const project = mkdtempSync(join(tmpdir(), "gateway-fleet-fuzz-"));
  before(() => writeFileSync(join(project, "Pulumi.yaml"), "name: gateway-fleet\nruntime: nodejs\n"));
  after(() => rmSync(project, { recursive: true }));

  it(`is a plan or a list of problems, in time and memory, ${mutants} times`, async () => {
    const before = process.memoryUsage().rss;
    let accepted = 0;
    for (let number = firstSeed; number < firstSeed + mutants; number += 1) {
      const tried = mutant(number);
      const started = performance.now();
      const evaluate: typeof evaluateStacks = async (evaluation) =>
        accepted < evaluated
          ? evaluateStacks(evaluation)
          : { recordings: evaluation.stacks.map((planned) => ({ ...planned, resources: [] })), changes: null, warnings: [], errors: [] };
      try {
        const report = await planned(project, number, tried, evaluate);
        if (report.clusters.length > 0) accepted += 1;
        check(report);
        const seconds = (performance.now() - started) / 1000;
        // The first one loads the clouds' SDKs.
        if (accepted !== 1) assert.ok(seconds <= longestSeconds, `takes ${seconds} s`);
        const megabytes = (process.memoryUsage().rss - before) / 2 ** 20;
        assert.ok(megabytes <= mostMegabytes + (accepted > 0 ? sdkMegabytes : 0), `takes ${megabytes} MB`);
      } catch (error) {
        const said = error instanceof Error ? error.stack : String(error);
        assert.fail(`mutant ${number} of ${tried.stack} (${tried.edits.join("; ")}): ${said}\n${tried.text.slice(0, 20_000)}`);
      }
    }
    // The others are problems: with none accepted, nothing behind the schemas has been tried.
    assert.ok(accepted >= mutants / 20, `${accepted} of ${mutants} were accepted`);
  });
});

/** What the clouds' SDKs take, of whichever plan is the first. */
const sdkMegabytes = 700;

function asked(what: string, fallback: number): number {
  return Number(process.env[`GATEWAY_FLEET_FUZZ_${what}`] ?? fallback);
}

/** The mutant takes its stack's place in a project, beside the stack that goes with it and sometimes beside one that does not. */
async function planned(project: string, number: number, { stack, text }: Mutant, evaluate: typeof evaluateStacks): Promise<PlanReport> {
  for (const seed of seeds) {
    const file = join(project, `Pulumi.${seed.stack}.yaml`);
    const isBeside = (seed.stack === "staging") !== (stack === "staging") && number % 8 > 0;
    if (isBeside) rmSync(file, { force: true });
    else writeFileSync(file, seed.stack === stack ? text : seed.text);
  }
  const { report } = await planAndReport(project, stack, {}, evaluate);
  return report;
}

/** Every problem is one that an operator could mend, and resources are all different. */
function check(report: PlanReport): void {
  assert.ok(report.clusters.length > 0 || report.errors.length > 0, "is neither a plan nor a list of problems");
  for (const { file, message } of report.errors) {
    assert.match(file, /\S/);
    assert.match(message, /\S/);
    assert.doesNotMatch(message, /\[native code\]|\[object |Invalid input|\bNaN\b(?!")/);
  }
  assert.doesNotMatch(renderReport(report, false), /\[native code\]|\[object |\bNaN\b(?!")/);
  assert.doesNotMatch(JSON.stringify(report.clusters), /null,null|\[native code\]/);
  const urns = report.resources.map(({ urn }) => urn);
  assert.equal(new Set(urns).size, urns.length, "registers a resource twice");
}
