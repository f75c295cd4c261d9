import type * as pulumi from "@pulumi/pulumi";

/** How pods become somebody whom their cloud lets read the fleet's secrets, without a credential that could be stolen. */
export interface SecretAccess {
  /** What has to exist before the pods, and outlive them. */
  readonly permissions: readonly pulumi.Resource[];
  /** Of the service account. @default none */
  readonly annotations?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Of the pods. @default none */
  readonly labels?: Readonly<Record<string, string>>;
}
