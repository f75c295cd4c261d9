/**
 * Pods of one service account as somebody whom their cloud knows, and what it lets them do. No credential is kept anywhere: the cluster vouches
 * for the service account.
 */
export type IdentityPlan = AwsIdentity | AzureIdentity | GoogleIdentity;

export interface ServiceAccount {
  readonly namespace: string;
  readonly name: string;
}

interface IdentityCommon {
  readonly serviceAccount: ServiceAccount;
  /** Where it is a component of its own: that one's type, and what its name ends in. Undefined: a part of its engine. */
  readonly component: { readonly type: string; readonly name: string } | undefined;
}

/** A role, by Pod Identity. */
export interface AwsIdentity extends IdentityCommon {
  readonly cloud: "aws";
  /** Physical name. */
  readonly role: string;
  /** The role's inline policies. */
  readonly grants: readonly AwsGrant[];
}

export interface AwsGrant {
  /** Of the policy, in the role. */
  readonly name: string;
  /** JSON. */
  readonly policy: string;
}

/** A managed identity, by a federated credential. */
export interface AzureIdentity extends IdentityCommon {
  readonly cloud: "azure";
  /** Physical name. */
  readonly identity: string;
  readonly grants: readonly AzureGrant[];
}

export interface AzureGrant {
  /** What it is called below the identity, such as "vault". */
  readonly key: string;
  /** A built-in role, by its name. */
  readonly role: "Key Vault Secrets User";
  readonly subscription: string;
  /** Id of the resource that it is given on. */
  readonly scope: string;
}

/** The service account itself, by workload identity. */
export interface GoogleIdentity extends IdentityCommon {
  readonly cloud: "gcp";
  readonly project: string;
  readonly projectNumber: string;
  readonly grants: readonly GoogleGrant[];
}

export interface GoogleGrant {
  /** Such as "roles/secretmanager.secretAccessor". */
  readonly role: string;
  /** https://docs.cloud.google.com/iam/docs/conditions-resource-attributes */
  readonly condition: { readonly title: string; readonly expression: string };
}
