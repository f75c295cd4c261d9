import type { StackPlan } from "../plan";
import type { Comparison } from "./change/compare";
import type { PlannedRecording } from "./record/recording";

export interface PlannedStack {
  readonly stack: string;
  readonly plan: StackPlan;
}

export interface Evaluated extends Pick<Comparison, "changes" | "warnings" | "errors"> {
  /** Of each stack, in their order. */
  readonly recordings: readonly PlannedRecording[];
}

interface Evaluation {
  readonly projectRoot: string;
  /** The project's name. */
  readonly project: string;
  readonly stacks: readonly PlannedStack[];
  /** Git ref of the version to compare with. */
  readonly base: string | undefined;
}

/**
 * Evaluates the program for each stack in turn, and beside it the base's.
 *
 * @throws ConfigError where the base is no commit
 */
export async function evaluateStacks({ projectRoot, project, stacks, base }: Evaluation): Promise<Evaluated> {
  // Loads the clouds' SDKs, for a plan that is valid only. A dynamic import wants its extension, in CommonJS too.
  const { evaluate } = await import("./record/evaluate.js");
  const evaluateAll = async (): Promise<readonly PlannedRecording[]> => {
    const recordings: PlannedRecording[] = [];
    for (const { stack, plan } of stacks) recordings.push({ stack, plan, resources: await evaluate(project, stack, plan) });
    return recordings;
  };
  if (base === undefined) return { recordings: await evaluateAll(), changes: null, warnings: [], errors: [] };

  const { compareWithBase } = await import("./change/compare.js");
  const names = stacks.map(({ stack }) => stack);
  const { head, ...compared } = await compareWithBase({ projectRoot, project, ref: base, stacks: names }, evaluateAll);
  return { recordings: head, ...compared };
}
