import assert from "node:assert/strict";
import { answersSeen } from "../../../../lab/drill/measures/answersSeen";
import { judgeAnswers, judgeBefore, judgeRecovery, judgeSplit, type Judged } from "../../../../lab/drill/measures/judgement";
import type { ClientRecovery } from "../../../../lab/drill/measures/recovery";
import { scheduleOf } from "../../../../lab/drill/schedule";
import { probing as probingOf } from "../../../../plan/traffic/probing";
import { failoverTiming } from "../../../../plan/traffic/timing";
import { traffic } from "../../../plan/fleets";

const probing = probingOf(traffic);
const failover = failoverTiming(probing, 60);
const typical = { model: failover.blackHole, kind: "typical" } as const;
const good: ClientRecovery = { struck: 700, p50Seconds: 132, p95Seconds: 160, p99Seconds: 165, worstSeconds: 171.9 };

describe("what a drill is held to", () => {
  it("S0.182 is the model: the median and the 95th percentile within 10 %, either way, and the last client within its bound", () => {
    assert.deepEqual(failing(judgeRecovery(good, typical)), []);
    assert.deepEqual(failing(judgeRecovery({ ...good, p50Seconds: 123.2 }, typical)), ["p50 123.2 s, 123.3 to 150.7 s"]);
    assert.deepEqual(failing(judgeRecovery({ ...good, p95Seconds: 180.5 }, typical)), ["p95 180.5 s, 147.6 to 180.4 s"]);
    assert.deepEqual(failing(judgeRecovery({ ...good, worstSeconds: 172.1 }, typical)), ["worst 172.1 s, at most 172 s"]);
  });

  it("does not hold where a client never recovers, or none was struck", () => {
    assert.deepEqual(failing(judgeRecovery({ ...good, worstSeconds: null }, typical)), ["worst never, at most 172 s"]);
    assert.match(failing(judgeRecovery({ ...good, struck: 0 }, typical)).join(), /take more --clients/);
  });

  it("lets clients be faster where the model knows only the longest that a probe takes", () => {
    const longest = { model: failover.slow, kind: "longest" } as const;
    assert.deepEqual(failing(judgeRecovery({ ...good, p50Seconds: 90 }, longest)), []);
    assert.deepEqual(failing(judgeRecovery({ ...good, p50Seconds: 157.4 }, longest)), ["p50 157.4 s, at most 157.3 s"]);
  });

  it("is nothing where requests failed before anything was lost, and says of what", () => {
    assert.equal(judgeBefore(100, {}).holds, true);
    const { what, holds } = judgeBefore(100, { "connection refused": 2, "status 503": 1 });
    assert.equal(holds, false);
    assert.match(
      what,
      /^3 of 100 requests failed before anything was lost \(connection refused 2, status 503 1\); the machine is too busy/,
    );
  });

  it("S0.94 is the plan's shares without the place, as well as so many answers can tell", () => {
    const without = new Map([
      ["azure", 0.9],
      ["gcp", 0.1],
    ]);
    const judged = (azure: number, answers: number) =>
      failing(
        judgeAnswers({
          answers: { leftAfterSeconds: 105, backAfterSeconds: 60, wholeAfterSeconds: 65 },
          answered: { answers, shares: new Map(Object.entries({ azure, gcp: 1 - azure })) },
          without,
          model: typical,
          plan: { ttlSeconds: 60 },
        }),
      );
    assert.deepEqual(judged(0.88, 1_000), []);
    assert.deepEqual(judged(0.88, 10_000), [
      "azure is 88.0 % of 10000 answers without it, 90.0 % within 1.5 %",
      "gcp is 12.0 % of 10000 answers without it, 10.0 % within 1.5 %",
    ]);
  });

  it("is the rule of more than 18 % where checkers are split: 13 blind ones of 16 change nothing, 14 take a place away that answers", () => {
    const stays = { leftAfterSeconds: null, backAfterSeconds: 0, wholeAfterSeconds: 0 };
    const leaves = { ...stays, leftAfterSeconds: 100 };
    const judged = (answers: typeof stays | typeof leaves, blindCheckers: number) =>
      failing(judgeSplit({ answers, probing, blindCheckers, failed: 0 }));
    assert.deepEqual([judged(stays, 13), judged(leaves, 14)], [[], []]);
    assert.match(judged(leaves, 13).join(), /13 blind checkers the place left the answers after 100\.0 s; it should stay/);
    assert.match(judged(stays, 14).join(), /14 blind checkers the place stayed in the answers; it should leave/);
  });
});

describe("the answers that were seen", () => {
  const loss = { lostAt: 100, backAt: 300, lost: new Set(["a", "b"]) };
  const seen = (...times: readonly (readonly [number, string])[]) => times.map(([at, address]) => ({ at, address }));

  it("tell when the place was last answered with, and when it was back, and whole", () => {
    const answers = answersSeen(seen([90, "a"], [150, "a"], [201, "b"], [250, "c"], [360, "b"], [365, "a"], [370, "b"]), loss, 30);
    assert.deepEqual(answers, { leftAfterSeconds: 101, backAfterSeconds: 60, wholeAfterSeconds: 65 });
  });

  it("tell that it never left, or never came back whole", () => {
    assert.deepEqual(answersSeen(seen([290, "a"], [360, "b"]), loss, 30), {
      leftAfterSeconds: null,
      backAfterSeconds: 60,
      wholeAfterSeconds: null,
    });
  });
});

describe("the schedule of a drill", () => {
  const plan = { failover, probing, ttlSeconds: 60 };

  it("leaves the slowest clients time, and runs no faster than probes can keep their part of an interval", () => {
    const { beforeSeconds, lossSeconds, returnSeconds, timeScale } = scheduleOf("black-hole", plan);
    assert.deepEqual(
      { beforeSeconds, lossSeconds, returnSeconds, timeScale },
      { beforeSeconds: 90, lossSeconds: 268, returnSeconds: 196, timeScale: 8 },
    );
    assert.equal(scheduleOf("slow", plan).timeScale, 4);
  });

  it("runs half as fast where each request is a handshake", () => {
    assert.equal(scheduleOf("tls-expired", plan).timeScale, 4);
  });

  it("flaps for less than the checks need to notice", () => {
    for (const failuresToLeave of [2, 3, 10])
      assert.ok(
        scheduleOf("flapping", { ...plan, probing: { ...probing, failuresToLeave } }).flapSeconds <
          (failuresToLeave - 1) * probing.intervalSeconds,
      );
  });
});

function failing(judged: readonly Judged[]): readonly string[] {
  return judged.filter(({ holds }) => !holds).map(({ what }) => what);
}
