import * as compute from "@pulumi/gcp/compute";
import * as pulumi from "@pulumi/pulumi";
import type { GkePlan } from "../../plan/model/gke";

export interface GkeNetworkArgs {
  readonly plan: GkePlan;
}

/** The subnetwork's ranges for pods and for services, by name. */
export const secondaryRanges = { pods: "pods", services: "services" } as const;

/**
 * A network of the cluster's own with one subnetwork, and a way out for nodes that have no public address.
 * It has no firewall rules: nothing comes in but what GKE opens for its control plane and for each load-balanced Service.
 */
export class GkeNetwork extends pulumi.ComponentResource {
  readonly networkId: pulumi.Output<string>;
  readonly subnetworkId: pulumi.Output<string>;
  /** What nodes need before they can reach anything but Google. */
  readonly egress: readonly pulumi.Resource[];
  /** Those that the nodes' traffic comes from; none where Google picks them. */
  readonly egressAddresses: readonly pulumi.Output<string>[];

  constructor(name: string, { plan }: GkeNetworkArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:network:GkeNetwork", name, {}, opts);
    const parent = { parent: this };

    const network = new compute.Network(
      `${name}-vpc`,
      { name: plan.names.cluster, project: plan.project, autoCreateSubnetworks: false, routingMode: "REGIONAL" },
      parent,
    );
    const subnetwork = createSubnetwork(`${name}-subnetwork`, plan, network, parent);
    const router = new compute.Router(
      `${name}-router`,
      { name: plan.names.cluster, project: plan.project, region: plan.region, network: network.id },
      parent,
    );

    this.networkId = network.id;
    this.subnetworkId = subnetwork.id;
    const addresses = createNatAddresses(`${name}-nat-address`, plan, parent);
    this.egress = [createNat(`${name}-nat`, plan, router, addresses, parent)];
    this.egressAddresses = addresses.map(({ address }) => address);
    this.registerOutputs({ networkId: this.networkId, subnetworkId: this.subnetworkId });
  }
}

function createSubnetwork(
  name: string,
  { names, project, region, network: ranges }: GkePlan,
  network: compute.Network,
  opts: pulumi.CustomResourceOptions,
): compute.Subnetwork {
  return new compute.Subnetwork(
    name,
    {
      name: names.cluster,
      project,
      region,
      network: network.id,
      ipCidrRange: ranges.nodesCidr,
      secondaryIpRanges: [
        { rangeName: secondaryRanges.pods, ipCidrRange: ranges.podCidr },
        { rangeName: secondaryRanges.services, ipCidrRange: ranges.serviceCidr },
      ],
      stackType: "IPV4_ONLY",
      // Google's own APIs, without the NAT gateway.
      privateIpGoogleAccess: true,
      // Half of the connections, once a minute: what a scan or a leak looks like takes longer, and the default of 5 seconds writes up to twelve times as much.
      // https://docs.cloud.google.com/vpc/docs/about-flow-logs-records
      logConfig: { aggregationInterval: "INTERVAL_1_MIN", flowSampling: 0.5, metadata: "INCLUDE_ALL_METADATA" },
    },
    opts,
  );
}

function createNatAddresses(
  name: string,
  { natAddresses, project, region, tags, protect }: GkePlan,
  opts: pulumi.CustomResourceOptions,
): readonly compute.Address[] {
  return natAddresses.map(
    (address, index) =>
      new compute.Address(
        `${name}-${index}`,
        { name: address, project, region, addressType: "EXTERNAL", networkTier: "PREMIUM", labels: tags },
        { ...opts, protect },
      ),
  );
}

function createNat(
  name: string,
  { names, project, region }: GkePlan,
  router: compute.Router,
  addresses: readonly compute.Address[],
  opts: pulumi.CustomResourceOptions,
): compute.RouterNat {
  return new compute.RouterNat(
    name,
    {
      name: names.cluster,
      project,
      region,
      router: router.name,
      ...(addresses.length === 0
        ? { natIpAllocateOption: "AUTO_ONLY" }
        : { natIpAllocateOption: "MANUAL_ONLY", natIps: addresses.map(({ selfLink }) => selfLink) }),
      sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
      // The 64 ports a machine gets by default are few for a node full of gateway pods: https://docs.cloud.google.com/nat/docs/ports-and-addresses
      enableDynamicPortAllocation: true,
      enableEndpointIndependentMapping: false,
      minPortsPerVm: 64,
      maxPortsPerVm: 4096,
      logConfig: { enable: true, filter: "ERRORS_ONLY" },
    },
    opts,
  );
}
