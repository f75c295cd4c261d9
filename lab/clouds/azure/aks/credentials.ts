import { CloudError } from "../../../provider/backend";
import type { Properties } from "../../../../facts/properties/values";
import type { CloudContents, CloudFunction } from "../../simulator/model";
import type { CloudResource } from "../../simulator/store";
import { count, objects, text } from "../../../../facts/properties/select";
import { isBelow, isSameId, resourceId } from "../ids";

export const clusterType = "azure-native:containerservice:ManagedCluster";
export const poolType = "azure-native:containerservice:AgentPool";
export const maintenanceType = "azure-native:containerservice:MaintenanceConfiguration";

/** The certificate of a cluster's API server as a kubeconfig carries it: PEM in base64. */
export function caOf(cloud: CloudContents, clusterId: string): string {
  return Buffer.from(text(clusterById(cloud, clusterId).hidden, "caCertificate")).toString("base64");
}

function clusterById(cloud: CloudContents, id: string): CloudResource {
  const cluster = cloud.byType(clusterType).find((resource) => isSameId(resource.id, id));
  if (cluster === undefined) throw new CloudError(`Status=404 Code="ResourceNotFound" Message="The resource '${id}' was not found."`);
  return cluster;
}

/** @see https://learn.microsoft.com/rest/api/aks/managed-clusters/list-cluster-user-credentials */
const listUserCredentials: CloudFunction = (args, { account, cloud }) => {
  const cluster = clusterById(
    cloud,
    resourceId({ inputs: args, account }, "Microsoft.ContainerService", { managedClusters: "resourceName" }),
  );
  const name = text(args, "resourceName");
  const kubeconfig = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": name,
    clusters: [{ name, cluster: { server: text(cluster.hidden, "endpoint"), "certificate-authority-data": caOf(cloud, cluster.id) } }],
    contexts: [{ name, context: { cluster: name, user: `clusterUser_${name}` } }],
    users: [
      {
        name: `clusterUser_${name}`,
        user: {
          exec: { apiVersion: "client.authentication.k8s.io/v1beta1", command: "kubelogin", args: ["get-token", "--login", "devicecode"] },
        },
      },
    ],
  };
  return { kubeconfigs: [{ name: "clusterUser", value: Buffer.from(JSON.stringify(kubeconfig)).toString("base64") }] };
};

/** @see https://learn.microsoft.com/rest/api/aks/agent-pools/get */
const getAgentPool: CloudFunction = (args, { account, cloud }) => {
  const id = resourceId({ inputs: args, account }, "Microsoft.ContainerService", {
    managedClusters: "resourceName",
    agentPools: "agentPoolName",
  });
  const pool = cloud.byType(poolType).find((resource) => isSameId(resource.id, id));
  if (pool !== undefined) return { ...pool.outputs, id: pool.id } satisfies Properties;
  const inline = inlinePool(cloud, id);
  if (inline !== undefined) return { ...inline, id } satisfies Properties;
  throw new CloudError(`request failed ${id}: Status=404 Code="NotFound" Message="The agent pool was not found."`);
};

/** Azure answers for the pool that came with a cluster as for any other. */
function inlinePool(cloud: CloudContents, id: string): Properties | undefined {
  const cluster = cloud.byType(clusterType).find((resource) => isBelow(id, resource.id));
  if (cluster === undefined) return undefined;
  const pools = objects(cluster.inputs, "agentPoolProfiles[*]");
  const pool = pools.find((profile) => isSameId(`${cluster.id}/agentPools/${text(profile, "name")}`, id));
  return pool === undefined ? undefined : { ...pool, count: count(cluster.hidden, "size") ?? 0 };
}

export const containerFunctions: Readonly<Record<string, CloudFunction>> = {
  "azure-native:containerservice:listManagedClusterUserCredentials": listUserCredentials,
  "azure-native:containerservice:getAgentPool": getAgentPool,
};
