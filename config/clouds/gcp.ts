import { z } from "zod";
import { GkeApiAccess } from "./apiAccess";
import { GcpQuotas } from "./quotas";
import { noMoreBlocksThan, shared } from "./shared";
import { noRepeats, type Rule, withRules } from "../file/rules";
import { GoogleProject, SecretsKeys } from "../values/google";

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
    // https://docs.cloud.google.com/nat/docs/ports-and-addresses
    natAddresses: z
      .int()
      .min(1)
      .max(50)
      .optional()
      .describe(
        "Static addresses that the nodes of each cluster leave by, for the allow lists of others; each carries 64,512 connections to one destination. Changing it in a live cluster ends the connections that are open. Default: none; Google picks addresses, and other ones later.",
      ),
    quotas: GcpQuotas,
    ...shared,
  }),
  groupsShareADomain,
  // The 50 of the API's reference is for clusters whose nodes are public: https://docs.cloud.google.com/kubernetes-engine/docs/how-to/latest/network-isolation
  noMoreBlocksThan(100),
);
