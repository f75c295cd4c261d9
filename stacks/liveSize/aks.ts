import { getAgentPool } from "@pulumi/azure-native/containerservice";
import * as pulumi from "@pulumi/pulumi";
import type { AksPlan } from "../../plan/model/aks";
import type { Recorded } from "../recorded";
import { keepLiveSize, type PlainProps, type SizeField } from "./index";
import { sizePaths } from "../../facts/sizePaths";
import type { NodePoolPlan } from "../../plan/model/pool";
import { ownEntry } from "../../facts/properties/ownEntry";

/** Sends an agent pool the size that its autoscaler has reached. */
export function keepAksSize(
  cluster: AksPlan,
  pool: NodePoolPlan,
  recorded: Recorded,
  provider: pulumi.ProviderResource,
): pulumi.ResourceTransform {
  return keepLiveSize(cluster, pool, recorded, {
    path: sizePaths["azure-native:containerservice:AgentPool"],
    recorded: ({ pools }) => ownEntry(pools, pool.key),
    names: ({ physicalName }) => Promise.resolve([...new Set([physicalName, pool.physicalName])]),
    read: countOf(cluster, provider),
    write: (props, count) => ({ ...props, count }),
  });
}

/** Sends a cluster's system pool, which is a part of the cluster, the size that its autoscaler has reached. */
export function keepAksSystemSize(cluster: AksPlan, recorded: Recorded, provider: pulumi.ProviderResource): pulumi.ResourceTransform {
  const { name, bounds } = cluster.systemPool;
  return keepLiveSize(cluster, { key: name, bounds }, recorded, {
    path: sizePaths["azure-native:containerservice:ManagedCluster"],
    recorded: ({ systemPool }) => systemPool,
    names: ({ physicalName }) => Promise.resolve([physicalName]),
    read: countOf(cluster, provider),
    write: (props, count) => ({
      ...props,
      // Holds the subnet's id, so the engine hands it over as an output.
      agentPoolProfiles: pulumi
        .output(props["agentPoolProfiles"] as pulumi.Input<readonly PlainProps[]>)
        .apply((inline) => inline.map((profile) => ({ ...profile, count }))),
    }),
  });
}

function countOf({ names }: AksPlan, provider: pulumi.ProviderResource): SizeField["read"] {
  return async (agentPoolName) => {
    const cluster = { resourceGroupName: names.resourceGroup, resourceName: names.cluster };
    return (await getAgentPool({ ...cluster, agentPoolName }, { provider })).count;
  };
}
