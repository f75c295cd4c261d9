import { ConfigError, listStacks } from "../../config/file/load";
import type { Problem } from "../../config/file/problems";
import { readStackFile } from "../../config/file/stackFile";
import type { StackPlan } from "../../plan";
import { baseProblem, type BaseVersion, planOfBase, withBaseVersion } from "./base";
import { announcedChanges } from "./announcedChanges";
import { forbiddenChanges } from "./forbiddenChanges";
import { changesOf, type ResourceChange } from "./changes";
import { recordBase } from "./recordBase";
import type { PlannedRecording, StackRecording } from "../record/recording";

/** What an update from one version to the working tree's would do. */
export interface ReportedChanges {
  /** As it was asked for. */
  readonly base: string;
  /** Full hash. */
  readonly commit: string;
  /** In the order of URNs, the fleet's stack before the traffic stack's. */
  readonly resources: readonly ResourceChange[];
}

export interface Comparison {
  readonly head: readonly PlannedRecording[];
  /** Null where the base cannot be evaluated; a warning says why. */
  readonly changes: ReportedChanges | null;
  readonly warnings: readonly Problem[];
  /** Changes that an update would not get through with. */
  readonly errors: readonly Problem[];
}

/**
 * Compares what the working tree registers with what a commit's program registers for the commit's stack files.
 *
 * @param stacks those that the report covers
 * @param evaluate evaluates the working tree, while the base is evaluated beside it
 * @throws ConfigError where the ref names no commit
 */
export function compareWithBase(
  {
    projectRoot,
    project,
    ref,
    stacks,
  }: { readonly projectRoot: string; readonly project: string; readonly ref: string; readonly stacks: readonly string[] },
  evaluate: () => Promise<readonly PlannedRecording[]>,
): Promise<Comparison> {
  return withBaseVersion(projectRoot, ref, async (base) => {
    const before = stacksOf(base, stacks);
    const recording = recordBase(base, project, before.known);
    const head = await evaluate();
    const recorded = await recording;
    try {
      const recordings = recorded.by === "its own program" ? recorded.stacks : await recordWithThisProgram(base, project, before.known);
      const resources = stacks.flatMap((stack) => changesOf(stack, resourcesIn(recordings, stack), resourcesIn(head, stack)));
      const trees = head.map((tree) => ({ tree, plan: planned(base, tree.stack) }));
      const errors = trees.flatMap(({ tree, plan }) => forbiddenChanges(tree, resourcesIn(recordings, tree.stack), plan, resources));
      const warnings = [
        ...trees.flatMap(({ tree, plan }) => announcedChanges(tree, plan)),
        ...before.gone.map((stack) =>
          warning(`has the stack ${stack}, which is here no more: nothing deletes what it made; destroy it first`, base),
        ),
        ...(recorded.by === "a program that fails"
          ? [warning(`has a program that does not run here (${recorded.reason}); its stack files are compared, by this program`, base)]
          : []),
      ];
      return { head, changes: { base: ref, commit: base.commit, resources }, warnings, errors };
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const [first] = error.problems;
      const said = recorded.by === "a program that fails" ? recorded.reason : `${first?.file} ${first?.path}: ${first?.message}`;
      return { head, changes: null, warnings: [warning(`cannot be evaluated, so what changes is not known: ${said}`, base)], errors: [] };
    }
  });
}

/** Which stacks the base has: of those that the report covers, and traffic stacks in front of one that the report does not. */
function stacksOf(
  { projectRoot }: BaseVersion,
  stacks: readonly string[],
): { readonly known: readonly string[]; readonly gone: readonly string[] } {
  const inBase = listStacks(projectRoot);
  const fronts = inBase.filter((stack) => stacks.includes(readStackFile(projectRoot, stack).namedFleet ?? ""));
  return { known: stacks.filter((stack) => inBase.includes(stack)), gone: fronts.filter((stack) => !stacks.includes(stack)) };
}

async function recordWithThisProgram(base: BaseVersion, project: string, stacks: readonly string[]): Promise<readonly StackRecording[]> {
  const { evaluate } = await import("../record/evaluate.js");
  const recordings: StackRecording[] = [];
  for (const stack of stacks) recordings.push({ stack, resources: await evaluate(project, stack, planOfBase(base, stack)) });
  return recordings;
}

/** Undefined where this program does not take the base's files, or there are none. */
function planned(base: BaseVersion, stack: string): StackPlan | undefined {
  try {
    return planOfBase(base, stack);
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

function resourcesIn(recordings: readonly StackRecording[], stack: string): StackRecording["resources"] {
  return recordings.find((recording) => recording.stack === stack)?.resources ?? [];
}

function warning(what: string, { ref, commit }: BaseVersion): Problem {
  return baseProblem(`${ref} (${commit.slice(0, 7)}) ${what}`);
}
