import { Provider } from "@pulumi/kubernetes/provider";
import type * as pulumi from "@pulumi/pulumi";
import type { ExistingPlan } from "../../plan/model/existing";

export interface ExistingProviderArgs {
  readonly plan: Pick<ExistingPlan, "context" | "identity" | "protect" | "unreachable">;
}

/**
 * Speaks to a cluster that somebody else made, by a context of the kubeconfig of whoever runs the program. It stands for the cluster in the
 * stack: protected, it keeps the cluster's key from being removed and its identity from being changed, while what runs inside stays free.
 */
export function createExistingProvider(
  name: string,
  { plan: { context, identity, protect, unreachable } }: ExistingProviderArgs,
  opts: pulumi.ResourceOptions,
): Provider {
  return new Provider(
    name,
    {
      context,
      // Empty is KUBECONFIG or ~/.kube/config, as kubectl reads them. Left out, the SDK would write this machine's KUBECONFIG into the state.
      kubeconfig: "",
      clusterIdentifier: identity,
      skipUpdateUnreachable: unreachable !== undefined,
      // Otherwise a changed ConfigMap is deleted and made again, and whoever reads it finds none in between.
      enableConfigMapMutable: true,
    },
    { ...opts, protect },
  );
}
