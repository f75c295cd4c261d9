import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { EksPlan } from "../../../plan/model/eks";

export interface EksNodeRoleArgs {
  /** Physical name. */
  readonly roleName: string;
  readonly plan: Pick<EksPlan, "partition" | "tags">;
}

/**
 * The one role of all nodes of one maker: joining a cluster and pulling images, nothing else. EKS makes the access entry for that of node groups.
 * https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
 */
export class EksNodeRole extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  /** Physical name, once the role is there. */
  readonly roleName: pulumi.Output<string>;
  /** What the role may do: must exist before a node joins, and outlive it. */
  readonly policies: readonly iam.RolePolicyAttachment[];

  constructor(name: string, { roleName, plan: { partition, tags } }: EksNodeRoleArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:cluster:EksNodeRole", name, {}, opts);
    const role = new iam.Role(`${name}-role`, { name: roleName, assumeRolePolicy: ec2Trust, tags }, { parent: this });
    this.policies = nodePolicies.map(
      (policy) =>
        new iam.RolePolicyAttachment(
          `${name}-${policy}`,
          { role: role.name, policyArn: `arn:${partition}:iam::aws:policy/${policy}` },
          { parent: this },
        ),
    );
    this.arn = role.arn;
    this.roleName = role.name;
    this.registerOutputs({ arn: this.arn });
  }
}

const nodePolicies = ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"];

const ec2Trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
