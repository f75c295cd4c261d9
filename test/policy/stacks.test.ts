import assert from "node:assert/strict";
import { accepted } from "../../policy/exceptions";
import type { PlannedResource } from "../../policy/rule";
import { describeViolation, judge, rules, violations, type Judgement } from "../../policy/run";
import { plannedStacks, type PlannedStack } from "./plannedStacks";

describe("every stack of the repository", function () {
  this.timeout(240_000);

  let stacks: readonly PlannedStack[];
  let judgement: Judgement;
  before(async () => {
    stacks = await plannedStacks();
    assert.ok(stacks.length >= 3, `${stacks.length} stack files`);
    judgement = judge(
      stacks.flatMap(({ resources }) => violations(resources)),
      accepted,
    );
  });

  it("violates no rule of policy/, but where policy/exceptions.ts says why", () => {
    assert.deepEqual(judgement.open.map(describeViolation), []);
  });

  it("needs every exception that is made for it: delete those that it does not", () => {
    assert.deepEqual(
      judgement.stale.map(({ id, stacks: [stack], resource, type }) => `${id} in ${stack} on ${resource}, ${type}`),
      [],
    );
  });

  it("has no more exceptions than when they were last decided", () => {
    // Three reachable API servers, Azure's own keys for disks and for secrets, no group of administrators in staging, no certificates, no
    // output of containers from AKS, what an image and its registry decide (three), no word for whom a workload talks with, and Flux's edits.
    assert.ok(accepted.length <= 13, `${accepted.length} exceptions are accepted; satisfy the rule, or argue for a higher number here`);
  });

  it("gives every rule something to judge, in one stack or another", () => {
    const types = new Set(stacks.flatMap(({ resources }) => resources.map(({ type }) => type)));
    assert.deepEqual(
      rules.filter((rule) => !rule.types.some((type) => types.has(type))).map(({ ids }) => ids[0]),
      [],
    );
  });

  it("fails in prod with a flaw that staging may have", () => {
    const found = openWith("prod", "gcp:container/cluster:Cluster", /-control-plane$/, ({ authenticatorGroupsConfig, ...inputs }) => {
      assert.ok(authenticatorGroupsConfig, "prod names a group of administrators");
      return inputs;
    });
    assert.ok(found.length > 0);
    for (const text of found)
      assert.match(text, /^CKV_GCP_65, CIS GKE 5\.8\.2: urn:pulumi:prod::.*authenticatorGroupsConfig\.securityGroup is not set/);
  });

  it("fails with a plain port at the gateway between clusters, though the front door may have one", () => {
    const found = openWith("prod-platform", "kubernetes:core/v1:Service", /east-west/, (inputs) => ({
      ...inputs,
      spec: { type: "LoadBalancer", ports: [{ port: 80 }] },
    }));
    assert.ok(found.length > 0);
    for (const text of found) assert.match(text, /^CIS EKS 5\.4\.5, .*east-west.*spec\.ports has 80/);
  });

  /** What nobody has accepted, once the inputs of some of a stack's resources are others. */
  function openWith(
    stack: string,
    type: string,
    name: RegExp,
    edit: (inputs: PlannedResource["inputs"]) => PlannedResource["inputs"],
  ): readonly string[] {
    const { resources } = stacks.find((each) => each.stack === stack) ?? assert.fail(`no stack ${stack}`);
    const edited = resources.map((resource) =>
      resource.type === type && name.test(resource.name) ? { ...resource, inputs: edit(resource.inputs) } : resource,
    );
    return judge(violations(edited), accepted).open.map(describeViolation);
  }
});
