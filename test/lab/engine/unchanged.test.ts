import assert from "node:assert/strict";
import type { StateDeployment, StateResource } from "../../../lab/engine/state";
import { changesNothing, type UpdatePlan } from "../../../lab/engine/unchanged";

const [stack, vpc, subnet] = ["urn:stack", "urn:vpc", "urn:subnet"];
const resources: readonly StateResource[] = [
  { urn: stack, type: "pulumi:pulumi:Stack", custom: false },
  { urn: vpc, type: "aws:ec2/vpc:Vpc", custom: true, parent: stack, provider: "urn:aws::1", protect: true },
  {
    urn: subnet,
    type: "aws:ec2/subnet:Subnet",
    custom: true,
    parent: stack,
    provider: "urn:aws::1",
    dependencies: [stack, vpc],
    propertyDependencies: { vpcId: [vpc], cidrBlock: [] },
  },
  { urn: "urn:reference", type: "pulumi:pulumi:StackReference", custom: true },
];
const same = { steps: ["same"] };
const goals = {
  [stack]: { ...same, goal: { inputDiff: {}, outputDiff: {}, protect: false } },
  [vpc]: { ...same, goal: { parent: stack, provider: "urn:aws::1", protect: true, customTimeouts: {} } },
  [subnet]: {
    ...same,
    goal: { parent: stack, provider: "urn:aws::1", dependencies: [vpc, stack], propertyDependencies: { vpcId: [vpc], tags: null } },
  },
};

describe("an update that changes nothing", () => {
  it("is one whose every resource stays, recorded as it is, in whatever order its plan lists what it depends on", () => {
    assert.ok(changesNothing({ resourcePlans: goals }, stateOf(resources)));
  });

  it("is none where a resource changes, comes or goes, or where an output does", () => {
    const fewer = Object.fromEntries(Object.entries(goals).filter(([urn]) => urn !== subnet));
    const plans: readonly UpdatePlan["resourcePlans"][] = [
      { ...goals, [vpc]: { ...goals[vpc], steps: ["update"] } },
      { ...goals, [vpc]: { ...goals[vpc], steps: ["create-replacement", "replace"] } },
      { ...goals, "urn:new": same },
      { ...fewer, "urn:new": { steps: ["create"], goal: {} } },
      fewer,
      { ...goals, [stack]: { ...same, goal: { outputDiff: { adds: { host: "api" } } } } },
      { ...goals, [vpc]: { ...same, goal: { ...goals[vpc]?.goal, inputDiff: { updates: { cidrBlock: "10.1.0.0/16" } } } } },
    ];
    for (const resourcePlans of plans) assert.ok(!changesNothing(resourcePlans === undefined ? {} : { resourcePlans }, stateOf(resources)));
  });

  it("is none where only what is recorded of a resource changes: a later destroy goes by it", () => {
    const changes: readonly object[] = [
      { protect: false },
      { parent: "urn:other" },
      { provider: "urn:aws::2" },
      { dependencies: [stack] },
      { propertyDependencies: { vpcId: [stack] } },
      { ignoreChanges: ["tags"] },
      { additionalSecretOutputs: ["id"] },
      { customTimeouts: { create: 600 } },
    ];
    for (const change of changes) {
      const resourcePlans = { ...goals, [vpc]: { ...same, goal: { ...goals[vpc]?.goal, ...change } } };
      assert.ok(!changesNothing({ resourcePlans }, stateOf(resources)), JSON.stringify(change));
    }
  });

  it("may ignore a pool's live size as every preview does, although no update has recorded that", () => {
    const pool = { urn: "urn:pool", type: "azure-native:containerservice:AgentPool", custom: true, parent: stack };
    const ignoring = (paths: readonly string[]): UpdatePlan => ({
      resourcePlans: { ...goals, [pool.urn]: { ...same, goal: { parent: stack, ignoreChanges: paths } } },
    });
    assert.ok(changesNothing(ignoring(["count"]), stateOf([...resources, pool])));
    assert.ok(!changesNothing(ignoring(["count", "tags"]), stateOf([...resources, pool])));
    assert.ok(changesNothing(ignoring([]), stateOf([...resources, { ...pool, ignoreChanges: ["count"] }])));
  });

  it("is none where something was made and is not ready, or waits to be deleted", () => {
    const [first, second, ...others] = resources;
    assert.ok(first !== undefined && second !== undefined);
    for (const left of [{ initErrors: ["no pod is ready"] }, { delete: true }])
      assert.ok(!changesNothing({ resourcePlans: goals }, stateOf([first, { ...second, ...left }, ...others])), JSON.stringify(left));
  });

  it("is none of a stack that has nothing, or whose plan nobody could read", () => {
    assert.ok(!changesNothing({ resourcePlans: {} }, stateOf([])));
    assert.ok(!changesNothing({}, stateOf(resources)));
  });
});

function stateOf(of: readonly StateResource[]): StateDeployment {
  return { version: 3, deployment: { resources: of } };
}
