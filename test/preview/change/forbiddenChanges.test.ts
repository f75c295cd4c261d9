import assert from "node:assert/strict";
import { loadStack } from "../../../config/file/load";
import { planStack, type StackPlan } from "../../../plan";
import { forbiddenChanges } from "../../../preview/change/forbiddenChanges";
import { noOptions } from "../../../preview/record/options";
import type { RecordedResource } from "../../../preview/record/recording";
import { type Edit, edited, remove, withProject } from "../../config/project";

const planned = (...edits: readonly Edit[]): StackPlan =>
  withProject({ staging: edited("staging", ...edits) }, (folder) => planStack(loadStack(folder, "staging")));

/** Something that is there; nothing of it changes. */
const something: RecordedResource[] = [
  {
    urn: "urn:pulumi:staging::gateway-fleet::pulumi:pulumi:Stack::gateway-fleet-staging",
    type: "pulumi:pulumi:Stack",
    name: "gateway-fleet-staging",
    custom: false,
    parent: undefined,
    inputs: {},
    secretInputs: [],
    inputDependencies: {},
    options: noOptions,
  },
];

/** What a plan with a base says where one file became the other. */
function refused(base: readonly Edit[] | "no stack", ...head: readonly Edit[]): readonly string[] {
  const before = base === "no stack" ? [] : something;
  const old = base === "no stack" ? undefined : planned(...base);
  return forbiddenChanges({ stack: "staging", plan: planned(...head), resources: [] }, before, old, []).map(
    ({ path, message }) => `${path}: ${message}`,
  );
}

const minor = (cluster: string, version: string): Edit => [["clusters", cluster, "kubernetes"], version];
const zones = (...ids: readonly number[]): Edit => [["clusters", "aws-usw2", "zones"], ids.map((id) => `usw2-az${id}`)];

describe("a minor that a file asks of a live cluster", () => {
  it("never goes back, with what it was and the way there is", () => {
    assert.deepEqual(refused([], minor("aws-usw2", "1.34")), [
      'clusters.aws-usw2.kubernetes: "1.34" is below 1.35, which aws-usw2 runs, and no update lowers a version; write 1.35 (clusters.aws-usw2.kubernetes), ' +
        "or give clusters.aws-usw2 another slot, which makes another cluster beside this one",
    ]);
    assert.deepEqual(refused([minor("aws-usw2", "1.34")], minor("aws-usw2", "1.35")), []);
  });

  it("rises by one at a time", () => {
    assert.deepEqual(refused([], minor("az-wus2", "1.37")), [
      'clusters.az-wus2.kubernetes: "1.37" is 2 minors above 1.35, which az-wus2 runs, and clouds raise one minor at a time; go by way of 1.36',
    ]);
    assert.deepEqual(refused([], minor("az-wus2", "1.36")), []);
  });

  it("is judged by what the cluster runs, not by what the file says beside an upgrade", () => {
    const upgrade: Edit = [["upgrade"], { to: "1.36", waves: [["gcp-usw1"]] }];
    assert.deepEqual(refused([], upgrade), []);
    assert.deepEqual(refused([upgrade], minor("gcp-usw1", "1.36")), []);
    assert.match(refused([upgrade]).join(), /^clusters\.gcp-usw1\.kubernetes: "1\.35" is below 1\.36, which gcp-usw1 runs/);
    const behind: Edit = [["upgrade"], { to: "1.37", waves: [["az-wus2"]] }];
    assert.match(refused([], minor("az-wus2", "1.36"), behind).join(), /^upgrade\.to: "1\.37" is 2 minors above 1\.35, which az-wus2 runs/);
  });

  it("is no more than words while the cluster is frozen", () => {
    const frozen: Edit = [["clusters", "az-wus2", "unreachable"], { reason: "fire", until: "2026-12-01" }];
    assert.match(
      refused([], frozen, minor("az-wus2", "1.36")).join(),
      /frozen until 2026-12-01 \(fire\); leave az-wus2 at 1\.35, or remove/,
    );
  });

  it("is one that is out at the day that the file is judged at", () => {
    const early: Edit = [["settings", "asOf"], "2026-09-01"];
    assert.match(
      refused([minor("az-wus2", "1.36"), early], minor("az-wus2", "1.37"), early).join(),
      /^clusters\.az-wus2\.kubernetes: "1\.37" comes to AKS on 2026-10, after the day .*; write one of 1\.34, 1\.35, 1\.36/,
    );
  });

  it("is anything with another slot that a new cluster may be, and the old one does not matter", () => {
    assert.deepEqual(refused([], minor("aws-usw2", "1.34"), [["clusters", "aws-usw2", "slot"], 80]), []);
  });
});

describe("a minor of a new cluster", () => {
  const extended = minor("az-wus2", "1.33");
  const message =
    /^clusters\.az-wus2\.kubernetes: "1\.33" has only extended support left since 2026-08-01, and AKS makes no new cluster of it/;

  it("has standard support: in a stack of its own, beside others, and in another slot", () => {
    assert.match(refused("no stack", extended).join(), message);
    assert.match(
      refused(
        [
          [["clusters", "az-wus2"], remove],
          [["traffic", "weights"], { aws: 80, gcp: 20 }],
        ],
        extended,
      ).join(),
      message,
    );
    assert.match(refused([extended], extended, [["clusters", "az-wus2", "slot"], 80]).join(), message);
    assert.match(refused("no stack", extended).join(), /; write one of 1\.34, 1\.35, 1\.36, 1\.37 \(https:/);
  });

  it("may stay where it is once the cluster is there", () => {
    assert.deepEqual(refused([extended], extended), []);
    assert.deepEqual(refused("no stack"), []);
  });
});

describe("the zones of a live EKS cluster", () => {
  it("are for life where its control plane is, with the word that lets nodes have more", () => {
    assert.deepEqual(refused([], zones(1, 2, 4)), [
      "clusters.aws-usw2: clusters.aws-usw2: a cluster cannot change its controlPlaneZones from usw2-az1, usw2-az2 to usw2-az1, usw2-az2, usw2-az4; " +
        "give it another slot too, which makes another cluster beside this one, or write controlPlaneZones: [usw2-az1, usw2-az2], " +
        "since nodes and front door may be in more zones",
    ]);
  });

  it("are more for nodes and front door with that word, as the advice says", () => {
    const kept: Edit = [
      ["clusters", "aws-usw2", "controlPlaneZones"],
      ["usw2-az1", "usw2-az2"],
    ];
    assert.deepEqual(refused([], zones(1, 2, 4), kept), []);
    const [aws] = planned(zones(1, 2, 4), kept).fleet.clusters.filter(({ cloud }) => cloud === "aws");
    assert.ok(aws?.cloud === "aws");
    assert.deepEqual(
      aws.network.zones.map(({ id }) => id),
      ["usw2-az1", "usw2-az2", "usw2-az4"],
    );
    assert.deepEqual(aws.network.controlPlaneZones, ["usw2-az1", "usw2-az2"]);
  });

  it("lose none of the control plane's, and the advice brings it back", () => {
    assert.match(
      refused([], zones(1, 3)).join(),
      /or write zones with usw2-az2 and controlPlaneZones: \[usw2-az1, usw2-az2\], since nodes and front door may be in more zones$/,
    );
  });
});
