import assert from "node:assert/strict";
import fc from "fast-check";
import { loadStack } from "../../../config/file/load";
import type { Traffic } from "../../../config/traffic";
import { ConfigError } from "../../../config/file/problems";
import { planStack } from "../../../plan";
import { probing } from "../../../plan/traffic/probing";
import { failoverTiming } from "../../../plan/traffic/timing";
import { root } from "../../config/project";
import { fleet, traffic, trafficManagerTraffic, trafficStack } from "../fleets";
import type { FailoverTiming } from "../../../plan/model/traffic/probing";

describe("the time that a failover takes", () => {
  it("S0.180 S0.182 is at most 172 s for a black hole and 178 s for slow answers on prod, of an objective of 300 s", () => {
    const planned = planStack(loadStack(root, "prod-traffic"));
    assert.ok(planned.kind === "traffic");
    const { failover, objectives } = planned.traffic;
    assert.deepEqual(failover.blackHole, { detectSeconds: 102, p50Seconds: 137, p95Seconds: 164, p99Seconds: 168, worstSeconds: 172 });
    assert.equal(failover.slow.worstSeconds, 178);
    assert.equal(failover.refused.worstSeconds, 160);
    assert.equal(objectives?.rtoSeconds, 300);
  });

  it("is at most 112 s for a black hole where probes come every 10 s", () => {
    assert.deepEqual(timing(10, 3, 60).blackHole, {
      detectSeconds: 42,
      p50Seconds: 80,
      p95Seconds: 107,
      p99Seconds: 110,
      worstSeconds: 112,
    });
    assert.deepEqual(timing(10, 3, 30).blackHole, { detectSeconds: 42, p50Seconds: 65, p95Seconds: 79, p99Seconds: 80, worstSeconds: 82 });
  });

  it("is at most 200 s with Traffic Manager's defaults, and at most 75 s with its fast probes (vendor's example: 30 s, 3 tolerated failures, 10 s)", () => {
    const slow = onTrafficManagerTiming({ intervalSeconds: 30, failures: 4, timeout: 10, ttl: 60 });
    assert.deepEqual(slow.blackHole, { detectSeconds: 130, p50Seconds: 167, p95Seconds: 195, p99Seconds: 198, worstSeconds: 200 });
    assert.deepEqual(slow.slow, slow.blackHole, "one time-out for the whole of a probe");
    const fast = onTrafficManagerTiming({ intervalSeconds: 10, failures: 3, timeout: 5, ttl: 30 });
    assert.deepEqual(fast.blackHole, { detectSeconds: 35, p50Seconds: 59, p95Seconds: 73, p99Seconds: 74, worstSeconds: 75 });
  });

  it("is in order, and never shrinks with the TTL, the interval or the threshold", () => {
    fc.assert(
      fc.property(fc.constantFrom(10, 30), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 299 }), (interval, failures, ttl) => {
        const { refused, blackHole, slow, worstSeconds } = timing(interval, failures, ttl);
        for (const { p50Seconds, p95Seconds, p99Seconds, worstSeconds: worst } of [refused, blackHole, slow])
          assert.ok(p50Seconds <= p95Seconds && p95Seconds <= p99Seconds && p99Seconds <= Math.ceil(worst));
        assert.equal(worstSeconds, slow.worstSeconds);
        assert.ok(timing(interval, failures, ttl + 1).worstSeconds > worstSeconds);
        assert.ok(timing(interval, failures + 1, ttl).worstSeconds > worstSeconds);
      }),
    );
  });

  it("S0.182 fails the plan when it is longer than the objective, with what would shorten it", () => {
    const objectives = { rtoSeconds: 300 };
    const problem = refusal({ ...traffic, ttlSeconds: 300, objectives });
    assert.match(
      problem,
      /traffic\.objectives\.rtoSeconds\n\s+300 s are not kept: after a loss a client may need 418 s \(108 s to detect it, 10 s to publish it, 300 s of TTL\); lower ttlSeconds to 182 or less, or /,
    );
    assert.doesNotThrow(() => planStack(trafficStack({ ...traffic, objectives }, fleet)));
  });
});

function timing(intervalSeconds: number, failureThreshold: number, ttlSeconds: number): FailoverTiming {
  return failoverTiming(probing({ ...traffic, health: { ...traffic.health, intervalSeconds, failureThreshold } }), ttlSeconds);
}

function onTrafficManagerTiming(asked: { intervalSeconds: number; failures: number; timeout: number; ttl: number }): FailoverTiming {
  const health = { ...trafficManagerTraffic.health, intervalSeconds: asked.intervalSeconds, failureThreshold: asked.failures };
  return failoverTiming(probing({ ...trafficManagerTraffic, health: { ...health, timeoutSeconds: asked.timeout } }), asked.ttl);
}

function refusal(section: Traffic): string {
  try {
    planStack(trafficStack(section, fleet));
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.message;
  }
  return assert.fail("the plan was accepted");
}
