import { z } from "zod";
import { ApiAccess } from "./apiAccess";
import { AzureQuotas } from "./quotas";
import { blocksArePublic, noMoreBlocksThan, shared } from "./shared";
import { noRepeats, withRules } from "../file/rules";
import { guid } from "../values/azure";

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
    ...shared,
  }),
  // https://github.com/Azure/azure-cli/blob/dev/src/azure-cli/azure/cli/command_modules/acs/_validators.py (validate_ip_ranges)
  blocksArePublic("AKS takes public blocks here, and who comes from a private network comes with the address of its way out"),
  // 200, and the nodes' way out is one of them: https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges#limitations-and-considerations
  noMoreBlocksThan(199),
);
