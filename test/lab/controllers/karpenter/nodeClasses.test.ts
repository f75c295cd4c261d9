import assert from "node:assert/strict";
import type { CloudResource } from "../../../../lab/clouds/simulator/store";
import { problemOf } from "../../../../lab/controllers/karpenter/nodeClasses";
import { classKind, type NodeClass } from "../../../../lab/controllers/karpenter/objects";
import type { Properties } from "../../../../facts/properties/values";

describe("a class of nodes in the lab", () => {
  it("is good where all that it names is there, and its nodes may join", () => {
    assert.equal(problem({}, contents), undefined);
  });

  it("is not ready for a subnet of another network, or of none", () => {
    const message = /SubnetsNotFound: subnet-b is no subnet of vpc-1/;
    assert.match(problem({ subnetSelectorTerms: [{ id: "subnet-a" }, { id: "subnet-b" }] }, contents) ?? "", message);
    const elsewhere = resource("aws:ec2/subnet:Subnet", "subnet-b", { vpcId: "vpc-2" });
    assert.match(problem({ subnetSelectorTerms: [{ id: "subnet-b" }] }, [...contents, elsewhere]) ?? "", message);
  });

  it("is not ready without the cluster's own security group, where its nodes would hear nothing of the control plane", () => {
    assert.match(
      problem({ securityGroupSelectorTerms: [{ id: "sg-2" }] }, contents) ?? "",
      /SecurityGroupsNotFound: none of the groups is sg-1/,
    );
  });

  it("is not ready without its instance profile, or where the cluster would not let its role in", () => {
    assert.match(problem({ instanceProfile: "gone" }, contents) ?? "", /InstanceProfileNotFound: there is no instance profile gone/);
    for (const entry of [
      { clusterName: "edge", principalArn: roleArn, type: "STANDARD" },
      { clusterName: "other", principalArn: roleArn, type: "EC2_LINUX" },
      { clusterName: "edge", principalArn: `${roleArn}-2`, type: "EC2_LINUX" },
    ])
      assert.match(
        problem({}, [...contents.slice(0, 2), resource(entryType, "e", entry)]) ?? "",
        /Unauthorized: .* role node could not join/,
      );
  });
});

const roleArn = "arn:aws:iam::111111111111:role/node";
const entryType = "aws:eks/accessEntry:AccessEntry";
const cluster: CloudResource = {
  ...resource("aws:eks/cluster:Cluster", "edge", {}),
  outputs: { vpcConfig: { vpcId: "vpc-1", clusterSecurityGroupId: "sg-1" } },
};
const contents: readonly CloudResource[] = [
  resource("aws:ec2/subnet:Subnet", "subnet-a", { vpcId: "vpc-1" }),
  resource("aws:iam/instanceProfile:InstanceProfile", "node", { role: "node" }),
  resource(entryType, "e", { clusterName: "edge", principalArn: roleArn, type: "EC2_LINUX" }),
];

function problem(spec: Partial<NodeClass["spec"]>, found: readonly CloudResource[]): string | undefined {
  const good = { instanceProfile: "node", subnetSelectorTerms: [{ id: "subnet-a" }], securityGroupSelectorTerms: [{ id: "sg-1" }] };
  const nodeClass: NodeClass = { ...classKind, metadata: { name: "default" }, spec: { ...good, ...spec } };
  return problemOf(nodeClass, cluster, { byType: (type) => found.filter((each) => each.type === type) });
}

function resource(type: string, id: string, inputs: Properties): CloudResource {
  return { type, id, urn: "", inputs, outputs: {}, hidden: {} };
}
