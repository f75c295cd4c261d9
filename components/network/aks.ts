import * as network from "@pulumi/azure-native/network";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import type { AksPlan } from "../../plan/model/aks";

export interface AksNetworkArgs {
  readonly plan: AksPlan;
}

/** The cluster's resource group, its virtual network with one subnet for nodes (pods are in an overlay), and one way out. */
export class AksNetwork extends pulumi.ComponentResource {
  readonly resourceGroup: resources.ResourceGroup;
  /** Of the nodes; its NAT gateway is attached. */
  readonly subnetId: pulumi.Output<string>;
  /** The address that the nodes' traffic comes from. */
  readonly outboundAddress: pulumi.Output<string>;

  constructor(name: string, { plan }: AksNetworkArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:network:AksNetwork", name, {}, opts);
    const parent = { parent: this };

    this.resourceGroup = new resources.ResourceGroup(
      `${name}-group`,
      { resourceGroupName: plan.names.resourceGroup, location: plan.region, tags: plan.tags },
      parent,
    );
    const address = createOutboundAddress(`${name}-outbound`, plan, this.resourceGroup, parent);
    const nat = createNatGateway(`${name}-nat`, plan, this.resourceGroup, address, parent);
    const vnet = createVirtualNetwork(`${name}-vnet`, plan, this.resourceGroup, parent);
    const subnet = createNodesSubnet(`${name}-nodes`, plan, this.resourceGroup, vnet, nat, parent);

    this.subnetId = subnet.id;
    this.outboundAddress = allocated(address);
    this.registerOutputs({ subnetId: this.subnetId, outboundAddress: this.outboundAddress });
  }
}

/**
 * A Standard static public address. It spans all the zones of its region, whichever of them the nodes are in: Azure refuses to change its zones later.
 * https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses#availability-zone
 */
export const zoneRedundantAddress = {
  sku: { name: "Standard", tier: "Regional" },
  publicIPAllocationMethod: "Static",
  publicIPAddressVersion: "IPv4",
  zones: ["1", "2", "3"],
} as const satisfies Partial<network.PublicIPAddressArgs>;

/** The address itself, which Azure gives a static one when it is created. */
export function allocated(address: network.PublicIPAddress): pulumi.Output<string> {
  return pulumi.all([address.ipAddress, address.id]).apply(([ip, id]) => {
    if (ip === undefined)
      throw new Error(`Azure has given ${id} no address; run the update again, and look at the resource in the portal if this stays`);
    return ip;
  });
}

function createOutboundAddress(
  name: string,
  plan: AksPlan,
  group: resources.ResourceGroup,
  opts: pulumi.CustomResourceOptions,
): network.PublicIPAddress {
  return new network.PublicIPAddress(
    name,
    {
      publicIpAddressName: `${plan.names.cluster}-outbound`,
      resourceGroupName: group.name,
      location: plan.region,
      ...zoneRedundantAddress,
      tags: plan.tags,
    },
    { ...opts, protect: plan.protect },
  );
}

/** One zone or none is all a Standard gateway takes, and it serves whole subnets; with none, Azure picks a zone. Losing that zone costs the nodes their way out, not the way in. */
function createNatGateway(
  name: string,
  plan: AksPlan,
  group: resources.ResourceGroup,
  address: network.PublicIPAddress,
  opts: pulumi.CustomResourceOptions,
): network.NatGateway {
  return new network.NatGateway(
    name,
    {
      natGatewayName: plan.names.cluster,
      resourceGroupName: group.name,
      location: plan.region,
      sku: { name: "Standard" },
      publicIpAddresses: [{ id: address.id }],
      idleTimeoutInMinutes: 4,
      tags: plan.tags,
    },
    opts,
  );
}

function createVirtualNetwork(
  name: string,
  plan: AksPlan,
  group: resources.ResourceGroup,
  opts: pulumi.CustomResourceOptions,
): network.VirtualNetwork {
  return new network.VirtualNetwork(
    name,
    {
      virtualNetworkName: plan.names.cluster,
      resourceGroupName: group.name,
      location: plan.region,
      // The subnet is a resource of its own: written here too, the two would undo one another.
      addressSpace: { addressPrefixes: [plan.network.vnetCidr] },
      tags: plan.tags,
    },
    opts,
  );
}

/**
 * No network security group: AKS keeps one on the nodes' interfaces, which it opens for each load-balanced port. One on the subnet would have to repeat those ports.
 * https://learn.microsoft.com/azure/aks/concepts-security#azure-network-security-groups
 */
function createNodesSubnet(
  name: string,
  plan: AksPlan,
  group: resources.ResourceGroup,
  vnet: network.VirtualNetwork,
  nat: network.NatGateway,
  opts: pulumi.CustomResourceOptions,
): network.Subnet {
  return new network.Subnet(
    name,
    {
      subnetName: "nodes",
      resourceGroupName: group.name,
      virtualNetworkName: vnet.name,
      addressPrefix: plan.network.nodesCidr,
      natGateway: { id: nat.id },
      // Out through the gateway or not at all.
      defaultOutboundAccess: false,
    },
    opts,
  );
}
