import type * as pulumi from "@pulumi/pulumi";
import type { RecordedPool } from "../nodepool";

/** What the rest of the fleet needs of a cluster, whichever cloud runs it. */
export interface ManagedCluster extends pulumi.ComponentResource {
  /** Exec-based: names the cloud's auth plugin, holds no credential. Secret all the same. */
  readonly kubeconfig: pulumi.Output<string>;
  /** "https://..." */
  readonly endpoint: pulumi.Output<string>;
  /** Changes exactly when the cluster is really another one: its objects are then made again. */
  readonly identity: pulumi.Output<string>;
  /** What must exist before, and go after, anything inside the cluster: access entries, role assignments. */
  readonly access: readonly pulumi.Resource[];
  /** The pool that came with the cluster, where a cloud makes none without (AKS). */
  readonly systemPool?: RecordedPool;
}
