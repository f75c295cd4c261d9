import type { Properties } from "../../../../facts/properties/values";
import { clusterKey } from "../../shared/clusterKey";
import { uuid } from "../../shared/ids";
import type { ResourceModel, Subject } from "../../simulator/model";
import { raiseControlPlane } from "../../shared/upgrade";
import { count, flag, object, objects, text } from "../../../../facts/properties/select";
import {
  minorOf,
  nodeGroupName,
  refuseRanges,
  refuseTakenNodeGroup,
  refuseVersion,
  refuseWithoutRole,
  refuseWithoutWayOut,
  onlyOneInlinePool,
} from "./rules";
import { clusterType, maintenanceType, poolType } from "./credentials";
import { groupId, isBelow, resourceId } from "../ids";
import { poolNodes, refuseCount } from "./poolNodes";
import { refuseChanges } from "../refused";

const inline = "agentPoolProfiles[0]";

/** A cluster with its one inline pool, whose live size is `hidden.size`. */
export const managedCluster: ResourceModel = {
  type: clusterType,
  seconds: { create: 290, update: 120, delete: 490 },
  notModelled: onlyOneInlinePool,
  refs: [
    { path: "resourceGroupName", to: [{ type: "azure-native:resources:ResourceGroup", output: "name" }] },
    { path: "agentPoolProfiles[*].vnetSubnetID", to: [{ type: "azure-native:network:Subnet", output: "id" }] },
    { path: "identity.userAssignedIdentities[*]", to: [{ type: "azure-native:managedidentity:UserAssignedIdentity", output: "id" }] },
  ],
  admit(draft) {
    refuseCount(object(draft.inputs, inline));
    refuseTakenNodeGroup(draft);
    refuseRanges(draft);
    refuseWithoutRole(draft);
    refuseWithoutWayOut(draft);
  },
  async provision({ inputs, cloud }) {
    const network = text(inputs, `${inline}.vnetSubnetID`).replace(/\/subnets\/[^/]+$/i, "");
    const serviceCidr = text(inputs, "networkProfile.serviceCidr") || "10.0.0.0/16";
    const name = text(inputs, "resourceName");
    const started = await cloud.startCluster({ cluster: clusterKey(inputs), name, minor: minorOf(inputs), serviceCidr, network });
    return {
      ...started,
      size: count(inputs, `${inline}.count`) ?? 1,
      uid: uuid().replaceAll("-", ""),
      kubeletClientId: uuid(),
      kubeletObjectId: uuid(),
    };
  },
  made: ({ inputs, cloud }) => cloud.clusterStarted(clusterKey(inputs)),
  id: (draft) => resourceId(draft, "Microsoft.ContainerService", { managedClusters: "resourceName" }),
  outputs: {
    name: ({ inputs }) => text(inputs, "resourceName"),
    // The real names are <prefix>-<hash>.hcp.<region>.azmk8s.io; nothing here would resolve them.
    fqdn: hostAndPort,
    privateFQDN: (subject) =>
      flag(subject.inputs, "apiServerAccessProfile.enablePrivateCluster") === true ? hostAndPort(subject) : undefined,
    resourceUID: ({ hidden }) => text(hidden, "uid"),
    nodeResourceGroup: ({ inputs }) => nodeGroupName(inputs),
    currentKubernetesVersion: ({ inputs }) => `${minorOf(inputs)}.0`,
    identityProfile: ({ hidden, inputs, account }) => ({
      kubeletidentity: {
        clientId: text(hidden, "kubeletClientId"),
        objectId: text(hidden, "kubeletObjectId"),
        resourceId: `${groupId(account, nodeGroupName(inputs))}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${text(inputs, "resourceName")}-agentpool`,
      },
    }),
    oidcIssuerProfile: ({ inputs, hidden, account }) => ({
      ...object(inputs, "oidcIssuerProfile"),
      ...(flag(inputs, "oidcIssuerProfile.enabled") === true
        ? { issuerURL: `https://${account.region}.oic.prod-aks.azure.com/${account.tenant}/${text(hidden, "uid")}/` }
        : {}),
    }),
    agentPoolProfiles: livePools,
    powerState: () => ({ code: "Running" }),
    provisioningState: () => "Succeeded",
  },
  liveInputs: (subject) => ({ ...subject.inputs, agentPoolProfiles: livePools(subject) }),
  admitUpdate(change) {
    refuseChanges(change);
    refuseVersion(change);
    refuseCount(object(change.inputs, inline));
  },
  follow: (change) =>
    raiseControlPlane(
      change,
      minorOf(change.olds),
      minorOf(change.inputs),
      text(change.inputs, "networkProfile.serviceCidr") || "10.0.0.0/16",
    ),
  // The whole cluster is sent, so the inline pool's count holds whatever changed.
  update: ({ inputs }) => ({ size: count(inputs, `${inline}.count`) ?? 1 }),
  // The load balancers and the pools are in the cluster's own resource group, which goes with it.
  cascade: ({ cloud, id }) => [poolType, maintenanceType].flatMap((type) => cloud.byType(type).filter((child) => isBelow(child.id, id))),
  pool: (subject) =>
    poolNodes(subject, object(subject.inputs, inline), {
      cluster: clusterKey(subject.inputs),
      controlPlane: text(subject.hidden, "controlPlane"),
      name: text(subject.inputs, `${inline}.name`),
    }),
  dismantle: ({ hidden, cloud }) => cloud.controlPlanes.remove(text(hidden, "controlPlane")),
};

function livePools({ inputs, hidden }: Pick<Subject, "inputs" | "hidden">): readonly Properties[] {
  return objects(inputs, "agentPoolProfiles[*]").map((pool) => ({ ...pool, count: count(hidden, "size") ?? 1 }));
}

function hostAndPort({ hidden }: Subject): string {
  return text(hidden, "endpoint").replace("https://", "");
}
