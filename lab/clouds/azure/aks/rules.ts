import { CloudError } from "../../../provider/backend";
import type { Properties } from "../../../../facts/properties/values";
import { overlaps } from "../../../../facts/rules/cidr";
import type { Change, Draft } from "../../simulator/model";
import type { Problem } from "../../../../facts/resource";
import type { CloudResource } from "../../simulator/store";
import { objects, text, texts } from "../../../../facts/properties/select";
import { clusterType } from "./credentials";
import { groupId, isBelow, isSameId } from "../ids";

const newestVersion = "1.35";

/** AKS makes the group of the nodes itself and deletes it with the cluster. */
export function refuseTakenNodeGroup(draft: Draft): void {
  const id = groupId(draft.account, nodeGroupName(draft.inputs));
  const group = draft.cloud.byType("azure-native:resources:ResourceGroup").find((other) => isSameId(other.id, id));
  const other = draft.cloud.byType(clusterType).find(({ inputs }) => isSameId(groupId(draft.account, nodeGroupName(inputs)), id));
  if (group !== undefined || other !== undefined)
    throw new CloudError(
      `Code="NodeResourceGroupAlreadyExists" Message="The node resource group ${nodeGroupName(draft.inputs)} already exists (${(group ?? other)?.id}); it must not"`,
    );
}

export function refuseRanges(draft: Draft): void {
  const { inputs } = draft;
  const service = text(inputs, "networkProfile.serviceCidr");
  const others = [text(inputs, "networkProfile.podCidr"), ...subnetsOf(draft).map((subnet) => text(subnet.inputs, "addressPrefix"))];
  const taken = others.find((range) => range !== "" && service !== "" && overlaps(range, service));
  if (taken !== undefined)
    throw new CloudError(`Code="ServiceCidrOverlapExistingSubnetsCidr" Message="The service range ${service} overlaps with ${taken}"`);
}

/** In a subnet of one's own, the control plane's identity needs a role before the cluster is made. */
export function refuseWithoutRole(draft: Draft): void {
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

export function refuseWithoutWayOut(draft: Draft): void {
  if (text(draft.inputs, "networkProfile.outboundType") !== "userAssignedNATGateway") return;
  const without = subnetsOf(draft).find((subnet) => text(subnet.inputs, "natGateway.id") === "");
  if (without !== undefined)
    throw new CloudError(
      `Code="UserAssignedNATGatewaySubnetNotConfigured" Message="${without.id} has no NAT gateway, which outboundType userAssignedNATGateway needs"`,
    );
}

export function refuseVersion({ olds, inputs }: Change): void {
  const step = Number(minorOf(inputs).split(".")[1]) - Number(minorOf(olds).split(".")[1]);
  if (step < 0 || step > 1)
    throw new CloudError(
      `Code="OperationNotAllowed" Message="Upgrading Kubernetes version from ${minorOf(olds)} to ${minorOf(inputs)} is not allowed: one minor version at a time, and never back"`,
    );
}

function subnetsOf({ inputs, cloud }: Draft): readonly CloudResource[] {
  const ids = texts(inputs, "agentPoolProfiles[*].vnetSubnetID");
  return cloud.byType("azure-native:network:Subnet").filter((subnet) => ids.some((id) => isSameId(id, subnet.id)));
}

function identityById({ cloud }: Draft, id: string): CloudResource | undefined {
  return cloud.byType("azure-native:managedidentity:UserAssignedIdentity").find((identity) => isSameId(identity.id, id));
}

export function nodeGroupName(inputs: Properties): string {
  return (
    text(inputs, "nodeResourceGroup") ||
    `MC_${text(inputs, "resourceGroupName")}_${text(inputs, "resourceName")}_${text(inputs, "location")}`
  );
}

export function minorOf(inputs: Properties): string {
  return /^\d+\.\d+/.exec(text(inputs, "kubernetesVersion"))?.[0] ?? newestVersion;
}

/** Further pools are resources of their own. */
export function onlyOneInlinePool(inputs: Properties): readonly Problem[] {
  const pools = objects(inputs, "agentPoolProfiles[*]");
  return pools.length === 1 && text(pools[0] ?? {}, "mode") === "System"
    ? []
    : [
        {
          property: "agentPoolProfiles",
          reason: "the lab has clusters with one inline pool of mode System; further pools are AgentPool resources",
        },
      ];
}
