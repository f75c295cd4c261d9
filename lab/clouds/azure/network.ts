import { CloudError } from "../../provider/backend";
import type { Properties } from "../../../facts/properties/values";
import { contains, overlaps } from "../../../facts/rules/cidr";
import type { Draft, ResourceModel, Subject } from "../simulator/model";
import type { CloudResource } from "../simulator/store";
import { named, usersOf, type Use } from "../shared/users";
import { text, texts } from "../../../facts/properties/select";
import { isBelow, isSameId, resourceId } from "./ids";
import { refuseChanges } from "./refused";

const group = { path: "resourceGroupName", to: [{ type: "azure-native:resources:ResourceGroup", output: "name" }] };
const inSubnet: readonly Use[] = [
  { type: "azure-native:containerservice:ManagedCluster", path: "agentPoolProfiles[*].vnetSubnetID" },
  { type: "azure-native:containerservice:AgentPool", path: "vnetSubnetID" },
];

const virtualNetwork: ResourceModel = {
  type: "azure-native:network:VirtualNetwork",
  seconds: { create: 8, update: 8, delete: 12 },
  notModelled: (inputs) =>
    Array.isArray(inputs["subnets"]) ? [{ property: "subnets", reason: "the lab has subnets as resources of their own only" }] : [],
  refs: [group],
  id: (draft) => resourceId(draft, "Microsoft.Network", { virtualNetworks: "virtualNetworkName" }),
  outputs: { name: ({ inputs }) => text(inputs, "virtualNetworkName"), provisioningState: succeeded },
  admitUpdate(change) {
    refuseChanges(change);
    const ranges = texts(change.inputs, "addressSpace.addressPrefixes[*]");
    const lost = subnetsOf(change).find(({ inputs }) => !ranges.some((range) => contains(range, prefixOf(inputs))));
    if (lost !== undefined)
      throw new CloudError(`Code="InUsePrefixCannotBeDeleted" Message="the address space must contain the subnet ${lost.id}"`);
  },
  deleteBlockedBy: (subject) => subnetsOf(subject).flatMap((subnet) => inUse("InUseSubnetCannotBeDeleted", subject, subnet.id, inSubnet)),
  cascade: subnetsOf,
};

const natGateway: ResourceModel = {
  type: "azure-native:network:NatGateway",
  seconds: { create: 10, update: 10, delete: 10 },
  refs: [group, { path: "publicIpAddresses[*].id", to: [{ type: "azure-native:network:PublicIPAddress", output: "id" }] }],
  admit(draft) {
    const [taken] = usersOf(draft, texts(draft.inputs, "publicIpAddresses[*].id"), [
      { type: natGateway.type, path: "publicIpAddresses[*].id" },
    ]);
    if (taken !== undefined)
      throw new CloudError(`Code="PublicIPAddressInUse" Message="a public address of the gateway is already used by ${taken.id}"`);
  },
  id: (draft) => resourceId(draft, "Microsoft.Network", { natGateways: "natGatewayName" }),
  outputs: { name: ({ inputs }) => text(inputs, "natGatewayName"), provisioningState: succeeded },
  admitUpdate: (change) => refuseChanges(change),
  deleteBlockedBy: (subject) =>
    inUse("InUseNatGatewayCannotBeDeleted", subject, subject.id, [{ type: "azure-native:network:Subnet", path: "natGateway.id" }]),
};

const networkSecurityGroup: ResourceModel = {
  type: "azure-native:network:NetworkSecurityGroup",
  seconds: { create: 7, update: 5, delete: 5 },
  refs: [group],
  id: (draft) => resourceId(draft, "Microsoft.Network", { networkSecurityGroups: "networkSecurityGroupName" }),
  outputs: { name: ({ inputs }) => text(inputs, "networkSecurityGroupName") },
  admitUpdate: (change) => refuseChanges(change),
  deleteBlockedBy: (subject) =>
    inUse("InUseNetworkSecurityGroupCannotBeDeleted", subject, subject.id, [
      { type: "azure-native:network:Subnet", path: "networkSecurityGroup.id" },
    ]),
};

