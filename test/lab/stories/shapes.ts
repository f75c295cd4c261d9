import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createProject, type StackFiles } from "./project";
import { Story } from "./story";

/** A fleet that several stories begin from: it is brought up once, kept, and restored for each of them, one after another. */
export interface Shape {
  /** Names the fixed folder that its lab is in: a saved lab goes back into no other. */
  readonly name: string;
  readonly fleetStack: string;
  readonly files: StackFiles;
  /** Edits of the files before they are first brought up. */
  readonly edit: (story: Story) => void;
}

const repository = resolve(__dirname, "../../..");
const saved = "whole";

/** Not a lab of the repository's own, by its name. */
export const shapesFolder = join(repository, ".lab", ".shapes");

/** As prod, with one cluster per cloud: six clusters carry its peak, and three do not. */
export const oneClusterPerCloud: Shape = {
  name: "one-cluster-per-cloud",
  fleetStack: "prod",
  files: { prod: { copyOf: "prod" }, "prod-traffic": { copyOf: "prod-traffic" } },
  edit(story) {
    for (const cluster of ["aws-use1", "az-eus", "gcp-usc1"]) {
      story.deleteIn("prod", ["clusters", cluster]);
      story.deleteIn("prod-traffic", ["traffic", "clusters", cluster]);
    }
    story.deleteIn("prod-traffic", ["traffic", "peakRps"]);
    // Regions of three zones, of which a story adds the third.
    story.setIn("prod", ["clusters", "gcp-usw1", "zones"], ["us-west1-a", "us-west1-b"]);
    // One adds a cluster in a region that has one.
    story.setIn("prod", ["clouds", "gcp", "quotas"], { vcpusAllRegions: 500, n2Vcpus: 500, ssdTotalGb: 16_000 });
  },
};

export const prod: Shape = {
  name: "prod",
  fleetStack: "prod",
  files: { prod: { copyOf: "prod" }, "prod-traffic": { copyOf: "prod-traffic" } },
  edit: () => undefined,
};

export const staging: Shape = { name: "staging", fleetStack: "staging", files: { staging: { copyOf: "staging" } }, edit: () => undefined };

/** The smallest fleet on three clouds, for stories that bring DNS of their own, in a stack of its own. */
export const withoutTraffic: Shape = {
  name: "without-traffic",
  fleetStack: "prod",
  files: { prod: { copyOf: "staging" } },
  edit: (story) => story.deleteIn("prod", ["traffic"]),
};

/** The fleet as it came up, whatever the story before did to it. Health checkers begin anew, and count everything as healthy. */
export async function begin(shape: Shape): Promise<Story> {
  const story = new Story(createProject(shape.files, join(shapesFolder, shape.name)));
  shape.edit(story);
  const digestFile = join(story.project.root, "digest");
  const digest = digestOf(story, Object.keys(shape.files));
  if (existsSync(digestFile) && readFileSync(digestFile, "utf8") === digest) {
    await story.succeed("restore", shape.fleetStack, saved);
    return story;
  }
  if (existsSync(story.project.home(shape.fleetStack).root)) await story.succeed("down", shape.fleetStack, "--delete");
  await story.up(shape.fleetStack);
  await story.succeed("save", shape.fleetStack, saved, "--replace");
  writeFileSync(digestFile, digest);
  return story;
}

/** Leaves the folder and what was saved to the next story. */
export async function end(story: Story | undefined, { fleetStack }: Shape): Promise<void> {
  await story?.project.lab("down", fleetStack);
}

/** Of all that the fleet is made of: another program may make another one. */
function digestOf(story: Story, stacks: readonly string[]): string {
  const hash = createHash("sha256");
  for (const stack of stacks) hash.update(story.project.text(stack));
  const sources = ["config", "catalogue", "facts", "plan", "components", "stacks", "lab"].flatMap((folder) =>
    readdirSync(join(repository, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => join(folder, file)),
  );
  for (const file of [...sources.sort(), "index.ts", "package-lock.json"]) hash.update(readFileSync(join(repository, file)));
  return hash.digest("hex");
}
