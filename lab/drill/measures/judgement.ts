import { isHealthyTo } from "../../../plan/traffic/timing";
import type { AnswersSeen } from "./answersSeen";
import type { CapacityFollowed } from "./capacity";
import { countOf, listOf, type Failures } from "./failures";
import type { ClientRecovery } from "./recovery";
import type { AnswerShares } from "./servedShares";
import type { Probing, Recovery } from "../../../plan/model/traffic/probing";

/** Something that a drill's measurement is held to. */
export interface Judged {
  /** What was measured, and what it may be, for people. */
  readonly what: string;
  readonly holds: boolean;
}

/** How far a measured median and 95th percentile may be from the model's. */
const tolerance = 0.1;

/**
 * Holds what clients that honour the TTL have felt to the model: half of them and 95 % within 10 %, the last one within the bound.
 * @param model "typical" where the model says how long a probe takes; "longest" where it knows only the longest, so clients may be faster
 */
export function judgeRecovery(measured: ClientRecovery, { model, kind }: Model): readonly Judged[] {
  if (measured.struck === 0) return [{ what: "no client had an answer of the lost place: take more --clients", holds: false }];
  const near = (figure: string, seconds: number | null, modelled: number): Judged => {
    const [low, high] = [kind === "typical" ? modelled * (1 - tolerance) : 0, modelled * (1 + tolerance)];
    const range = kind === "typical" ? `${low.toFixed(1)} to ${high.toFixed(1)} s` : `at most ${high.toFixed(1)} s`;
    return { what: `${figure} ${shown(seconds)}, ${range}`, holds: seconds !== null && seconds >= low && seconds <= high };
  };
  const { p50Seconds, p95Seconds, worstSeconds } = measured;
  return [
    near("p50", p50Seconds, model.p50Seconds),
    near("p95", p95Seconds, model.p95Seconds),
    {
      what: `worst ${shown(worstSeconds)}, at most ${model.worstSeconds} s`,
      holds: worstSeconds !== null && worstSeconds <= model.worstSeconds,
    },
  ];
}

export interface Model {
  readonly model: Recovery;
  readonly kind: "typical" | "longest";
}

function shown(seconds: number | null): string {
  return seconds === null ? "never" : `${seconds.toFixed(1)} s`;
}

/** Standard deviations that a share of answers may be off: less than one drill in a million is refused by chance. */
export const deviations = 5;

/** Holds what DNS answered, once the place had left the answers, to the plan. */
export function judgeAnswers({
  answers: { leftAfterSeconds },
  answered: { answers, shares },
  without,
  model: { model },
  plan: { ttlSeconds },
}: {
  readonly answers: AnswersSeen;
  readonly answered: AnswerShares;
  /** Shares while the place is lost, 0 to 1. */
  readonly without: ReadonlyMap<string, number>;
  readonly model: Model;
  readonly plan: { readonly ttlSeconds: number };
}): readonly Judged[] {
  const latest = model.worstSeconds - ttlSeconds;
  const left = {
    what: `the place left the answers after ${shown(leftAfterSeconds)}, at most ${latest} s`,
    holds: leftAfterSeconds !== null && leftAfterSeconds <= latest,
  };
  return [
    left,
    ...[...without].map(([cloud, share]) => {
      const measured = shares.get(cloud) ?? 0;
      const most = deviations * Math.sqrt((share * (1 - share)) / Math.max(1, answers));
      return {
        what: `${cloud} is ${percent(measured)} of ${answers} answers without it, ${percent(share)} within ${percent(most)}`,
        holds: Math.abs(measured - share) <= most,
      };
    }),
  ];
}

/** Holds a verdict of which some checkers are blind to the rule that decides it. Clients reach the place whatever it is. */
export function judgeSplit({
  answers: { leftAfterSeconds },
  probing,
  blindCheckers,
  failed,
}: {
  readonly answers: AnswersSeen;
  readonly probing: Pick<Probing, "checkers" | "healthyShare">;
  readonly blindCheckers: number;
  readonly failed: number;
}): readonly Judged[] {
  const stays = isHealthyTo(probing, blindCheckers);
  const left = leftAfterSeconds === null ? "stayed in the answers" : `left the answers after ${shown(leftAfterSeconds)}`;
  return [
    {
      what: `with ${blindCheckers} blind checkers the place ${left}; it should ${stays ? "stay" : "leave"}`,
      holds: stays === (leftAfterSeconds === null),
    },
    { what: `${failed} requests failed, since clients reach the place`, holds: failed === 0 },
  ];
}

/** Holds the lab to answering while nothing is lost: where it does not, nothing that was measured says anything. */
export function judgeBefore(sent: number, failures: Failures): Judged {
  const failed = countOf(failures);
  const remedy = failed === 0 ? "" : "; the machine is too busy for this clock: take fewer --clients, or --real-time";
  return { what: `${failed} of ${sent} requests failed before anything was lost${listOf(failures)}${remedy}`, holds: failed === 0 };
}

/** Holds a place that comes and goes to what its health checks can see. */
export function judgeFlapping({ leftAfterSeconds }: AnswersSeen, failuresToLeave: number): readonly Judged[] {
  if (failuresToLeave === 1) return [];
  return [
    {
      what: `health checks need ${failuresToLeave} failures in a row, so the place stays in the answers and its clients fail`,
      holds: leftAfterSeconds === null,
    },
  ];
}

/** Holds a survivor to having room for what it got, in the end. */
export function judgeCapacity({ cluster, metAfterSeconds }: CapacityFollowed): Judged {
  return { what: `${cluster} had replicas for its load after ${shown(metAfterSeconds)}`, holds: metAfterSeconds !== null };
}

/** Holds the DNS provider's API to being away. */
export function judgeEdit(refusal: string | undefined): Judged {
  return { what: `an edit of records while it was lost: ${refusal ?? "went through"}`, holds: refusal !== undefined };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
