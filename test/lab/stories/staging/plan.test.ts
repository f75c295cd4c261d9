import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import type { ResourceChange } from "../../../../preview/change/changes";
import { reportOf } from "../../../../report/report";
import { changesIn, type Outcome } from "../project";
import { begin, end, staging } from "../shapes";
import type { Story } from "../story";

/** The offline answer beside the engine's own, to the same edits of a fleet that runs. */
describe("a plan with a base says what the engine's preview says on the lab", function () {
  this.timeout(600_000);
  let story: Story;

  before(async () => {
    story = await begin(staging);
    git("init", "--quiet");
    git("add", "Pulumi.yaml", "Pulumi.staging.yaml");
    git("-c", "user.name=Ops", "-c", "user.email=ops@example.com", "commit", "--quiet", "--allow-empty", "--message", "Base");
  });
  after(() => end(story, staging));

  const set = (path: readonly string[], value: unknown) => () => story.setIn("staging", path, value);
  const edits: readonly (readonly [string, () => void])[] = [
    ["a label, which every cloud changes in place", set(["nodePools", "general", "labels", "tier"], "edge")],
    ["other machines, which make other pools on AWS and Azure", set(["nodePools", "general", "shape", "memoryGiB"], 16)],
    ["the size of new pools, which reaches none that exists", set(["nodePools", "general", "initial"], 4)],
    [
      "another zone of the DNS, and with it every record",
      () => {
        story.setIn("staging", ["traffic", "zone", "name"], "gslb.example.org");
        story.setIn("staging", ["traffic", "change"], { allowReplacement: { reason: "a new zone", until: "2026-12-31" } });
      },
    ],
    ["a cluster in another slot, which is another cluster", set(["clusters", "gcp-usw1", "slot"], 70)],
  ];
  for (const [edit, make] of edits) {
    it(`about ${edit}`, async () => {
      const before = story.project.text("staging");
      make();
      try {
        const preview = await story.succeed("preview", "staging");
        const { changes } = await reportOf(story.project.root, "staging", { base: "HEAD" });
        const planned = stepsOf(changes?.resources ?? []);
        const foreseen = stepsIn(preview);
        assert.deepEqual(foreseen.inNumbers ? planned.map(typeOf).sort() : planned, foreseen.steps, preview.output);
      } finally {
        story.project.write("staging", before);
      }
    });
  }

  function git(...args: string[]): void {
    execFileSync("git", ["-C", story.project.root, ...args]);
  }
});

/** "~ <type> <name> [<paths>]" of what stays, "+ <type> <name>" and "- <type> <name>" of what comes and goes, in order. */
function stepsOf(changes: readonly ResourceChange[]): readonly string[] {
  return changes
    .map((change) => {
      const resource = `${change.type} ${change.name}`;
      if (change.change === "create") return `+ ${resource}`;
      if (change.change === "delete") return `- ${resource}`;
      const paths = change.inputs.map(({ path }) => path).sort();
      return `${change.change === "replace" ? "+-" : "~"} ${resource} [${paths.join(", ")}]`;
    })
    .sort();
}

/** The same of the engine's, or its sign and type for each where there were too many to list; without components, and with one line for a replacement's three. */
function stepsIn(preview: Outcome): { readonly steps: readonly string[]; readonly inNumbers: boolean } {
  const lines = changesIn(preview).filter((line) => !line.startsWith("-+ ") && !typeOf(line).includes(" gateway-fleet:"));
  const inNumbers = lines.some((line) => / x \d+$/.test(line));
  if (!inNumbers) return { steps: [...new Set(lines)].sort(), inNumbers };
  // A replacement's making and its replacing are two of one sign.
  const count = (line: string) => Number(line.split(" ").at(-1)) / (line.startsWith("+- ") ? 2 : 1);
  const each = lines.flatMap((line) => Array.from({ length: count(line) }, () => typeOf(line)));
  return { steps: each.sort(), inNumbers };
}

/** "~ <type>" */
function typeOf(step: string): string {
  return step.split(" ").slice(0, 2).join(" ");
}
