import type * as pulumi from "@pulumi/pulumi";
import type { Deployed, DeployedCluster, DeployedPool } from "../../../plan/model/outputs";

/** As the SDK calls a transform: it fills in what nobody said. */
export function argsOf(props: Record<string, unknown>, opts: pulumi.CustomResourceOptions = {}): pulumi.ResourceTransformArgs {
  return { custom: true, type: "", name: "", props, opts: { ignoreChanges: [], ...opts } };
}

/** What the last update recorded of a cluster. */
export function deployment(cluster: string, pools: DeployedCluster["pools"], systemPool?: DeployedPool): Deployed {
  return { config: "", clusters: { [cluster]: { cloud: "aws", region: "", slot: 0, forLife: {}, pools, systemPool, maxReplicas: {} } } };
}
