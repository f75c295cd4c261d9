import type { TrafficPlan } from "../../plan/model/traffic";
import { capacityFollowed, type CapacityFollowed } from "./measures/capacity";
import { answersSeen, type AnswersSeen, type Seen } from "./measures/answersSeen";
import type { ClientKind } from "./clients/clients";
import {
  judgeAnswers,
  judgeBefore,
  judgeCapacity,
  judgeEdit,
  judgeFlapping,
  judgeRecovery,
  judgeSplit,
  type Judged,
} from "./measures/judgement";
import { judgeExpired } from "./measures/expired";
import { countOf, failuresOf, type Failures } from "./measures/failures";
import type { LossKind } from "./losses/kinds";
import type { Request } from "./clients/outside";
import type { Place } from "../../plan/survival/places";
import { shareOf, sharesWithout } from "./losses/place";
import { recoveryOf, type ClientRecovery } from "./measures/recovery";
import type { Schedule } from "./schedule";
import type { Survivors } from "./measures/survivors";
import { sharesOfRequests, sharesOfAnswers, type CloudShare } from "./measures/servedShares";
import type { Recovery } from "../../plan/model/traffic/probing";

/** What a drill was asked for. */
export interface DrillSettings {
  readonly stack: string;
  readonly lost: string;
  readonly kind: LossKind;
  readonly seed: number;
  /** How many times faster than in reality its clock ran; all seconds are the clock's. */
  readonly timeScale: number;
  readonly clients: Readonly<Record<ClientKind, number>>;
}

/** What `--json` prints. Seconds are the drill's clock; null is "not until the end". */
export interface DrillReport extends DrillSettings {
  readonly ttlSeconds: number;
  readonly clusters: readonly string[];
  readonly answers: AnswersSeen;
  /** What the timing model says of clients that honour the TTL; null where it does not speak of such a loss. */
  readonly model: Recovery | null;
  readonly recovery: Readonly<Record<ClientKind, ClientRecovery>>;
  /** While the place was lost. */
  readonly requests: { readonly sent: number; readonly failed: number; readonly failures: Failures };
  readonly shares: readonly CloudShare[];
  /** How the survivors' autoscalers followed; null without --autoscaling. */
  readonly capacity: readonly CapacityFollowed[] | null;
  readonly judged: readonly Judged[];
  readonly holds: boolean;
}

/** Everything that a drill has seen. Times are on its clock. */
export interface Observed {
  readonly requests: readonly Request[];
  readonly seen: readonly Seen[];
  readonly kindOf: (client: string) => ClientKind;
  /** When taking the place away began. */
  readonly strikeAt: number;
  /** Since when it was lost. */
  readonly lostAt: number;
  readonly backAt: number;
  readonly endedAt: number;
  /** Addresses of the place. */
  readonly lost: ReadonlySet<string>;
  readonly clusterAt: (address: string) => string | undefined;
}

export interface ReportInput {
  readonly settings: DrillSettings;
  readonly plan: TrafficPlan;
  readonly place: Place;
  readonly schedule: Schedule;
  readonly observed: Observed;
  readonly blindCheckers: number;
  /** Of `dns-api`: what an edit was refused with, while the place was lost. */
  readonly refusedEdit: string | undefined;
  /** Undefined where autoscalers were told nothing. */
  readonly survivors: Survivors | undefined;
}

export function drillReport({
  settings,
  plan,
  place,
  schedule,
  observed,
  blindCheckers,
  refusedEdit,
  survivors,
}: ReportInput): DrillReport {
  const { requests, seen, kindOf, lostAt, backAt, endedAt, lost } = observed;
  const { model, settledSeconds } = schedule;
  const answers = answersSeen(seen, observed, settledSeconds);
  const untilBack = requests.filter(({ sentAt }) => sentAt < backAt);
  const recovered = (kind: ClientKind): ClientRecovery =>
    recoveryOf(
      untilBack.filter(({ client }) => kindOf(client) === kind),
      lostAt,
      (address) => lost.has(address),
    );
  const recovery = { honouring: recovered("honouring"), stretching: recovered("stretching"), pooled: recovered("pooled") };
  const whileLost = untilBack.filter(({ sentAt }) => sentAt >= lostAt);
  const failures = failuresOf(whileLost);
  const during = { from: model === undefined ? lostAt : backAt - settledSeconds, to: backAt };
  const without = sharesWithout(plan, place).clouds;
  const cloudOf = (cluster: string | undefined) =>
    plan.clouds.find(({ regions }) => regions.some(({ clusters }) => clusters.some((branch) => branch.cluster === cluster)))?.cloud;
  const served = (kind: ClientKind, from: number, to: number) =>
    sharesOfRequests(
      requests.filter(({ client, sentAt }) => kindOf(client) === kind && sentAt >= from && sentAt < to),
      cloudOf,
    );
  const before = served("honouring", 0, lostAt);
  const meanwhile = served("honouring", during.from, during.to);
  const after = served("honouring", endedAt - settledSeconds, endedAt);
  const pooledAfter = served("pooled", endedAt - settledSeconds, endedAt);
  const answered = sharesOfAnswers(
    seen.filter(({ at }) => at >= during.from && at < during.to),
    (address) => cloudOf(observed.clusterAt(address)),
  );
  const capacity = survivors === undefined ? null : capacityFollowed(survivors.samples, lostAt, survivors.perReplica);
  const beforeLoss = requests.filter(({ endedAt }) => endedAt < observed.strikeAt);
  const judged = [
    judgeBefore(beforeLoss.length, failuresOf(beforeLoss)),
    ...(model === undefined
      ? []
      : [...judgeRecovery(recovery.honouring, model), ...judgeAnswers({ answers, answered, without, model, plan })]),
    ...(settings.kind === "flapping" ? judgeFlapping(answers, plan.probing.failuresToLeave) : []),
    ...(settings.kind === "dns-api" ? [judgeEdit(refusedEdit)] : []),
    ...(settings.kind === "split" ? judgeSplit({ answers, probing: plan.probing, blindCheckers, failed: countOf(failures) }) : []),
    ...(settings.kind === "tls-expired"
      ? judgeExpired({
          answers,
          share: shareOf(plan, place),
          whileExpired: whileLost,
          renewed: requests.filter(({ sentAt }) => sentAt >= backAt),
          keepsConnection: (client) => kindOf(client) === "pooled",
        })
      : []),
    ...(capacity ?? []).map(judgeCapacity),
    { what: `every address of ${place.name} is answered with again`, holds: answers.wholeAfterSeconds !== null },
  ];
  return {
    ...settings,
    ttlSeconds: plan.ttlSeconds,
    clusters: place.clusters,
    answers,
    model: model?.model ?? null,
    recovery,
    requests: { sent: whileLost.length, failed: countOf(failures), failures },
    shares: plan.clouds.map(({ cloud, share }) => ({
      cloud,
      before: before.get(cloud) ?? 0,
      beforeModel: share,
      lost: meanwhile.get(cloud) ?? 0,
      lostModel: model === undefined ? null : (without.get(cloud) ?? 0),
      after: after.get(cloud) ?? 0,
      pooledAfter: pooledAfter.get(cloud) ?? 0,
    })),
    capacity,
    judged,
    holds: judged.every(({ holds }) => holds),
  };
}