const subnet: ResourceModel = {
  type: "azure-native:network:Subnet",
  seconds: { create: 8, update: 8, delete: 11 },
  refs: [
    group,
    { path: "virtualNetworkName", to: [{ type: virtualNetwork.type, output: "name" }] },
    { path: "natGateway.id", to: [{ type: natGateway.type, output: "id" }] },
    { path: "networkSecurityGroup.id", to: [{ type: networkSecurityGroup.type, output: "id" }] },
  ],
  admit: refuseRange,
  id: (draft) => resourceId(draft, "Microsoft.Network", { virtualNetworks: "virtualNetworkName", subnets: "subnetName" }),
  outputs: { name: ({ inputs }) => text(inputs, "subnetName"), provisioningState: succeeded },
  admitUpdate(change) {
    const users = usersOf(change, [change.id], inSubnet);
    if (users.length > 0) refuseChanges(change, "InUseSubnetCannotBeUpdated");
    refuseRange(change);
  },
  deleteBlockedBy: (subject) => inUse("InUseSubnetCannotBeDeleted", subject, subject.id, inSubnet),
};

const publicIpAddress: ResourceModel = {
  type: "azure-native:network:PublicIPAddress",
  seconds: { create: 4, update: 4, delete: 10 },
  refs: [group],
  admit({ inputs }) {
    // Basic, the API's own default, was refused from March 2025 on.
    if (text(inputs, "sku.name") !== "Standard")
      throw new CloudError(
        `Code="IPv4BasicSkuPublicIpCountLimitReached" Message="Cannot create public IP addresses of the Basic SKU: set sku.name to Standard"`,
      );
  },
  provision: ({ cloud }) => ({ address: cloud.allocateAddress() }),
  id: (draft) => resourceId(draft, "Microsoft.Network", { publicIPAddresses: "publicIpAddressName" }),
  outputs: {
    name: ({ inputs }) => text(inputs, "publicIpAddressName"),
    ipAddress: ({ hidden }) => text(hidden, "address"),
    provisioningState: succeeded,
  },
  admitUpdate: (change) => refuseChanges(change),
  deleteBlockedBy(subject) {
    const balancers = subject.cloud.loadBalancers().filter(({ addresses }) => addresses.includes(text(subject.hidden, "address")));
    return [
      ...inUse("PublicIPAddressCannotBeDeleted", subject, subject.id, [{ type: natGateway.type, path: "publicIpAddresses[*].id" }]),
      ...balancers.map(
        ({ id, cluster }) =>
          `Code="PublicIPAddressCannotBeDeleted" Message="${subject.id} is still allocated to the load balancer ${id} of cluster ${cluster}"`,
      ),
    ];
  },
};

// Networks stand before what they hold: a deleted group takes its contents in the other order.
export const network: readonly ResourceModel[] = [virtualNetwork, natGateway, networkSecurityGroup, subnet, publicIpAddress];

function succeeded(): string {
  return "Succeeded";
}

function prefixOf(inputs: Properties): string {
  return text(inputs, "addressPrefix") || (texts(inputs, "addressPrefixes[*]")[0] ?? "");
}

function subnetsOf({ cloud, id }: Subject): readonly CloudResource[] {
  return cloud.byType("azure-native:network:Subnet").filter((other) => isBelow(other.id, id));
}

function refuseRange(draft: Draft): void {
  const block = prefixOf(draft.inputs);
  const network = resourceId(draft, "Microsoft.Network", { virtualNetworks: "virtualNetworkName" });
  const own = resourceId(draft, "Microsoft.Network", { virtualNetworks: "virtualNetworkName", subnets: "subnetName" });
  const space = draft.cloud.byType(virtualNetwork.type).find(({ id }) => isSameId(id, network));
  if (space === undefined) throw new CloudError(`Status=404 Code="ResourceNotFound" Message="The resource '${network}' was not found."`);
  if (!texts(space.inputs, "addressSpace.addressPrefixes[*]").some((range) => contains(range, block)))
    throw new CloudError(
      `Code="NetcfgInvalidSubnet" Message="Subnet '${text(draft.inputs, "subnetName")}' with ${block} is not valid: it lies outside the virtual network's ranges"`,
    );
  const taken = draft.cloud
    .byType(subnet.type)
    .find(({ id, inputs }) => isBelow(id, network) && !isSameId(id, own) && overlaps(prefixOf(inputs), block));
  if (taken !== undefined) throw new CloudError(`Code="NetcfgSubnetRangesOverlap" Message="${block} overlaps with the subnet ${taken.id}"`);
}

function inUse(code: string, subject: Subject, id: string, uses: readonly Use[]): readonly string[] {
  const users = usersOf(subject, [id], uses);
  return users.length === 0 ? [] : [`Code="${code}" Message="${id} is in use by ${named(users)}"`];
}
