import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPrograms, type Programs } from "../../../lab/engine/programs";
import { started, type ProgramStart } from "../../../lab/engine/programStart";

describe("the processes of a program", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), "lab-programs-"));
  const main = join(folder, "main.ts");
  let programs: Programs;

  before(() => {
    writeFileSync(join(folder, "Pulumi.yaml"), "name: test\nruntime: nodejs\n");
    writeFileSync(join(folder, "package.json"), "{}");
    writeFileSync(join(folder, "imported.ts"), 'process.send?.("loaded"); export const answer = 42;');
    writeFileSync(main, 'import { answer } from "./imported";\nprocess.send?.(`ran ${answer}`);');
  });
  afterEach(() => programs.close());
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("load what the main file imports while they wait, and run it when they are told to", async () => {
    programs = createPrograms({ main, projectRoot: folder, env: process.env }, 1);
    const program = programs.take();
    const said = heard(program);
    await until(() => said.includes("loaded"));
    await new Promise((done) => setTimeout(done, 500));
    assert.equal(program.exitCode, null, "one that waits stays alive");
    program.send(told());
    await until(() => said.length === 3);
    assert.deepEqual(said, ["loaded", started, "ran 42"]);
  });

  it("run also where they are told before they have loaded anything, and where none was made ahead", async () => {
    programs = createPrograms({ main, projectRoot: folder, env: process.env });
    const program = programs.take();
    const said = heard(program);
    program.send(told());
    await until(() => said.includes("ran 42"));
    assert.deepEqual([...said].sort(), ["loaded", "ran 42", started]);
  });

  it("end with the lab, whether they were taken or not", async () => {
    programs = createPrograms({ main, projectRoot: folder, env: process.env }, 2);
    const program = programs.take();
    programs.close();
    await once(program, "close");
    assert.equal(program.signalCode, "SIGTERM");
  });

  function told(): ProgramStart {
    const nowhere = "127.0.0.1:1";
    return {
      project: "test",
      stack: "test",
      organization: "organization",
      parallel: 1,
      dryRun: true,
      monitorAddress: nowhere,
      engineAddress: nowhere,
      config: {},
      secretKeys: [],
      arguments: [`--monitor=${nowhere}`, `--pwd=${folder}`, "main.ts"],
    };
  }
});

function heard(program: ChildProcess): readonly unknown[] {
  const said: unknown[] = [];
  program.on("message", (message) => said.push(message));
  return said;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((done) => setTimeout(done, 50));
}
