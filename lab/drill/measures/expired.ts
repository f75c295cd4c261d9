import { deviations, type Judged } from "./judgement";
import { countOf, failuresOf, listOf } from "./failures";
import { certificateExpired } from "../clients/requests";
import type { Request } from "../clients/outside";
import type { AnswersSeen } from "./answersSeen";

export interface ExpirySeen {
  readonly answers: Pick<AnswersSeen, "leftAfterSeconds">;
  /** Part of the answers that is the place's while nothing is lost, 0 to 1. */
  readonly share: number;
  readonly whileExpired: readonly Pick<Request, "client" | "outcome">[];
  readonly renewed: readonly Pick<Request, "outcome">[];
  readonly keepsConnection: (client: string) => boolean;
}

/**
 * Holds an expired certificate to what it does: no health check looks at it, so the place stays in the answers, and whoever comes to it anew
 * fails until it is renewed. Nobody but the clients notices, and whoever watches certificates.
 */
export function judgeExpired({
  answers: { leftAfterSeconds },
  share,
  whileExpired,
  renewed,
  keepsConnection,
}: ExpirySeen): readonly Judged[] {
  const kept = whileExpired.filter(({ client }) => keepsConnection(client));
  const fresh = whileExpired.filter(({ client }) => !keepsConnection(client));
  const others = failuresOf(whileExpired.filter(({ outcome }) => outcome.kind === "failed" && outcome.why !== certificateExpired));
  const onKept = failuresOf(kept);
  const onRenewed = failuresOf(renewed);
  const refusing = (failuresOf(fresh)[certificateExpired] ?? 0) / Math.max(1, fresh.length);
  // A client sends two requests to each answer: both fail, or none does.
  const most = deviations * Math.sqrt((share * (1 - share)) / Math.max(1, fresh.length / 2));
  return [
    {
      what: `no health check looks at a certificate, so the place stays in the answers; it ${leftAfterSeconds === null ? "stayed" : `left after ${leftAfterSeconds.toFixed(1)} s`}`,
      holds: leftAfterSeconds === null,
    },
    {
      what: `${percent(refusing)} of ${fresh.length} new connections were refused by their clients, the place's ${percent(share)} within ${percent(most)}; what tells is an alert on certificates that expire`,
      holds: fresh.length > 0 && Math.abs(refusing - share) <= most,
    },
    {
      what: `${countOf(others)} requests failed for another reason${listOf(others)}`,
      holds: countOf(others) === 0,
    },
    {
      what: `${countOf(onKept)} of ${kept.length} requests failed on connections from before${listOf(onKept)}`,
      holds: kept.length > 0 && countOf(onKept) === 0,
    },
    {
      what: `${countOf(onRenewed)} of ${renewed.length} requests failed once it was renewed${listOf(onRenewed)}`,
      holds: renewed.length > 0 && countOf(onRenewed) === 0,
    },
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
