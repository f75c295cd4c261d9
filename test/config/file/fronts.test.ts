import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError, loadStack } from "../../../config/file/load";
import { edited, problemsOf, remove } from "../project";

const prod = edited("prod");
const traffic = edited("prod-traffic");
const staging = edited("staging");

/** What the fleet's plan says of another file in its project. */
const besideProd = (text: string, stack = "prod-traffic") =>
  problemsOf({ prod, [stack]: text }, "prod").map(({ file, path, message }) => `${file} ${path}: ${message}`);

describe("a stack file that cannot be understood", () => {
  const broken: readonly (readonly [what: string, text: string, said: RegExp])[] = [
    ["names its fleet in a text", traffic.replace("{ stack: prod }", "prod"), /fleet: "prod" is not a map/],
    ["misspells the word for it", traffic.replace("{ stack: prod }", "{ tack: prod }"), /fleet\.tack: .*did you mean "stack"\?/],
    ["names a fleet that is not there", traffic.replace("{ stack: prod }", "{ stack: prd }"), /fleet\.stack: .*did you mean prod\?/],
    ["names no fleet", traffic.replace(/.*gateway-fleet:fleet.*\n/, ""), /fleet: is missing/],
    ["names itself", traffic.replace("{ stack: prod }", "{ stack: prod-traffic }"), /is a traffic stack itself/],
    ["has an alias of nothing", traffic.replace("host: api", "host: *api"), /\*api refers to nothing/],
    ["misspells config", traffic.replace("config:", "confg:"), /confg: .*did you mean "config"\?/],
    ["misspells its sections", traffic.replace("gateway-fleet:fleet", "gateway-fleet:flet"), /flet: .*did you mean "fleet"\?/],
    ["writes under another name", traffic.replaceAll("gateway-fleet:", "my-project:"), /write gateway-fleet:fleet/],
    ["is empty", "", /is empty/],
    ["is no map", "- a\n", /is not a map/],
    ["has no section", 'config: { pulumi:disable-default-providers: ["*"] }\n', /names none/],
    ["is cut off", traffic.slice(0, traffic.indexOf("stack: prod")), /is not valid YAML/],
  ];
  for (const [what, text, said] of broken)
    it(`is a problem of the fleet that it may serve, where it ${what}`, () => {
      const complaints = besideProd(text);
      assert.match(complaints.join("\n"), said);
      assert.ok(complaints.every((complaint) => complaint.startsWith("Pulumi.prod-traffic.yaml ")));
    });

  it("is a problem of the traffic in front of that fleet too", () => {
    const [problem, ...others] = problemsOf({ prod, "prod-traffic": traffic, "prod-dns": "" }, "prod-traffic");
    assert.match(problem?.message ?? "", /is empty.*nobody knows whether it serves prod/);
    assert.deepEqual([problem?.file, others], ["Pulumi.prod-dns.yaml", []]);
  });

  it("has a name that no stack has", () => assert.match(besideProd(traffic, "prod traffic").join(), /is not a stack's name/));

  it("is no problem of a fleet where it is another fleet's own, or in front of another one", () => {
    const stagingTraffic = traffic.replace("stack: prod", "stack: staging");
    const alone = edited("staging", [["traffic"], remove]);
    assert.deepEqual(problemsOf({ prod, staging: alone, "staging-traffic": stagingTraffic }, "prod"), []);
    for (const own of [`${staging}  - x\n`, staging.replace("config:", "confg:"), staging.replace("slot: 64", "slot: x")])
      assert.deepEqual(besideProd(own, "staging"), []);
  });

  it("is no folder, which is nobody's file, and may be a link that leads nowhere or to bytes that are no text", () => {
    const project = mkdtempSync(join(tmpdir(), "gateway-fleet-fronts-"));
    const complaints = () => {
      try {
        loadStack(project, "prod");
        return "";
      } catch (error) {
        assert.ok(error instanceof ConfigError);
        return error.message;
      }
    };
    try {
      writeFileSync(join(project, "Pulumi.prod.yaml"), prod);
      mkdirSync(join(project, "Pulumi.x.yaml"));
      assert.equal(complaints(), "");
      writeFileSync(join(project, "Pulumi.latin.yaml"), Buffer.from([0x63, 0x3a, 0x20, 0xe9]));
      assert.match(complaints(), /Pulumi\.latin\.yaml\n {4}is not text in UTF-8/);
      rmSync(join(project, "Pulumi.latin.yaml"));
      symlinkSync("nowhere", join(project, "Pulumi.link.yaml"));
      assert.match(complaints(), /Pulumi\.link\.yaml\n {4}cannot be read: ENOENT/);
    } finally {
      rmSync(project, { recursive: true });
    }
  });
});
