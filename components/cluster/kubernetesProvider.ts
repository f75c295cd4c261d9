import { Provider } from "@pulumi/kubernetes/provider";
import type * as pulumi from "@pulumi/pulumi";
import type { ManagedCluster } from ".";

export interface KubernetesProviderArgs {
  readonly cluster: ManagedCluster;
  /** Whether an update passes over the objects of a cluster that does not answer, with a warning. Only for clusters said to be unreachable. */
  readonly skipUpdateUnreachable: boolean;
}

/** Speaks to one cluster; made after, and gone before, what lets the deployer in. */
export function createKubernetesProvider(
  name: string,
  { cluster, skipUpdateUnreachable }: KubernetesProviderArgs,
  opts: pulumi.ResourceOptions,
): Provider {
  return new Provider(
    name,
    {
      kubeconfig: cluster.kubeconfig,
      // Replaces the provider, and with it every object, exactly when the cluster is another one; a new kubeconfig alone replaces nothing.
      clusterIdentifier: cluster.identity,
      skipUpdateUnreachable,
      // Otherwise a changed ConfigMap is deleted and made again, and whoever reads it finds none in between.
      enableConfigMapMutable: true,
    },
    { ...opts, dependsOn: [...cluster.access] },
  );
}
