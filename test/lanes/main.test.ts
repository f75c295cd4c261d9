import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Results } from "../../cli/requirements/coverage";
import { identify } from "../../lab/processes/identity";

const repository = resolve(__dirname, "..", "..");

describe("a run of the tests in lanes", function () {
  // Each group is a mocha process, which takes seconds to start on a busy machine.
  this.timeout(180_000);
  let project: string;

  beforeEach(() => (project = mkdtempSync(join(tmpdir(), "gateway-fleet-lanes-test-"))));
  afterEach(() => rmSync(project, { recursive: true }));

  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(project, file)), { recursive: true });
    writeFileSync(join(project, file), text);
  };
  const lanes = (...words: readonly string[]) => start("test/lanes/main.ts", ...words, "--project", project);
  const resultsFile = () => join(project, "test-results.json");

  it("writes down every test and hook of both lanes, a group's files in their order, and ends with the counts", async () => {
    write("test/a.test.ts", 'const name: string = "a"; describe("fast", () => { before(() => {}); it(name, () => {}); });');
    write("test/lab/stories/pair/2.test.ts", 'it("runs second", () => {});');
    write("test/lab/stories/pair/1.test.ts", 'it("runs first", async () => { await new Promise((done) => setTimeout(done, 120)); });');
    const { code, output } = await lanes("all").ended;
    assert.equal(lastLine(output), "3 passed, 0 failed", output);
    assert.equal(code, 0);
    const { tests, hooks } = Results.parse(JSON.parse(readFileSync(resultsFile(), "utf8")));
    assert.deepEqual(
      tests.map(({ suite, title, state, file }) => [suite, title, state, file]),
      [
        ["fast", "a", "passed", "test/a.test.ts"],
        ["", "runs first", "passed", "test/lab/stories/pair/1.test.ts"],
        ["", "runs second", "passed", "test/lab/stories/pair/2.test.ts"],
      ],
    );
    assert.ok((tests[1]?.seconds ?? 0) > 0.1);
    assert.deepEqual(
      hooks.map(({ suite, title, state }) => [suite, title, state]),
      [["fast", '"before all" hook for "a"', "passed"]],
    );
  });

  it("counts a failed test, a failed hook and a process that died, and begins no story after them", async () => {
    write("test/passes.test.ts", 'it("passes", () => {});');
    write("test/fails.test.ts", 'it("fails", () => { throw new Error("outer", { cause: new Error("inner") }); });');
    write("test/hook.test.ts", 'describe("hook", () => { before(() => { throw new Error("no folder"); }); it("never runs", () => {}); });');
    write("test/dies.test.ts", 'it("dies", () => process.exit(0));');
    write("test/lab/stories/never.test.ts", 'it("never runs", () => {});');
    const { code, output } = await lanes("all").ended;
    assert.equal(lastLine(output), "1 passed, 3 failed", output);
    assert.equal(code, 1);
    for (const part of ["failed in fails: fails", "Caused by: Error: inner", "failed in dies: dies", "The stories were not begun"])
      assert.ok(output.includes(part), output);
    assert.match(output, /^ {2}\d\) hook "before all" hook for "never runs":\n\n {5}Error: no folder$/m);
    assert.ok(!existsSync(resultsFile()));
  });

  it("runs the groups that are named, which is no whole run, and knows no others", async () => {
    write("test/a.test.ts", 'it("a", () => {});');
    write("test/b.test.ts", 'it("b", () => {});');
    const { code, output } = await lanes("all", "b").ended;
    assert.deepEqual([code, lastLine(output)], [0, "1 passed, 0 failed"], output);
    assert.ok(!existsSync(resultsFile()));
    assert.equal((await lanes("stories", "b").ended).code, 1);
  });

  it("ends what it has started when it is interrupted, and still counts", async () => {
    const pidFile = join(project, "pid");
    write(
      "test/waits.test.ts",
      `import { spawn } from "node:child_process";
       import { writeFileSync } from "node:fs";
       it("waits", async () => {
         writeFileSync("${pidFile}", \`\${spawn("sleep", ["600"]).pid}\\n\`);
         await new Promise((done) => setTimeout(done, 15_000));
       });`,
    );
    const run = lanes("fast");
    while (!existsSync(pidFile) || !readFileSync(pidFile, "utf8").endsWith("\n")) await sleep(50);
    const pid = Number(readFileSync(pidFile, "utf8"));
    assert.ok(identify(pid) !== undefined);
    run.interrupt();
    const { code, output } = await run.ended;
    assert.deepEqual([code, lastLine(output)], [130, "0 passed, 1 failed"], output);
    assert.equal(identify(pid), undefined);
  });

  it("is not needed for a file, which mocha runs with the same last line", async () => {
    write("a.test.ts", 'it("passes", () => {}); it("fails", () => { throw new Error("no"); });');
    const { code, output } = await start("node_modules/mocha/bin/mocha.js", join(project, "a.test.ts")).ended;
    assert.deepEqual([code, lastLine(output)], [1, "1 passed, 1 failed"], output);
  });
});

function start(script: string, ...words: readonly string[]) {
  const child = spawn(process.execPath, ["--import", "tsx", script, ...words], { cwd: repository, stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, output }));
  return { ended, interrupt: () => child.kill("SIGINT") };
}

function lastLine(output: string): string | undefined {
  return output.trimEnd().split("\n").at(-1);
}
