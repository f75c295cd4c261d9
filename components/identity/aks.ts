import * as managedidentity from "@pulumi/azure-native/managedidentity";
import type * as pulumi from "@pulumi/pulumi";
import type { AksPlan } from "../../plan/model/aks";
import type { AzureIdentity } from "../../plan/model/identity";
import type { AksCluster } from "../cluster/aks";
import type { AksNetwork } from "../network/aks";
import { assignRole } from "./azureRole";
import type { Identity } from "./index";

/** What the cluster and its group are to an identity. */
export interface AksIdentityArgs {
  readonly plan: AksPlan;
  readonly network: AksNetwork;
  readonly cluster: AksCluster;
}

/**
 * The pods of a service account as a managed identity, for whom the cluster vouches: Azure exchanges the service account's own token.
 * https://learn.microsoft.com/azure/aks/workload-identity-overview
 */
export function createAksIdentity(
  name: string,
  { serviceAccount, identity: resourceName, grants }: AzureIdentity,
  { plan, network, cluster }: AksIdentityArgs,
  opts: pulumi.CustomResourceOptions,
): Identity {
  const inGroup = { resourceGroupName: network.resourceGroup.name };
  const identity = new managedidentity.UserAssignedIdentity(
    `${name}-identity`,
    { ...inGroup, resourceName, location: plan.region, tags: plan.tags },
    opts,
  );
  const federation = new managedidentity.FederatedIdentityCredential(
    `${name}-federation`,
    {
      ...inGroup,
      resourceName: identity.name,
      federatedIdentityCredentialResourceName: serviceAccount.name,
      issuer: cluster.tokenIssuer,
      subject: `system:serviceaccount:${serviceAccount.namespace}:${serviceAccount.name}`,
      audiences: ["api://AzureADTokenExchange"],
    },
    opts,
  );
  const roles = grants.map(({ key, role, subscription, scope }) =>
    assignRole(`${name}-${key}-role`, { subscription, role, principalId: identity.principalId, scope }, opts),
  );
  return {
    permissions: [federation, ...roles],
    annotations: { "azure.workload.identity/client-id": identity.clientId },
    labels: { "azure.workload.identity/use": "true" },
  };
}
