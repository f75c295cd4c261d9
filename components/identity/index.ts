import * as pulumi from "@pulumi/pulumi";
import type { IdentityPlan } from "../../plan/model/identity";

/** How pods become somebody whom their cloud lets do what a plan grants, without a credential that could be stolen. */
export interface Identity {
  /** What has to exist before the pods, and outlive them. */
  readonly permissions: readonly pulumi.Resource[];
  /** Of the service account. */
  readonly annotations: Readonly<Record<string, pulumi.Input<string>>>;
  /** Of the pods. */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Makes an identity in one cluster's cloud.
 *
 * @param name of what it belongs to
 */
export type CreateIdentity = (name: string, plan: IdentityPlan, parent: pulumi.Resource) => Identity;

/** An identity that is a component of its own, below the cluster and beside what it belongs to. */
export class IdentityComponent extends pulumi.ComponentResource {
  constructor(type: string, name: string, opts: pulumi.ComponentResourceOptions) {
    super(`gateway-fleet:platform:${type}`, name, {}, opts);
    this.registerOutputs({});
  }
}
