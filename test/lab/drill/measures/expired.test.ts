import assert from "node:assert/strict";
import { judgeExpired, type ExpirySeen } from "../../../../lab/drill/measures/expired";

describe("an expired certificate", () => {
  it("holds where DNS saw nothing, the place's share of new connections failed, kept ones went on, and the renewal ended it", () => {
    assert.deepEqual(failing({}), []);
  });

  it("does not where the place left the answers", () => {
    assert.match(failing({ answers: { leftAfterSeconds: 95.04 } }).join(), /it left after 95\.0 s/);
  });

  it("does not where more or fewer clients failed than the place has answers", () => {
    assert.match(failing({ whileExpired: [...fresh(300, 700), ...kept(0)] }).join(), /30\.0 % of 1000 new connections .* 70\.0 % within/);
    assert.match(failing({ whileExpired: [...fresh(990, 10), ...kept(0)] }).join(), /99\.0 % of 1000/);
  });

  it("does not where anything failed for another reason", () => {
    const timedOut = { client: "fresh", outcome: { kind: "failed", why: "no answer in time" } } as const;
    assert.match(failing({ whileExpired: [...fresh(700, 300), ...kept(0), timedOut] }).join(), /1 requests failed for another reason/);
  });

  it("does not where connections from before broke, or the renewal did not help", () => {
    assert.match(
      failing({ whileExpired: [...fresh(700, 300), ...kept(3)] }).join(),
      /3 of 100 requests failed on connections from before \(certificate expired 3\)/,
    );
    assert.match(failing({ renewed: [...fresh(1, 9)] }).join(), /1 of 10 requests failed once it was renewed \(certificate expired 1\)/);
  });

  it("does not where nobody asked", () => {
    assert.equal(failing({ whileExpired: [], renewed: [] }).length, 3);
  });
});

/** What does not hold. */
function failing(changes: Partial<ExpirySeen>): readonly string[] {
  const seen: ExpirySeen = {
    answers: { leftAfterSeconds: null },
    share: 0.7,
    whileExpired: [...fresh(690, 310), ...kept(0)],
    renewed: fresh(0, 10),
    keepsConnection: (client) => client === "kept",
    ...changes,
  };
  return judgeExpired(seen).flatMap(({ what, holds }) => (holds ? [] : [what]));
}

function fresh(refused: number, served: number): ExpirySeen["whileExpired"] {
  return [...requests("fresh", refused, "certificate expired"), ...requests("fresh", served)];
}

/** Of a hundred. */
function kept(refused: number): ExpirySeen["whileExpired"] {
  return [...requests("kept", refused, "certificate expired"), ...requests("kept", 100 - refused)];
}

function requests(client: string, count: number, why?: string): ExpirySeen["whileExpired"] {
  const outcome = why === undefined ? { kind: "served", cluster: "east" } : { kind: "failed", why };
  return Array.from({ length: count }, () => ({ client, outcome }) as ExpirySeen["whileExpired"][number]);
}
