import type * as pulumi from "@pulumi/pulumi";
import type { NodeGroup } from "../../plan/model/pool";

/** What every cloud's pool component takes beside its cloud's own arguments. */
export interface NodePoolArgs<Plan extends NodeGroup> {
  readonly plan: Plan;
  readonly tags: Readonly<Record<string, string>>;
  /** Decides, per update, which size reaches the cloud; put in the pool resource's `transforms`. */
  readonly keepLiveSize: pulumi.ResourceTransform;
}

/** What the stack records of a pool, from the resource's own outputs: true even after a targeted update. */
export interface RecordedPool {
  readonly physicalName: pulumi.Output<string>;
  readonly fingerprint: pulumi.Output<string>;
  readonly max: pulumi.Output<number>;
  /** Kubernetes minor of its nodes, where they do not follow their control plane by themselves (GKE). */
  readonly minor?: pulumi.Output<string>;
}

export interface NodePool extends pulumi.ComponentResource, RecordedPool {}

/** Tag (EKS, AKS) or resource label (GKE) that carries a pool's fingerprint. */
export const fingerprintTag = "gateway-fleet-fingerprint";
