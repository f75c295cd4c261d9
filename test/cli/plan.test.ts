import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeFault } from "../../cli/standardOutput";
import { reportOf } from "../../report/report";

const root = join(__dirname, "../..");

describe("the plan command", function () {
  // Each is a process that loads the clouds' SDKs.
  this.timeout(120_000);
  let project = "";
  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), "gateway-fleet-plan-"));
    for (const file of ["Pulumi.yaml", "Pulumi.staging.yaml"]) cpSync(join(root, file), join(project, file));
  });
  afterEach(() => rmSync(project, { recursive: true }));

  const inShell = (command: string) =>
    spawnSync("bash", ["-c", command.replace("plan", `"${process.execPath}" --import tsx cli/plan.ts --project "${project}"`)], {
      cwd: root,
      encoding: "utf8",
    });
  const saidOf = async (where = project) => {
    const { errors } = await reportOf(where, "staging");
    return errors.map(({ file, path, message }) => `${file} ${path}: ${message}`);
  };

  it("goes on in silence when its reader has seen enough", () => {
    const { stderr, stdout } = inShell("plan staging | head -1; echo ${PIPESTATUS[0]}");
    assert.deepEqual([stderr, stdout], ["", "Clusters of staging\n0\n"]);
  });

  it("says in one sentence that standard output takes no more", () => {
    const { status, stderr } = inShell("plan staging > /dev/full");
    assert.equal(status, 1);
    assert.match(stderr, /^standard output cannot be written: ENOSPC[^\n]*\n$/);
  });

  it("says that the project's folder is none", async () => {
    assert.match(
      (await saidOf(join(root, "Pulumi.yaml"))).join("\n"),
      /^--project : .*Pulumi\.yaml is no folder that can be read \(ENOTDIR/,
    );
    assert.match((await saidOf("/nowhere")).join("\n"), /^--project : \/nowhere is no folder that can be read \(ENOENT/);
  });

  it("says what is wrong with Pulumi.yaml, beside what is wrong with the stack's file", async () => {
    const projects: readonly (readonly [text: string, said: RegExp])[] = [
      ["name: [", /^Pulumi\.yaml : is not valid YAML/],
      ["", /^Pulumi\.yaml name: is missing/],
      ["name: gateway fleet\n", /^Pulumi\.yaml name: "gateway fleet" is not a project's name/],
      ["name: { constructor: a }\n", /^Pulumi\.yaml name: .* is not a project's name/],
    ];
    for (const [text, said] of projects) {
      writeFileSync(join(project, "Pulumi.yaml"), text);
      assert.match((await saidOf()).join("\n"), said);
    }
    writeFileSync(join(project, "Pulumi.staging.yaml"), "");
    assert.deepEqual(
      (await saidOf()).map((complaint) => complaint.split(" ")[0]),
      ["Pulumi.yaml", "Pulumi.staging.yaml"],
    );
    rmSync(join(project, "Pulumi.yaml"));
    mkdirSync(join(project, "Pulumi.yaml"));
    assert.match((await saidOf()).join("\n"), /^Pulumi\.yaml : is a folder/);
  });

  it("answers for a stack whose file is a folder, and for names that no file can have", async () => {
    mkdirSync(join(project, "Pulumi.x.yaml"));
    for (const [stack, said] of [
      ["x", /Pulumi\.x\.yaml is a folder/],
      ["x".repeat(400), /does not exist/],
      ["constructor", /does not exist/],
      ["a\0b", /is not a stack's name/],
    ] as const) {
      const { errors } = await reportOf(project, stack);
      assert.match(errors.map(({ message }) => message).join("\n"), said);
    }
  });

  it("makes one sentence of a fault of its own, whatever was thrown", () => {
    const sentence =
      /^cannot plan prod, by a fault of the program and not of the files \(.*\); report it to whoever maintains gateway-fleet, with the stack files$/;
    for (const thrown of [
      new TypeError("x is\nundefined"),
      new RangeError("Maximum call stack"),
      "a text",
      undefined,
      "y".repeat(10_000),
    ]) {
      const said = describeFault("plan prod", thrown);
      assert.match(said, sentence);
      assert.ok(said.length < 500);
    }
  });
});
