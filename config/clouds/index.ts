import { z } from "zod";
import { ApiAccess, GkeApiAccess } from "./apiAccess";
import { guid } from "../values/azure";
import { show } from "../file/wording";
import { isPrivate } from "../values/cidr";
import { GoogleProject, SecretsKeys } from "../values/google";
import { NodeAutoscaler } from "../clusters/nodeAutoscaler";
import { Overrides } from "../overrides";
import { AwsQuotas, AzureQuotas, GcpQuotas } from "./quotas";
import { partitionIn } from "../../catalogue/partitions";
import { noRepeats, type Path, type Rule, withRules } from "../file/rules";

const Spot = z
  .strictObject({
    percent: z.int().min(0).max(100).describe("Largest share of a pool's max on spot nodes, in whole percent, for pools with min above 0."),
    policy: z
      .enum(["availability", "strictMax"])
      .default("availability")
      .describe(
        "What a shortage of spot nodes costs: availability lets on-demand nodes carry everything (money), strictMax keeps the pool's max (capacity).",
      ),
  })
  .meta({ id: "Spot", description: "How much of this cloud runs on spot nodes." });

const Reserved = z
  .strictObject({
    percent: z
      .int()
      .min(1)
      .max(100)
      .describe("Share of the nodes that pools start with, in whole percent; counted up to the on-demand minimum."),
    years: z
      .union([z.literal(1), z.literal(3)], {
        error: ({ input }) =>
          input === undefined ? undefined : `${show(input)} is no term: a commitment runs for 1 or 3 years; write one of them`,
      })
      .describe("Term, in years: 1 or 3."),
  })
  .meta({
    id: "Reserved",
    description:
      "Nodes to commit to in advance for a discount. Reported as the output `commitments`, never bought: a purchase is a contract.",
  });

const common = {
  spot: Spot.prefault({ percent: 0 }).describe("How much of this cloud runs on spot nodes."),
  reserved: Reserved.optional().describe("Nodes to commit to in advance; only reported. Default: none."),
  overrides: Overrides.default({}).describe("What differs in every cluster of this cloud; a cluster's own overrides win."),
};

const Arn = z
  .string()
  .regex(/^arn:(aws|aws-cn|aws-us-gov):iam::\d{12}:(role|user)\/.+$/, { error: ({ input }) => describeNoArn(String(input)) });
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

/** @see https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html */
const blocksArePublic: Rule<{ readonly apiAccess: z.infer<typeof ApiAccess> }> = ({ apiAccess }, { sound, readable, report }) => {
  if (!readable("apiAccess", "cidrs") || !sound("apiAccess", "mode") || apiAccess.mode === "private") return;
  apiAccess.cidrs.forEach((block, index) => {
    if (!sound("apiAccess", "cidrs", index) || !isPrivate(block)) return;
    const reason = "EKS takes public blocks here, and private addresses reach the API server through the VPC anyway";
    report(["apiAccess", "cidrs", index], `"${block}" is private; ${reason}; remove it`);
  });
};

/** @param limit the most blocks that the cloud leaves for the operator's own */
function noMoreBlocksThan(limit: number): Rule<{ readonly apiAccess: z.infer<typeof GkeApiAccess> }> {
  const path: Path = ["apiAccess", "cidrs"];
  return ({ apiAccess }, { sound, report }) => {
    if (sound("apiAccess") && apiAccess.mode === "restricted" && apiAccess.cidrs.length > limit)
      report(path, `has ${apiAccess.cidrs.length} blocks, at most ${limit} are possible; merge neighbours into wider blocks`);
  };
}

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
    ...common,
  }),
  deployerIsAtHome,
  adminsAreInPartition,
  blocksArePublic,
  // https://docs.aws.amazon.com/general/latest/gr/eks.html#limits_eks
  noMoreBlocksThan(40),
);

