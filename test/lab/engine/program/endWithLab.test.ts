import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

describe("the program of a lab", () => {
  it("ends when the lab is killed, which can end nothing any more", async () => {
    const lab = spawn(process.execPath, ["--import", "tsx", join(__dirname, "../fixtures/killedLab.ts")], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [chunk] = (await once(lab.stdout, "data")) as [Buffer];
    const program = Number(chunk.toString("utf8"));
    assert.ok(runs(program));
    lab.kill("SIGKILL");
    for (let waited = 0; runs(program) && waited < 10_000; waited += 50) await new Promise((done) => setTimeout(done, 50));
    assert.ok(!runs(program));
  });

  it("ends when the lab was killed before the program had begun to watch for it", async () => {
    const preload = pathToFileURL(require.resolve("../../../../lab/engine/program/endWithLab")).href;
    const program = spawn(process.execPath, ["--import", "tsx", "--import", preload, "-e", "setInterval(() => {}, 1_000)"], {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    try {
      program.disconnect();
      assert.ok(await endsWithin(program, 10_000));
    } finally {
      program.kill("SIGKILL");
    }
  });

  it("is not kept from ending by itself", async () => {
    const preload = pathToFileURL(require.resolve("../../../../lab/engine/program/endWithLab")).href;
    const program = spawn(process.execPath, ["--import", "tsx", "--import", preload, "-e", "0"], {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    assert.deepEqual(await once(program, "exit"), [0, null]);
  });
});

async function endsWithin(program: ChildProcess, milliseconds: number): Promise<boolean> {
  const giveUp = AbortSignal.timeout(milliseconds);
  return once(program, "exit", { signal: giveUp }).then(
    () => true,
    () => false,
  );
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
