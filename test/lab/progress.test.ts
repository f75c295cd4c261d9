import assert from "node:assert/strict";
import type { OpType } from "@pulumi/pulumi/automation";
import { DiffKind, type EngineEvent, type StepEventMetadata } from "@pulumi/pulumi/automation/events";
import { describeChanges, OperationProgress } from "../../lab/progress";

/** In the order in which pulumi 3.274.1 writes its event log. */
describe("the changes of an operation", () => {
  const cluster = "gateway-fleet:fleet:Cluster";
  const pool = "gateway-fleet:fleet:Cluster$aws:eks/nodeGroup:NodeGroup";

  it("have a component once whose end a preview tells twice", () => {
    const events = [
      begins("create", cluster, "east"),
      ends("create", cluster, "east"),
      begins("create", pool, "east-general"),
      ends("create", pool, "east-general"),
      ends("create", cluster, "east"),
    ];
    assert.deepEqual(changesOf(events), ["+  gateway-fleet:fleet:Cluster  east", "+  aws:eks/nodeGroup:NodeGroup  east-general"]);
  });

  it("have a component once whose end an update tells once", () => {
    const events = [
      begins("update", cluster, "east"),
      begins("create", pool, "east-general"),
      ends("create", pool, "east-general"),
      ends("update", cluster, "east"),
    ];
    assert.deepEqual(changesOf(events), ["~  gateway-fleet:fleet:Cluster  east", "+  aws:eks/nodeGroup:NodeGroup  east-general"]);
  });

  it("have the steps of a replacement, whichever goes first", () => {
    const made = [
      begins("create-replacement", pool, "a", "input"),
      ends("create-replacement", pool, "a", "input"),
      begins("replace", pool, "a", "input"),
      ends("replace", pool, "a", "input"),
    ];
    const gone = [begins("delete-replaced", pool, "a"), ends("delete-replaced", pool, "a")];
    const lines = ["+- aws:eks/nodeGroup:NodeGroup  a  [input]", "+- aws:eks/nodeGroup:NodeGroup  a  [input]"];
    assert.deepEqual(changesOf([...made, ...gone]), [...lines, "-+ aws:eks/nodeGroup:NodeGroup  a"]);
    assert.deepEqual(changesOf([...gone, ...made]), ["-+ aws:eks/nodeGroup:NodeGroup  a", ...lines]);
  });

  it("have the same steps of a replaced component in a preview, which tells of four ends, and in an update, which tells of one", () => {
    const preview = [
      begins("create-replacement", cluster, "east"),
      ends("create-replacement", cluster, "east"),
      begins("replace", cluster, "east"),
      ends("replace", cluster, "east"),
      ends("replace", cluster, "east"),
      begins("delete-replaced", cluster, "east"),
      ends("delete-replaced", cluster, "east"),
    ];
    const update = [
      begins("create-replacement", cluster, "east"),
      begins("replace", cluster, "east"),
      ends("replace", cluster, "east"),
      begins("delete-replaced", cluster, "east"),
    ];
    const steps = ["+-", "+-", "-+"].map((mark) => `${mark} gateway-fleet:fleet:Cluster  east`);
    assert.deepEqual(changesOf(preview), steps);
    assert.deepEqual(changesOf(update), steps);
  });

  it("have both where one resource goes and another comes under its name", () => {
    const events = [
      begins("create", pool, "a"),
      ends("create", pool, "a"),
      begins("delete", pool, "a"),
      begins("delete", pool, "a"),
      ends("delete", pool, "a"),
      ends("delete", pool, "a"),
    ];
    const lines = ["+ ", "- ", "- "].map((mark) => `${mark} aws:eks/nodeGroup:NodeGroup  a`);
    assert.deepEqual(changesOf(events), lines);
  });

  it("have nothing of what is read, or the same", () => {
    const events = (["same", "read"] as const).flatMap((operation) => [begins(operation, cluster, "a"), ends(operation, cluster, "a")]);
    assert.deepEqual(changesOf(events), ["no changes"]);
  });

  it("are of a refresh what it found", () => {
    const events = [
      begins("refresh", cluster, "east"),
      ends("same", cluster, "east"),
      begins("refresh", pool, "a"),
      begins("refresh", pool, "b"),
      ends("update", pool, "a", "desiredSize"),
      ends("delete", pool, "b"),
    ];
    assert.deepEqual(changesOf(events), ["~  aws:eks/nodeGroup:NodeGroup  a  [desiredSize]", "-  aws:eks/nodeGroup:NodeGroup  b"]);
  });

  it("are of a refresh what it found of a resource and of the one that it has replaced, which is still to go", () => {
    const events = [
      begins("refresh", pool, "a"),
      begins("refresh", pool, "a"),
      ends("delete", pool, "a"),
      ends("update", pool, "a", "desiredSize"),
    ];
    assert.deepEqual(changesOf(events), ["-  aws:eks/nodeGroup:NodeGroup  a", "~  aws:eks/nodeGroup:NodeGroup  a  [desiredSize]"]);
  });

  it("are counted by type where they are many", () => {
    const names = Array.from({ length: 6 }, (_, index) => `c${index}`);
    const preview = names.flatMap((name) => [
      begins("create", cluster, name),
      ends("create", cluster, name),
      ends("create", cluster, name),
    ]);
    assert.deepEqual(changesOf(preview, 5), ["+  gateway-fleet:fleet:Cluster  x 6"]);
  });
});

describe("the progress of an operation", () => {
  it("says how many changes are done, and what is still going on", () => {
    const written: string[] = [];
    const progress = new OperationProgress("up dev", { isTTY: false, columns: 80, write: (text) => written.push(text) > 0 });
    const type = "aws:ec2/vpc:Vpc";
    for (const event of [begins("create", type, "a"), begins("create", type, "b"), begins("read", type, "c")]) progress.receive(event);
    for (const event of [ends("create", type, "a"), ends("create", type, "a"), ends("read", type, "c")]) progress.receive(event);
    progress.show();
    progress.finish();
    assert.deepEqual(written, ["up dev: 0 done, 0 s\n", "up dev: 1 done, 0 s; running b 0 s\n"]);
  });
});

function changesOf(events: readonly EngineEvent[], most?: number): readonly string[] {
  const progress = new OperationProgress("preview dev", { isTTY: false, columns: 80, write: () => true });
  for (const event of events) progress.receive(event);
  progress.finish();
  return describeChanges(progress.changes, most).map((line) => line.slice(2));
}

function begins(...step: Parameters<typeof metadataOf>): EngineEvent {
  return { sequence: 0, timestamp: 0, resourcePreEvent: { metadata: metadataOf(...step) } };
}

function ends(...step: Parameters<typeof metadataOf>): EngineEvent {
  return { sequence: 0, timestamp: 0, resOutputsEvent: { metadata: metadataOf(...step) } };
}

/** @param type qualified by the types of its parents, as in a URN */
function metadataOf(op: OpType, type: string, name: string, ...differing: readonly string[]): StepEventMetadata {
  const detailedDiff = Object.fromEntries(differing.map((property) => [property, { diffKind: DiffKind.update, inputDiff: true }]));
  return { op, urn: `urn:pulumi:dev::fleet::${type}::${name}`, type: type.slice(type.lastIndexOf("$") + 1), provider: "", detailedDiff };
}
