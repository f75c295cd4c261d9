import * as eks from "@pulumi/aws/eks";
import type { Provider } from "@pulumi/aws/provider";
import type * as pulumi from "@pulumi/pulumi";
import type { EksPlan } from "../../plan/model/eks";
import type { Recorded } from "../recorded";
import { keepLiveSize, plainObject } from "./index";
import { sizePaths } from "../../facts/sizePaths";
import type { NodePoolPlan } from "../../plan/model/pool";
import { ownEntry } from "../../facts/properties/ownEntry";

/** Sends a managed node group the size that its autoscaler has reached. */
export function keepEksSize(cluster: EksPlan, pool: NodePoolPlan, recorded: Recorded, provider: Provider): pulumi.ResourceTransform {
  const clusterName = cluster.names.cluster;
  return keepLiveSize(cluster, pool, recorded, {
    path: sizePaths["aws:eks/nodeGroup:NodeGroup"],
    recorded: ({ pools }) => ownEntry(pools, pool.key),
    names: async () => {
      const { names } = await eks.getNodeGroups({ clusterName }, { provider });
      return names.filter((name) => isOf(pool.physicalName, name));
    },
    read: async (nodeGroupName) => {
      const { scalingConfigs } = await eks.getNodeGroup({ clusterName, nodeGroupName }, { provider });
      return scalingConfigs[0]?.desiredSize;
    },
    write: (props, desiredSize) => ({ ...props, scalingConfig: { ...plainObject(props["scalingConfig"]), desiredSize } }),
  });
}

/** The provider adds 26 digits to a prefix, which tells "general-" from "general-spot-". */
function isOf(prefix: string, name: string): boolean {
  return name.startsWith(prefix) && /^[0-9a-f]{26}$/.test(name.slice(prefix.length));
}
