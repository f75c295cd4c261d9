import assert from "node:assert/strict";
import type { CloudResource } from "../../../lab/clouds/simulator/store";
import type { StateDeployment, StateResource } from "../../../lab/engine/state";
import { settle } from "../../../lab/engine/recovery";

describe("settle", () => {
  it("leaves a state alone in which nothing is pending and that knows all the cloud has", () => {
    const recovery = settle(stateOf([vpc]), [inCloud(vpc)]);
    assert.deepEqual(recovery, { state: undefined, adopted: [], unknown: [] });
  });

  it("adopts what a crash cut off between the cloud's answer and the state, with the cloud's id and outputs", () => {
    const subnet = resource("subnet", "aws:ec2/subnet:Subnet");
    const recovery = settle(stateOf([vpc], [{ resource: subnet, type: "creating" }]), [
      inCloud(vpc),
      inCloud({ ...subnet, id: "subnet-9" }),
    ]);
    assert.deepEqual(recovery.adopted, [subnet.urn]);
    assert.deepEqual(recovery.state?.deployment.resources?.at(-1), { ...subnet, id: "subnet-9", outputs: { made: true } });
    assert.deepEqual(recovery.state?.deployment.pending_operations, []);
  });

  it("drops a pending create that never reached the cloud, so that the next update does it", () => {
    const subnet = resource("subnet", "aws:ec2/subnet:Subnet");
    const recovery = settle(stateOf([vpc], [{ resource: subnet, type: "creating" }]), [inCloud(vpc)]);
    assert.deepEqual(recovery.state?.deployment, { resources: [vpc], pending_operations: [] });
  });

  it("drops interrupted updates and deletes, which can be sent again", () => {
    const recovery = settle(stateOf([vpc], [{ resource: vpc, type: "updating" }]), [inCloud(vpc)]);
    assert.deepEqual(recovery.state?.deployment, { resources: [vpc], pending_operations: [] });
    assert.deepEqual(recovery.adopted, []);
  });

  it("puts a replacement before the resource that it replaces and marks that one for deletion", () => {
    const pool = resource("pool", "aws:eks/nodeGroup:NodeGroup");
    const old = { ...pool, id: "pool-1" };
    const recovery = settle(stateOf([vpc, old], [{ resource: pool, type: "creating" }]), [
      inCloud(vpc),
      inCloud(old),
      inCloud({ ...pool, id: "pool-2" }),
    ]);
    assert.deepEqual(
      recovery.state?.deployment.resources?.map(({ id, delete: marked }) => [id, marked === true]),
      [
        ["vpc-1", false],
        ["pool-2", false],
        ["pool-1", true],
      ],
    );
  });

  it("names what nothing recorded explains instead of adopting or forgetting it", () => {
    const stranger = inCloud({ ...resource("stranger", "aws:ec2/eip:Eip"), id: "eip-7" });
    const recovery = settle(stateOf([vpc]), [inCloud(vpc), stranger]);
    assert.deepEqual(recovery.unknown, [stranger]);
    assert.equal(recovery.state, undefined);
  });
});

type Pending = NonNullable<StateDeployment["deployment"]["pending_operations"]>;

function resource(name: string, type: string): StateResource {
  return { urn: `urn:pulumi:prod::gateway-fleet::${type}::${name}`, type, custom: true };
}

const vpc: StateResource = { ...resource("vpc", "aws:ec2/vpc:Vpc"), id: "vpc-1" };

function stateOf(resources: readonly StateResource[], pending: Pending = []): StateDeployment {
  return { version: 3, deployment: { resources, pending_operations: pending } };
}

function inCloud(state: StateResource): CloudResource {
  return { type: state.type, id: state.id ?? "", urn: state.urn, inputs: {}, outputs: { made: true }, hidden: {} };
}
