import assert from "node:assert/strict";
import { mayKeepOnlyTheEnd } from "../../../lab/engine/checkpoints";
import type { StateDeployment } from "../../../lab/engine/state";

const empty: StateDeployment = { version: 3, deployment: {} };
const live: StateDeployment = {
  version: 4,
  deployment: { resources: [{ urn: "urn:pulumi:prod::fleet::a:b:C::d", type: "a:b:C", custom: true }] },
};
const lab = { latency: { mode: "none", scale: 1 }, hasExistingClusters: false } as const;

describe("an update that writes its state at its end alone", () => {
  it("is one of a stack that has nothing", () => {
    assert.ok(mayKeepOnlyTheEnd(empty, lab));
    assert.ok(mayKeepOnlyTheEnd({ version: 3, deployment: { resources: [] } }, lab));
  });

  it("is never one of a live fleet, whose ghosts a lost engine would leave", () => {
    assert.ok(!mayKeepOnlyTheEnd(live, lab));
  });

  it("is none where a cluster is somebody else's, which nobody takes back, or where clouds take the time that a lost state would cost", () => {
    assert.ok(!mayKeepOnlyTheEnd(empty, { ...lab, hasExistingClusters: true }));
    assert.ok(!mayKeepOnlyTheEnd(empty, { ...lab, latency: { mode: "realistic", scale: 0.1 } }));
  });
});
