import { createHash } from "node:crypto";
import * as eks from "@pulumi/aws/eks";
import * as pulumi from "@pulumi/pulumi";
import type { EksPlan } from "../../../plan/model/eks";

export interface EksAccessArgs {
  readonly clusterName: pulumi.Input<string>;
  readonly plan: Pick<EksPlan, "administrators" | "partition" | "tags">;
}

/**
 * Who may administer a cluster. Nobody may who is not listed: the principal that creates the cluster gets no access of its own.
 * https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
 */
export class EksAccess extends pulumi.ComponentResource {
  readonly associations: readonly eks.AccessPolicyAssociation[];

  constructor(name: string, args: EksAccessArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:cluster:EksAccess", name, {}, opts);
    this.associations = args.plan.administrators.map((arn) =>
      grantClusterAdmin(`${name}-${principalKey(arn)}`, arn, args, { parent: this }),
    );
    this.registerOutputs({});
  }
}

function grantClusterAdmin(
  name: string,
  principalArn: string,
  { clusterName, plan: { partition, tags } }: EksAccessArgs,
  opts: pulumi.CustomResourceOptions,
): eks.AccessPolicyAssociation {
  const entry = new eks.AccessEntry(name, { clusterName, principalArn, type: "STANDARD", tags }, opts);
  return new eks.AccessPolicyAssociation(
    name,
    {
      clusterName,
      principalArn: entry.principalArn,
      // https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
      policyArn: `arn:${partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
      accessScope: { type: "cluster" },
    },
    opts,
  );
}

/**
 * Names a principal by its ARN alone, so that no other principal's coming or going renames it: roles of one name may exist in several
 * paths and accounts, and a user may be called as a role is.
 * @example principalKey("arn:aws:iam::111111111111:role/team/platform-admin") // "platform-admin-" and 8 hexadecimal digits
 */
export function principalKey(arn: string): string {
  const lastPart = arn.slice(arn.lastIndexOf("/") + 1);
  return `${lastPart}-${createHash("sha256").update(arn).digest("hex").slice(0, 8)}`;
}
