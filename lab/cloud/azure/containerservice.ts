import { CloudError, type Properties } from "../../provider/backend";
import { overlaps } from "../cidr";
import { uuid } from "../ids";
import type { Change, Draft, Problem, ResourceModel, Subject } from "../model";
import type { CloudResource } from "../store";
import { count, flag, has, object, objects, text, texts } from "../values";
import { clusterType, poolType } from "./credentials";
import { groupId, isBelow, isSameId, resourceId, sameLocation } from "./ids";
import { countLimits, poolNodes, refuseCount } from "./poolNodes";
import { refuseChanges } from "./refused";

const newestVersion = "1.35";
const inline = "agentPoolProfiles[0]";

/** A cluster with its one inline pool, whose live size is `hidden.size`. */
export const managedCluster: ResourceModel = {
  type: clusterType,
  source: "https://learn.microsoft.com/rest/api/aks/managed-clusters/create-or-update",
  seconds: { create: 290, update: 120, delete: 490 },
  required: ["resourceGroupName", "agentPoolProfiles"],
  name: { property: "resourceName", max: 63, pattern: /^[a-zA-Z0-9]$|^[a-zA-Z0-9][-_a-zA-Z0-9]*[a-zA-Z0-9]$/, auto: "random" },
  createOnly: [
    "resourceName",
    "resourceGroupName",
    "location",
    "dnsPrefix",
    "fqdnSubdomain",
    "nodeResourceGroup",
    "diskEncryptionSetID",
    "linuxProfile",
    "windowsProfile",
    ...[
      "serviceCidr",
      "serviceCidrs",
      "dnsServiceIP",
      "networkMode",
      "networkPlugin",
      "networkPluginMode",
      "podCidr",
      "networkDataplane",
      "networkPolicy",
      "outboundType",
    ].map((leaf) => `networkProfile.${leaf}`),
  ],
  canonical: sameLocation,
  limits,
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
    const started = await cloud.startCluster({ cluster: text(inputs, "resourceName"), minor: minorOf(inputs), serviceCidr, network });
    return {
      ...started,
      size: count(inputs, `${inline}.count`) ?? 1,
      uid: uuid().replaceAll("-", ""),
      kubeletClientId: uuid(),
      kubeletObjectId: uuid(),
    };
  },
  made: ({ inputs, cloud }) => cloud.clusterStarted(text(inputs, "resourceName")),
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
    refuseChanges(change, [
      "networkProfile.podCidrs",
      "networkProfile.loadBalancerSku",
      "networkProfile.ipFamilies",
      "apiServerAccessProfile.enablePrivateCluster",
      "apiServerAccessProfile.privateDNSZone",
      "enableRBAC",
      "identityProfile",
      "extendedLocation",
      ...["vmSize", "osType", "osDiskType", "osDiskSizeGB", "maxPods", "vnetSubnetID", "availabilityZones", "name"].map(
        (leaf) => `${inline}.${leaf}`,
      ),
    ]);
    if (flag(change.olds, "oidcIssuerProfile.enabled") === true && flag(change.inputs, "oidcIssuerProfile.enabled") !== true)
      refuseChanges(change, ["oidcIssuerProfile"], "OIDCIssuerFeatureCannotBeDisabled");
    refuseVersion(change);
    refuseCount(object(change.inputs, inline));
  },
  // The whole cluster is sent, so the inline pool's count holds whatever changed.
  update: ({ inputs }) => ({ size: count(inputs, `${inline}.count`) ?? 1 }),
  // The load balancers and the pools are in the cluster's own resource group, which goes with it.
  cascade: ({ cloud, id }) => cloud.byType(poolType).filter((pool) => isBelow(pool.id, id)),
  pool: (subject) =>
    poolNodes(subject, object(subject.inputs, inline), {
      cluster: text(subject.inputs, "resourceName"),
      controlPlane: text(subject.hidden, "controlPlane"),
      name: text(subject.inputs, `${inline}.name`),
    }),
  dismantle: ({ hidden, cloud }) => cloud.controlPlanes.remove(text(hidden, "controlPlane")),
};

function limits(inputs: Properties): readonly Problem[] {
  const pools = objects(inputs, "agentPoolProfiles[*]");
  const prefix = text(inputs, "dnsPrefix");
  return [
    ...(has(inputs, "dnsPrefix") || has(inputs, "fqdnSubdomain")
      ? []
      : [{ property: "dnsPrefix", reason: "dnsPrefix or fqdnSubdomain is required" }]),
    ...(prefix === "" || /^[a-zA-Z0-9]([-a-zA-Z0-9]{0,52}[a-zA-Z0-9])?$/.test(prefix)
      ? []
      : [{ property: "dnsPrefix", reason: `${prefix} is not 1 to 54 letters, digits and hyphens` }]),
    ...(has(inputs, "identity") || has(inputs, "servicePrincipalProfile")
      ? []
      : [{ property: "identity", reason: "identity or servicePrincipalProfile is required" }]),
    ...(pools.length === 1 && text(pools[0] ?? {}, "mode") === "System"
      ? []
      : [
          {
            property: "agentPoolProfiles",
            reason: "the lab has clusters with one inline pool of mode System; further pools are AgentPool resources",
          },
        ]),
    ...pools.flatMap((pool) => countLimits(pool, "agentPoolProfiles")),
    ...(flag(inputs, "disableLocalAccounts") === true && !has(inputs, "aadProfile")
      ? [{ property: "disableLocalAccounts", reason: "needs aadProfile" }]
      : []),
    ...(flag(inputs, "securityProfile.workloadIdentity.enabled") === true && flag(inputs, "oidcIssuerProfile.enabled") !== true
      ? [{ property: "securityProfile.workloadIdentity", reason: "needs oidcIssuerProfile.enabled" }]
      : []),
    ...(text(inputs, "networkProfile.networkPolicy") === "cilium" && text(inputs, "networkProfile.networkDataplane") !== "cilium"
      ? [{ property: "networkProfile.networkPolicy", reason: "cilium needs networkDataplane cilium" }]
      : []),
    ...(text(inputs, "networkProfile.networkDataplane") === "cilium" &&
    text(inputs, "networkProfile.networkPluginMode") !== "overlay" &&
    !has(inputs, "agentPoolProfiles[0].podSubnetID")
      ? [{ property: "networkProfile.networkDataplane", reason: "cilium needs networkPluginMode overlay or a pod subnet" }]
      : []),
  ];
}

