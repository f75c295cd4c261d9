import assert from "node:assert/strict";
import fc from "fast-check";
import { next, runAll } from "./schedule";

describe("the schedule of groups", () => {
  const shared = (seconds: number) => ({ seconds, alone: false });
  const alone = (seconds: number) => ({ seconds, alone: true });
  const never = new AbortController().signal;

  it("starts the longest that may share the machine, and one that may not when nothing else is left", () => {
    assert.deepEqual(next([shared(1), alone(9), shared(5)], [], 2), shared(5));
    assert.deepEqual(next([shared(1)], [shared(5)], 2), shared(1));
    assert.equal(next([alone(9)], [shared(5)], 2), undefined);
    assert.deepEqual(next([alone(2), alone(9)], [], 2), alone(9));
    assert.equal(next([shared(1)], [alone(9)], 2), undefined);
    assert.equal(next([], [], 2), undefined);
  });

  it("runs every group once, never more than its jobs, none beside one that runs alone, and the longest first", async () => {
    const groups = fc.array(fc.record({ seconds: fc.nat(5), alone: fc.boolean() }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), groups, fc.integer({ min: 1, max: 4 }), async (ends, all, jobs) => {
        const waiting = new Set(all);
        const running = new Set<(typeof all)[number]>();
        const run = async (group: (typeof all)[number]): Promise<void> => {
          assert.ok(waiting.delete(group), "started twice");
          running.add(group);
          assert.ok(running.size <= jobs);
          assert.ok(running.size === 1 || [...running].every((each) => !each.alone));
          for (const later of waiting) assert.ok(group.alone === later.alone ? group.seconds >= later.seconds : later.alone);
          await ends.schedule(Promise.resolve());
          running.delete(group);
        };
        await ends.waitFor(runAll(all, jobs, never, run));
        assert.equal(waiting.size + running.size, 0);
      }),
    );
  });

  it("keeps every core busy while a group waits that may share the machine", async () => {
    let running = 0;
    const beside: number[] = [];
    await runAll([1, 2, 3, 4, 5].map(shared), 2, never, async () => {
      running += 1;
      await new Promise(setImmediate);
      beside.push(running);
      running -= 1;
    });
    assert.deepEqual(beside, [2, 2, 2, 2, 1]);
  });

  it("starts nothing more after the stop, and waits for what runs", async () => {
    const stop = new AbortController();
    const ended = await runAll([shared(3), shared(2), shared(1)], 2, stop.signal, async ({ seconds }) => {
      stop.abort();
      await new Promise(setImmediate);
      return seconds;
    });
    assert.deepEqual(ended, [3]);
  });
});
