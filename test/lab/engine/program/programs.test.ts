import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createPrograms, type Programs } from "../../../../lab/engine/program/programs";

describe("the processes of a program", function () {
  this.timeout(120_000);
  let folder: string;
  let programs: Programs;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "gateway-fleet-programs-"));
  });
  afterEach(async () => {
    programs.close();
    await until(() => loadedBy().every((pid) => !isAlive(pid)));
    rmSync(folder, { recursive: true });
  });

  it("load what the program imports, and wait to be told to start it", async () => {
    expecting(1);
    const [pid] = await loaded(1);
    const taken = programs.take();
    assert.equal(taken.pid, pid);
    assert.equal(taken.exitCode, null);
  });

  it("are made ahead for as many evaluations as are expected, and on demand for more", async () => {
    expecting(2);
    await loaded(1);
    const first = programs.take();
    await loaded(2);
    const second = programs.take();
    const third = programs.take();
    await loaded(3);
    assert.deepEqual(sorted(loadedBy()), sorted([first, second, third].map(pidOf)));
  });

  it("are not given out when they have ended while they waited", async () => {
    expecting(1);
    const [pid = 0] = await loaded(1);
    process.kill(pid, "SIGKILL");
    await until(() => !isAlive(pid));
    const taken = programs.take();
    assert.notEqual(taken.pid, pid);
    assert.ok(isAlive(pidOf(taken)));
  });

  it("all end with the lab, taken or not", async () => {
    expecting(2);
    await loaded(1);
    const taken = programs.take();
    const ended = once(taken, "close");
    await loaded(2);
    programs.close();
    await ended;
    await until(() => loadedBy().every((pid) => !isAlive(pid)));
  });

  function expecting(evaluations: number): void {
    const env = { ...process.env, LOADED_BY: join(folder, "pids") };
    programs = createPrograms({ main: join(__dirname, "../fixtures/loading.ts"), projectRoot: folder, env }, evaluations);
  }

  function loadedBy(): readonly number[] {
    const file = join(folder, "pids");
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").map(Number) : [];
  }

  async function loaded(count: number): Promise<readonly number[]> {
    await until(() => loadedBy().length >= count);
    return loadedBy();
  }
});

function pidOf({ pid }: ChildProcess): number {
  assert.ok(pid !== undefined);
  return pid;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(20);
}

function sorted(numbers: readonly number[]): readonly number[] {
  return [...numbers].sort((a, b) => a - b);
}