/** AKS makes the group of the nodes itself and deletes it with the cluster. */
function refuseTakenNodeGroup(draft: Draft): void {
  const id = groupId(draft.account, nodeGroupName(draft.inputs));
  const group = draft.cloud.byType("azure-native:resources:ResourceGroup").find((other) => isSameId(other.id, id));
  const other = draft.cloud.byType(clusterType).find(({ inputs }) => isSameId(groupId(draft.account, nodeGroupName(inputs)), id));
  if (group !== undefined || other !== undefined)
    throw new CloudError(
      `Code="NodeResourceGroupAlreadyExists" Message="The node resource group ${nodeGroupName(draft.inputs)} already exists (${(group ?? other)?.id}); it must not"`,
    );
}

function refuseRanges(draft: Draft): void {
  const { inputs } = draft;
  const service = text(inputs, "networkProfile.serviceCidr");
  const others = [text(inputs, "networkProfile.podCidr"), ...subnetsOf(draft).map((subnet) => text(subnet.inputs, "addressPrefix"))];
  const taken = others.find((range) => range !== "" && service !== "" && overlaps(range, service));
  if (taken !== undefined)
    throw new CloudError(`Code="ServiceCidrOverlapExistingSubnetsCidr" Message="The service range ${service} overlaps with ${taken}"`);
}

/** In a subnet of one's own, the control plane's identity needs a role before the cluster is made. */
function refuseWithoutRole(draft: Draft): void {
  const identities = texts(draft.inputs, "identity.userAssignedIdentities[*]");
  for (const subnet of subnetsOf(draft)) {
    const principals = identities.map((id) => text(identityById(draft, id)?.hidden ?? {}, "principalId"));
    const assigned = draft.cloud
      .byType("azure-native:authorization:RoleAssignment")
      .some(({ inputs }) => principals.includes(text(inputs, "principalId")) && isBelow(subnet.id, text(inputs, "scope")));
    if (!assigned)
      throw new CloudError(
        `Code="LinkedAuthorizationFailed" Message="The cluster's identity has no role on ${subnet.id}: it cannot perform Microsoft.Network/virtualNetworks/subnets/join/action"`,
      );
  }
}

function refuseWithoutWayOut(draft: Draft): void {
  if (text(draft.inputs, "networkProfile.outboundType") !== "userAssignedNATGateway") return;
  const without = subnetsOf(draft).find((subnet) => text(subnet.inputs, "natGateway.id") === "");
  if (without !== undefined)
    throw new CloudError(
      `Code="UserAssignedNATGatewaySubnetNotConfigured" Message="${without.id} has no NAT gateway, which outboundType userAssignedNATGateway needs"`,
    );
}

function refuseVersion({ olds, inputs }: Change): void {
  const step = Number(minorOf(inputs).split(".")[1]) - Number(minorOf(olds).split(".")[1]);
  if (step < 0 || step > 1)
    throw new CloudError(
      `Code="OperationNotAllowed" Message="Upgrading Kubernetes version from ${minorOf(olds)} to ${minorOf(inputs)} is not allowed: one minor version at a time, and never back"`,
    );
}

function livePools({ inputs, hidden }: Pick<Subject, "inputs" | "hidden">): readonly Properties[] {
  return objects(inputs, "agentPoolProfiles[*]").map((pool) => ({ ...pool, count: count(hidden, "size") ?? 1 }));
}

function subnetsOf({ inputs, cloud }: Draft): readonly CloudResource[] {
  const ids = texts(inputs, "agentPoolProfiles[*].vnetSubnetID");
  return cloud.byType("azure-native:network:Subnet").filter((subnet) => ids.some((id) => isSameId(id, subnet.id)));
}

function identityById({ cloud }: Draft, id: string): CloudResource | undefined {
  return cloud.byType("azure-native:managedidentity:UserAssignedIdentity").find((identity) => isSameId(identity.id, id));
}

function nodeGroupName(inputs: Properties): string {
  return (
    text(inputs, "nodeResourceGroup") ||
    `MC_${text(inputs, "resourceGroupName")}_${text(inputs, "resourceName")}_${text(inputs, "location")}`
  );
}

export function minorOf(inputs: Properties): string {
  return /^\d+\.\d+/.exec(text(inputs, "kubernetesVersion"))?.[0] ?? newestVersion;
}

function hostAndPort({ hidden }: Subject): string {
  return text(hidden, "endpoint").replace("https://", "");
}
