import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { longestMessage } from "../../config/file/printable";
import type { Problem } from "../../config/file/problems";
import { planAndReport, reportOf } from "../../report/report";
import { renderReport } from "../../report/terminal/report";
import { type Edit, edited, root } from "../config/project";

const misleading = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
/** A third of a million characters: what nobody writes and somebody pastes. */
/** As long as it may be in as many places as one file has here. */
const long = "x y".repeat(4_000);

describe("what the plan says of a file", function () {
  this.timeout(60_000);

  it("quotes no value whole that is very long, nor one that steers a terminal or turns the text, in JSON and in text", async () => {
    const nasty = `\u001b]0;owned\u0007\u202Egpj.exe\u200B`;
    const places: readonly Edit[0][] = [
      ["clusters", "aws-usw2", "region"],
      ["clusters", "aws-usw2", "kubernetes"],
      ["clusters", "az-eus", "zones", 0],
      ["workloads", "api-gateway", "image"],
      ["workloads", "api-gateway", "resources", "requests", "cpu"],
      ["workloads", "api-gateway", "scaling", "engine"],
      ["workloads", "api-gateway", "spot"],
      ["workloads", "api-gateway", "port"],
      ["clouds", "aws", "admins", 0],
      ["settings", "asOf"],
      ["settings", "name"],
      ["nodePools", "general", "min"],
    ];
    for (const value of [long, nasty, `${nasty}${long}`]) {
      const found = await problemsOf(...places.map((path): Edit => [path, value]), [["nodePools", value], {}], [[value], {}]);
      assert.ok(found.errors.length >= places.length, String(found.errors.length));
      for (const { path, message } of found.errors) {
        assert.ok(path.length <= 600 && message.length <= longestMessage, `${path.length} ${message.length}`);
        assert.doesNotMatch(path + message, misleading);
      }
      assert.ok(found.text.length < 60_000, String(found.text.length));
      for (const line of found.text.split("\n")) assert.doesNotMatch(line, misleading);
    }
  });

  it("quotes the name of a stack or a place that is asked for no more than a value of a file", async () => {
    for (const [stack, options] of [
      [`\u001b[31m${long}`, {}],
      ["prod", { lose: [`\u001b[31m${long}`] }],
      ["prod", { asOf: `\u001b[31m${long}` }],
    ] as const) {
      const { errors } = await reportOf(root, stack, options);
      assert.equal(errors.length, 1);
      const text = JSON.stringify(errors);
      assert.ok(text.length < 2 * longestMessage);
      for (const { file, message } of errors) assert.doesNotMatch(file + message, misleading);
    }
  });

  it("puts quotes around what the file says, not around what YAML made of it", async () => {
    const said = async (text: string) =>
      (
        await problemsOfText(
          "staging",
          edited("staging", [["nodePools", "general", "labels"], { team: "platform" }]).replace("team: platform", `team: ${text}`),
        )
      ).map(({ message }) => message);
    assert.deepEqual(await said("1.10"), ['1.10 is a number; put it in quotes: "1.10"']);
    assert.deepEqual(await said("0123"), ['0123 is a number; put it in quotes: "0123"']);
    assert.deepEqual(await said("1e3"), ['1e3 is a number; put it in quotes: "1e3"']);
    assert.deepEqual(await said("True"), ['True is a boolean; put it in quotes: "True"']);
    assert.deepEqual(await said(".nan"), [".nan stands for a number in YAML; write text, in quotes"]);
    assert.deepEqual(await said("-.inf"), ["-.inf stands for a number in YAML; write text, in quotes"]);
  });

  it("suggests no number for another one, and no word that is only as short", async () => {
    const [zone] = (await problemsOf([["clusters", "az-eus", "zones", 0], "4"])).errors;
    assert.equal(zone?.message, '"4" is unknown; write one of 1, 2, 3');
    const [minor] = (await problemsOf([["clusters", "az-eus", "kubernetes"], "1.99"])).errors;
    assert.doesNotMatch(minor?.message ?? "", /did you mean/);
  });

  it("says what is missing where something is, and never that undefined is wrong", async () => {
    const { errors } = await problemsOf([["platform", "mesh"], {}], [["clouds", "aws", "reserved"], { percent: 40 }]);
    assert.deepEqual(
      errors.map(({ path, message }) => `${path}: ${message.split(":")[0]}`),
      ["clouds.aws.reserved.years: is missing; add it", "platform.mesh.engine: is missing; add it"],
    );
  });

  it("names the shapes that there are once, whatever the number of clouds and clusters", async () => {
    const { errors } = await problemsOf([["nodePools", "general", "shape"], { vcpu: 3, memoryGiB: 5 }]);
    assert.deepEqual(
      errors.map(({ path, message }) => `${path} ${message.slice(0, 34)}`),
      ["nodePools.general.shape no machine type has 3 vCPU / 5 GiB"],
    );
  });

  it("gives every problem with a file's syntax its line", async () => {
    for (const [edit, line] of [
      [(text: string) => `a: [\n${text}`, 2],
      [(text: string) => text.replace("name: gateway", "name: *gateway"), 7],
      [(text: string) => text.replace("name: gateway", "name: gateway\n    name: gateway"), 8],
      [(text: string) => text.replace("name: gateway", 'name: "gateway'), 7],
    ] as const) {
      const [first] = await problemsOfText("staging", edit(edited("staging")));
      assert.match(first?.message ?? "", /^is not valid YAML/);
      assert.ok(first?.line !== undefined && first.line >= line, JSON.stringify(first));
    }
  });

  it("names the stacks to choose from where none is asked for", async () => {
    const { report } = await planAndReport(root, undefined, {});
    assert.deepEqual(
      report.errors.map(({ message }) => message),
      ["is missing; name one: there are prod, prod-traffic, staging"],
    );
  });

  it("shows no secret in a message about its form", async () => {
    const { errors, text } = await problemsOf([
      ["workloads", "api-gateway", "env"],
      { DB_PASSWORD: 4711, API_TOKEN: ["4711"], PORT: 4712 },
    ]);
    assert.deepEqual(
      errors.map(({ path, message }) => `${path.split(".").at(-1)}: ${message}`),
      [
        "DB_PASSWORD: is no text; put its value in quotes",
        "API_TOKEN: is no text; put its value in quotes",
        'PORT: 4712 is a number; put it in quotes: "4712"',
      ],
    );
    assert.doesNotMatch(text, /4711/);
  });
});

/** What is wrong with prod after edits, as JSON and as text. */
async function problemsOf(...edits: readonly Edit[]) {
  const report = await reported("prod", { prod: edited("prod", ...edits), "prod-traffic": edited("prod-traffic") });
  return { errors: report.errors, text: renderReport(report, false) };
}

async function problemsOfText(stack: string, text: string): Promise<readonly Problem[]> {
  return (await reported(stack, { [stack]: text })).errors;
}

async function reported(stack: string, files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), "gateway-fleet-messages-"));
  try {
    copyFileSync(join(root, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, `Pulumi.${name}.yaml`), text);
    return await reportOf(folder, stack);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