export const Azure = withRules(
  z.strictObject({
    subscription: guid("a subscription id").describe("Subscription id (GUID)."),
    tenant: guid("a tenant id").describe("Entra tenant id (GUID)."),
    deployer: guid("an object id").describe(
      "Object id (GUID) of the principal that runs `pulumi up`. Of a service principal, take the enterprise application's object id, not the application's.",
    ),
    admins: withRules(z.array(guid("an object id")), noRepeats)
      .default([])
      .describe("Object ids (GUIDs) of Entra groups with administrator access to every cluster."),
    apiAccess: ApiAccess,
    quotas: AzureQuotas,
    ...common,
  }),
  // 200, and the nodes' way out is one of them: https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges#limitations-and-considerations
  noMoreBlocksThan(199),
);

/**
 * GKE knows the groups that are members of one group, in one domain; any other group's administrators would be let in nowhere.
 * https://docs.cloud.google.com/kubernetes-engine/docs/how-to/google-groups-rbac
 */
const groupsShareADomain: Rule<{ readonly admins: readonly string[] }> = ({ admins }, { sound, readable, report }) => {
  if (!readable("admins")) return;
  const groups = admins.flatMap((member, index) =>
    sound("admins", index) && member.startsWith("group:") ? [{ member, index, domain: member.split("@")[1]?.toLowerCase() ?? "" }] : [],
  );
  for (const { member, index, domain } of groups)
    if (domain !== groups[0]?.domain)
      report(
        ["admins", index],
        `"${member}" is in another domain than "${groups[0]?.member}", and a GKE cluster knows groups of one domain only; make its members a group of ${groups[0]?.domain}, or name them one by one as user:...`,
      );
};

export const Gcp = withRules(
  z.strictObject({
    project: GoogleProject.describe("Project id (not its name or number)."),
    admins: withRules(
      z.array(
        z.string().regex(/^(user|group|serviceAccount):[^@\s]+@[^@\s]+$/, {
          error: ({ input }) => `"${String(input)}" is not an IAM member; write user:, group: or serviceAccount: and an e-mail address`,
        }),
      ),
      noRepeats,
    )
      .default([])
      .describe(
        "IAM members with administrator access to every cluster: user:..., group:... or serviceAccount:..., with an e-mail address. The groups are of one domain.",
      ),
    apiAccess: GkeApiAccess,
    secretsKeys: SecretsKeys.optional().describe(
      "Cloud KMS key of each region with clusters, which encrypts their Secrets; the key and its grant are somebody else's. Default: Google's own encryption.",
    ),
    quotas: GcpQuotas,
    ...common,
  }),
  groupsShareADomain,
  // The 50 of the API's reference is for clusters whose nodes are public: https://docs.cloud.google.com/kubernetes-engine/docs/how-to/latest/network-isolation
  noMoreBlocksThan(100),
);

export const Clouds = withRules(
  z
    .strictObject({
      aws: Aws.describe("Amazon Web Services: EKS."),
      azure: Azure.describe("Microsoft Azure: AKS."),
      gcp: Gcp.describe("Google Cloud: GKE."),
    })
    .partial(),
  (clouds, { report }) => {
    if (Object.keys(clouds).length === 0)
      report([], "configures no cloud; add aws, azure or gcp, or leave clouds out where every cluster is existing");
  },
);
export type Clouds = z.infer<typeof Clouds>;

function describeNumericAccount(input: number): string {
  const digits = String(input);
  return `${digits} is a number, and YAML drops a number's leading zeros; write all twelve digits in quotes${digits.length <= 12 ? `, such as "${digits.padStart(12, "0")}"` : ""}`;
}

function describeNoArn(input: string): string {
  const [, partition = "", account = "", role = ""] = /^arn:(aws[a-z-]*):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(input) ?? [];
  if (role !== "")
    return `"${input}" is a session, not a principal; write its role, arn:${partition}:iam::${account}:role/${role} (with the role's path, if it has one)`;
  return `"${input}" is not the ARN of an IAM role or user; write it as arn:aws:iam::111111111111:role/name`;
}
