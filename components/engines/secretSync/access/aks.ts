import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as pulumi from "@pulumi/pulumi";
import type { AksPlan } from "../../../../plan/model/aks";
import type { AksCluster } from "../../../cluster/aks";
import { assignRole } from "../../../identity/azureRole";
import type { AksNetwork } from "../../../network/aks";
import type { SecretAccess } from "./index";
import type { SecretOperatorPlan, SecretSource } from "../../../../plan/model/engines";

export interface AksSecretAccessArgs {
  readonly plan: AksPlan;
  readonly operator: SecretOperatorPlan<Extract<SecretSource, { cloud: "azure" }>>;
  readonly network: AksNetwork;
  readonly cluster: AksCluster;
}

/**
 * An identity that reads the values of one vault's secrets, for whom the cluster vouches: Azure exchanges the service account's own token.
 * https://learn.microsoft.com/azure/aks/workload-identity-overview
 */
export class AksSecretAccess extends pulumi.ComponentResource implements SecretAccess {
  readonly permissions: readonly pulumi.Resource[];
  readonly annotations: Readonly<Record<string, pulumi.Input<string>>>;
  readonly labels = { "azure.workload.identity/use": "true" };

  constructor(name: string, { plan, operator, network, cluster }: AksSecretAccessArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:platform:AksSecretAccess", name, {}, opts);
    const parent = { parent: this };
    const { serviceAccount, source } = operator;
    const inGroup = { resourceGroupName: network.resourceGroup.name };

    const identity = new managedidentity.UserAssignedIdentity(
      `${name}-identity`,
      { ...inGroup, resourceName: plan.names.secretsIdentity, location: plan.region, tags: plan.tags },
      parent,
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
      parent,
    );
    const role = assignRole(
      `${name}-vault-role`,
      { subscription: source.subscription, role: "Key Vault Secrets User", principalId: identity.principalId, scope: source.vaultId },
      parent,
    );

    this.permissions = [federation, role];
    this.annotations = { "azure.workload.identity/client-id": identity.clientId };
    this.registerOutputs({});
  }
}
