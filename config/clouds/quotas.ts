import { z } from "zod";
import type { Cloud } from "../../catalogue/clouds";
import type { quotaTable } from "../../catalogue/quotaDefaults";

/** One field for each quota of the catalogue, and no other. */
type Fields<Of extends Cloud> = Readonly<Record<keyof (typeof quotaTable)[Of], z.ZodType>>;

const Limit = z.int().min(0);

/** What an account has, everywhere or by region. */
function quota(what: string) {
  return z
    .union([Limit, z.record(z.string(), Limit)])
    .optional()
    .describe(what);
}

/** Of quotas that all regions share. */
function totalQuota(what: string) {
  return Limit.optional().describe(what);
}

const section =
  "What the account really has where that is not the vendor's default: a number, or a map by region. `npm run plan` lists demand and quota; catalogue/quotaDefaults.ts has the defaults and the vendors' names.";

export const AwsQuotas = z
  .strictObject({
    elasticIps: quota("Elastic IP addresses in a region."),
    natGatewaysPerZone: quota("NAT gateways in a zone."),
    vpcs: quota("VPCs in a region."),
    eksClusters: quota("EKS clusters in a region."),
    nodeGroupsPerCluster: quota("Managed node groups of a cluster."),
    nodesPerNodeGroup: quota("Nodes of a managed node group."),
    onDemandVcpus: quota("vCPUs of running on-demand standard instances in a region."),
    spotVcpus: quota("vCPUs of standard spot instance requests in a region."),
    networkLoadBalancers: quota("Network load balancers in a region."),
  } satisfies Fields<"aws">)
  .default({})
  .describe(section);

export const AzureQuotas = z
  .strictObject({
    regionalVcpus: quota("vCPUs in a region, of all families together and without spot."),
    ddsv5Vcpus: quota("vCPUs of the Ddsv5 family in a region."),
    dldsv5Vcpus: quota("vCPUs of the Dldsv5 family in a region."),
    edsv5Vcpus: quota("vCPUs of the Edsv5 family in a region."),
    dpsv6Vcpus: quota("vCPUs of the Dpsv6 family in a region."),
    dplsv6Vcpus: quota("vCPUs of the Dplsv6 family in a region."),
    epsv6Vcpus: quota("vCPUs of the Epsv6 family in a region."),
    spotVcpus: quota("vCPUs of spot machines in a region, of all families together."),
    publicIps: quota("Standard public IP addresses in a region."),
    aksClusters: quota("AKS clusters in a region."),
    nodePoolsPerCluster: quota("Node pools of a cluster."),
    nodesPerCluster: quota("Nodes of a cluster."),
  } satisfies Fields<"azure">)
  .default({})
  .describe(section);

export const GcpQuotas = z
  .strictObject({
    vcpusAllRegions: totalQuota("vCPUs of the project in all regions together."),
    n2Vcpus: quota("vCPUs of the N2 family in a region."),
    c4aVcpus: quota("vCPUs of the C4A family in a region."),
    staticAddresses: quota("Static external addresses in a region."),
    inUseAddresses: quota("External addresses in use in a region."),
    ssdTotalGb: quota("GB of SSD and balanced persistent disks in a region: 100 for every N2 node."),
    hyperdiskBalancedGb: quota("GB of balanced Hyperdisks in a region: 100 for every C4A node."),
    gkeClusters: quota("Regional GKE clusters in a region."),
    nodesPerCluster: quota("Nodes of a cluster."),
    networks: totalQuota("VPC networks of the project."),
  } satisfies Fields<"gcp">)
  .default({})
  .describe(section);
