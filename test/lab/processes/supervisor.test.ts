import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { labHome, readJson, writeAtomically, type LabHome } from "../../../lab/home";
import { identify, isAlive } from "../../../lab/processes/identity";
import { openSupervisor, type ProcessRecord, type ProcessSpec, type Supervisor } from "../../../lab/processes/supervisor";

describe("supervisor", () => {
  let home: LabHome;
  let supervisor: Supervisor;

  beforeEach(() => {
    home = labHome(mkdtempSync(join(tmpdir(), "lab-processes-")), "prod");
    supervisor = openSupervisor(home);
  });
  afterEach(async () => {
    await supervisor.stopAll();
    rmSync(home.project, { recursive: true });
  });

  const shell = (name: string, script: string, ready: ProcessSpec["ready"] = () => true): ProcessSpec => ({
    name,
    command: "/bin/sh",
    args: ["-c", script],
    ready,
  });
  const recordOf = (name: string): ProcessRecord => {
    const record = readJson<ProcessRecord>(join(home.processes, `${name}.json`));
    assert.ok(record);
    return record;
  };

  it("starts a process once, in a session of its own, and finds it from another supervisor", async () => {
    await supervisor.start(shell("sleeper", "exec sleep 60"));
    const { pid } = recordOf("sleeper");
    await supervisor.start(shell("sleeper", "exec sleep 60"));
    assert.equal(recordOf("sleeper").pid, pid);
    assert.equal(sessionOf(pid), pid);
    assert.ok(openSupervisor(home).isRunning("sleeper"));

    await openSupervisor(home).stop("sleeper");
    assert.equal(identify(pid), undefined);
    assert.deepEqual(supervisor.list(), []);
  });

  it("waits until the process says that it is ready", async () => {
    const file = join(home.root, "ready");
    await supervisor.start(shell("slow", `sleep 0.2; echo yes > '${file}'; exec sleep 60`, () => existsSync(file)));
    assert.ok(existsSync(file));
  });

  it("names a process that ends before it is ready, with its last log lines", async () => {
    const start = supervisor.start(shell("etcd", "echo first; echo 'address already in use' >&2; exit 3", () => false));
    await assert.rejects(
      start,
      /^Error: etcd ended before it was ready; the last lines of .*etcd\.log:\n {2}first\n {2}address already in use$/,
    );
    assert.deepEqual(supervisor.list(), []);
  });

  it("names a process that cannot be asked and has ended, with its last log lines", async () => {
    const file = join(home.root, "may-end");
    await supervisor.start(shell("kwok", `while [ ! -e '${file}' ]; do sleep 0.02; done; echo 'no stages found'; exit 1`));
    supervisor.assertRunning("kwok");
    writeFileSync(file, "");
    while (supervisor.isRunning("kwok")) await sleep(10);
    assert.throws(() => supervisor.assertRunning("kwok"), /^Error: kwok has ended; the last lines of [^]*no stages found$/);
  });

  it("stops a process that does not get ready in time", async () => {
    const spec = { ...shell("stuck", "echo waiting; exec sleep 60", () => false), timeoutSeconds: 0.3 };
    await assert.rejects(supervisor.start(spec), /stuck was not ready within 0\.3 s; [^]*waiting/);
    assert.equal(supervisor.isRunning("stuck"), false);
  });

  it("says where a command does not exist", async () => {
    await assert.rejects(
      supervisor.start({ ...shell("absent", ""), command: "/nowhere/etcd" }),
      /absent could not be started: \/nowhere\/etcd does not exist/,
    );
  });

  it("kills a process that ignores SIGTERM, and what it has started", async () => {
    const file = join(home.root, "child");
    // The shell opens the file before it writes to it.
    const isWritten = () => existsSync(file) && readFileSync(file, "utf8").endsWith("\n");
    await supervisor.start(shell("stubborn", `trap '' TERM; sleep 60 & echo $! > '${file}'; while :; do sleep 0.1; done`, isWritten));
    const child = identify(Number(readFileSync(file, "utf8")));
    assert.ok(child);
    await supervisor.stop("stubborn", { graceSeconds: 0.2 });
    assert.equal(supervisor.isRunning("stubborn"), false);
    assert.equal(isAlive(child), false);
  });

  it("never ends a later process that has got the number of a recorded one", async () => {
    const stranger = spawn("sleep", ["60"], { detached: true });
    const identity = identify(stranger.pid ?? 0);
    assert.ok(identity);
    const record: ProcessRecord = {
      ...identity,
      startTicks: identity.startTicks - 1,
      name: "etcd",
      command: "/bin/etcd",
      args: [],
      environmentKeys: [],
    };
    writeAtomically(join(home.processes, "etcd.json"), JSON.stringify(record));
    assert.equal(supervisor.isRunning("etcd"), false);
    await supervisor.stopAll();
    assert.ok(isAlive(identity));
    stranger.kill("SIGKILL");
  });

  it("finds a process whose record was never written, as after a crash: a start replaces it, stopAll ends it", async () => {
    await supervisor.start(shell("orphan", "exec sleep 60"));
    const first = recordOf("orphan");
    unlinkSync(join(home.processes, "orphan.json"));
    await supervisor.start(shell("orphan", "exec sleep 60"));
    const second = recordOf("orphan");
    assert.equal(isAlive(first), false);
    unlinkSync(join(home.processes, "orphan.json"));
    await supervisor.stopAll();
    assert.equal(isAlive(second), false);
  });

  it("leaves the processes of a lab alone whose folder's name begins with its own", async () => {
    const other = labHome(home.project, "prod-2");
    const otherSupervisor = openSupervisor(other);
    await otherSupervisor.start(shell("etcd", "exec sleep 60"));
    await supervisor.stopAll();
    assert.ok(otherSupervisor.isRunning("etcd"));
    await otherSupervisor.stopAll();
  });

  it("keeps secrets out of records, and the log of the run before beside the new one", async () => {
    const one = join(home.root, "one");
    await supervisor.start({
      ...shell("kwok", `echo one; touch '${one}'; exec sleep 60`, () => existsSync(one)),
      env: { TOKEN: "s3cret" },
    });
    const record = join(home.processes, "kwok.json");
    assert.doesNotMatch(readFileSync(record, "utf8"), /s3cret/);
    assert.deepEqual(recordOf("kwok").environmentKeys, ["TOKEN"]);
    assert.equal(statSync(record).mode & 0o077, 0);
    const two = join(home.root, "two");
    await supervisor.restart(shell("kwok", `echo two; touch '${two}'; exec sleep 60`, () => existsSync(two)));
    assert.deepEqual(supervisor.tail("kwok", 5), ["two"]);
    assert.equal(readFileSync(join(home.logs, "kwok.previous.log"), "utf8"), "one\n");
  });
});

/** The sixth field of /proc/<pid>/stat. */
function sessionOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[3]);
}
