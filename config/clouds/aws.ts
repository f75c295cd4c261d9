import { z } from "zod";
import { partitionIn } from "../../catalogue/partitions";
import { ApiAccess } from "./apiAccess";
import { AwsQuotas } from "./quotas";
import { blocksArePublic, noMoreBlocksThan, shared } from "./shared";
import { NodeAutoscaler } from "../clusters/nodeAutoscaler";
import { noRepeats, type Rule, withRules } from "../file/rules";

/**
 * One role or one user, with its path. IAM takes "*" in a path and nowhere else, and an access entry names exactly one principal that exists.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
 */
const Arn = z.string().regex(/^arn:(aws|aws-cn|aws-us-gov):iam::\d{12}:(role|user)\/([!-)+-~]{1,510}\/)?[\w+=,.@-]{1,64}$/, {
  error: ({ input }) => describeNoArn(String(input)),
});
const Account = z
  .string({ error: ({ input }) => (typeof input === "number" && Number.isInteger(input) ? describeNumericAccount(input) : undefined) })
  .regex(/^\d{12}$/, {
    error: ({ input }) =>
      `"${String(input)}" is not an account id, which has twelve digits; ${/^\d{9,11}$/.test(String(input)) ? "is a leading zero missing?" : "copy it from the console"}`,
  });

/** The caller creates resources in the account, so it is one of its principals; anything else is a copy from another environment. */
const deployerIsAtHome: Rule<{ readonly account: string; readonly deployer: string }> = ({ account, deployer }, { sound, report }) => {
  if (sound("account") && sound("deployer") && deployer.split(":")[4] !== account)
    report(["deployer"], `"${deployer}" is not in account ${account}; name a role of that account, or correct account`, ["account"]);
};

/** EKS admits principals of its own partition alone. */
const adminsAreInPartition: Rule<{ readonly deployer: string; readonly admins: readonly string[] }> = (
  { deployer, admins },
  { sound, readable, report },
) => {
  if (!sound("deployer") || !readable("admins")) return;
  admins.forEach((admin, index) => {
    if (sound("admins", index) && partitionIn(admin) !== partitionIn(deployer))
      report(
        ["admins", index],
        `"${admin}" is in the partition ${partitionIn(admin)}, and the deployer in ${partitionIn(deployer)}; name a principal of ${partitionIn(deployer)}`,
        ["deployer"],
      );
  });
};

export const Aws = withRules(
  z.strictObject({
    account: Account.describe('Account id: twelve digits, in quotes ("012345678901"), or YAML reads a number and drops leading zeros.'),
    deployer: Arn.describe("ARN of the IAM role (or user) that runs `pulumi up`: it gets access to every cluster."),
    admins: withRules(z.array(Arn), noRepeats)
      .default([])
      .describe("ARNs of IAM roles or users with administrator access to every cluster, beside the deployer."),
    natGateways: z
      .enum(["perZone", "one"])
      .default("perZone")
      .describe(
        "The nodes' way out: a NAT gateway in every zone, or one in the first of the cluster's zones, which costs less. With one, the loss of its zone costs all nodes of the cluster their way out, and other zones pay for traffic to it.",
      ),
    privateEndpoints: z
      .boolean()
      .default(true)
      .describe(
        "Whether clusters reach AWS's own APIs (images, credentials, logs, EC2, EKS) without leaving their network. Costs per endpoint, zone and hour; without, these calls go through the NAT gateways. S3 is always private and free.",
      ),
    apiAccess: ApiAccess,
    nodeAutoscaler: NodeAutoscaler.default("clusterAutoscaler").describe(
      "Who adds and removes nodes: clusterAutoscaler sizes node groups; karpenter starts machines for the pods that wait, above the pools' min.",
    ),
    quotas: AwsQuotas,
    ...shared,
  }),
  deployerIsAtHome,
  adminsAreInPartition,
  // https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
  blocksArePublic("EKS takes public blocks here, and private addresses reach the API server through the VPC anyway"),
  // https://docs.aws.amazon.com/general/latest/gr/eks.html#limits_eks
  noMoreBlocksThan(40),
);

function describeNumericAccount(input: number): string {
  const digits = String(input);
  return `${digits} is a number, and YAML drops a number's leading zeros; write all twelve digits in quotes${digits.length <= 12 ? `, such as "${digits.padStart(12, "0")}"` : ""}`;
}

function describeNoArn(input: string): string {
  const [, partition = "", account = "", role = ""] = /^arn:(aws[a-z-]*):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(input) ?? [];
  if (role !== "")
    return `"${input}" is a session, not a principal; write its role, arn:${partition}:iam::${account}:role/${role} (with the role's path, if it has one)`;
  if (/[*?]/.test(input)) return `"${input}" stands for several principals, and EKS admits each by its own ARN; name them one by one`;
  return `"${input}" is not the ARN of an IAM role or user, whose name has letters, digits and "+=,.@_-"; write it as arn:aws:iam::111111111111:role/name`;
}
