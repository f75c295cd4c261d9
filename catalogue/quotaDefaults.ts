import type { Cloud } from "./clouds";

export interface Quota {
  /** In the vendor's words. */
  readonly title: string;
  readonly unit: "addresses" | "clusters" | "gateways" | "GB" | "load balancers" | "networks" | "nodes" | "pools" | "vCPUs";
  /** Where it is counted; accounts are always apart. */
  readonly scope: "pool" | "cluster" | "zone" | "region" | "everywhere";
  /** What a new account has; undefined where the vendor publishes no number and demand is shown without a verdict. */
  readonly fallback: number | undefined;
  readonly page: string;
  /** How to have it raised; `{demand}` and `{region}` stand for the values. */
  readonly raise: string;
}

/** The day on which the defaults below were written down. Azure's and Google's are from copies of the vendors' pages, which may be older. */
export const checked = "2026-11-23";

const vpcPage = "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html";
const ec2Page = "https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html";
const eksPage = "https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html";
const azurePage = "https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits";
const azurePortal =
  "the portal under Quotas (https://portal.azure.com/#view/Microsoft_Azure_Capacity/QuotaMenuBlade), to {demand} in {region}";
const aksPage = "https://learn.microsoft.com/azure/aks/quotas-skus-regions";
const azureSupport = "a support request for {demand} in {region} (https://learn.microsoft.com/azure/aks/quotas-skus-regions)";
const gkePage = "https://docs.cloud.google.com/kubernetes-engine/quotas";
const googleSupport = "a support request for {demand} in {region} (https://docs.cloud.google.com/kubernetes-engine/quotas)";
const computePage = "https://docs.cloud.google.com/compute/resource-usage";

/** Defaults of Azure differ by offer: those of pay-as-you-go, the smallest that can run a fleet. */
export const quotaTable = {
  aws: {
    elasticIps: {
      title: "EC2-VPC Elastic IPs",
      unit: "addresses",
      scope: "region",
      fallback: 5,
      page: vpcPage,
      raise: aws("ec2", "L-0263D0A3"),
    },
    natGatewaysPerZone: {
      title: "NAT gateways per Availability Zone",
      unit: "gateways",
      scope: "zone",
      fallback: 5,
      page: vpcPage,
      raise: aws("vpc", "L-FE5A380F"),
    },
    vpcs: { title: "VPCs per Region", unit: "networks", scope: "region", fallback: 5, page: vpcPage, raise: aws("vpc", "L-F678F1CE") },
    eksClusters: {
      title: "EKS clusters per Region",
      unit: "clusters",
      scope: "region",
      fallback: 100,
      page: eksPage,
      raise: aws("eks", "L-1194D53C"),
    },
    nodeGroupsPerCluster: {
      title: "Managed node groups per cluster",
      unit: "pools",
      scope: "cluster",
      fallback: 30,
      page: eksPage,
      raise: aws("eks", "L-6D54EA21"),
    },
    nodesPerNodeGroup: {
      title: "Nodes per managed node group",
      unit: "nodes",
      scope: "pool",
      fallback: 450,
      page: eksPage,
      raise: aws("eks", "L-BD136A63"),
    },
    onDemandVcpus: {
      title: "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances",
      unit: "vCPUs",
      scope: "region",
      fallback: 5,
      page: ec2Page,
      raise: aws("ec2", "L-1216C47A"),
    },
    spotVcpus: {
      title: "All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests",
      unit: "vCPUs",
      scope: "region",
      fallback: 5,
      page: ec2Page,
      raise: aws("ec2", "L-34B43A08"),
    },
    networkLoadBalancers: {
      title: "Network Load Balancers per Region",
      unit: "load balancers",
      scope: "region",
      fallback: 50,
      page: "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-limits.html",
      raise: aws("elasticloadbalancing", "L-69A177A2"),
    },
  },
  azure: {
    regionalVcpus: vcpus("Total Regional vCPUs", 20),
    ddsv5Vcpus: vcpus("Standard DDSv5 Family vCPUs", 20),
    dldsv5Vcpus: vcpus("Standard DLDSv5 Family vCPUs", 20),
    edsv5Vcpus: vcpus("Standard EDSv5 Family vCPUs", 20),
    dpsv6Vcpus: vcpus("Standard Dpsv6 Family vCPUs", 20),
    dplsv6Vcpus: vcpus("Standard Dplsv6 Family vCPUs", 20),
    epsv6Vcpus: vcpus("Standard Epsv6 Family vCPUs", 20),
    spotVcpus: vcpus("Total Regional Spot vCPUs", 20),
    publicIps: {
      title: "Standard Public IP Addresses",
      unit: "addresses",
      scope: "region",
      fallback: 10,
      page: `${azurePage}#publicip-address`,
      raise: azurePortal,
    },
    aksClusters: {
      title: "AKS clusters per region",
      unit: "clusters",
      scope: "region",
      fallback: 100,
      page: aksPage,
      raise: azurePortal,
    },
    nodePoolsPerCluster: {
      title: "Maximum node pools per cluster",
      unit: "pools",
      scope: "cluster",
      fallback: 100,
      page: aksPage,
      raise: azureSupport,
    },
    nodesPerCluster: {
      title: "Maximum nodes per cluster",
      unit: "nodes",
      scope: "cluster",
      fallback: 5000,
      page: aksPage,
      raise: azureSupport,
    },
  },
  gcp: {
    vcpusAllRegions: {
      title: "CPUS_ALL_REGIONS",
      unit: "vCPUs",
      scope: "everywhere",
      fallback: 32,
      page: computePage,
      raise: google("CPUS-ALL-REGIONS-per-project"),
    },
    n2Vcpus: {
      title: "N2_CPUS",
      unit: "vCPUs",
      scope: "region",
      fallback: undefined,
      page: computePage,
      raise: google("N2-CPUS-per-project-region"),
    },
    c4aVcpus: {
      title: "CPUS_PER_VM_FAMILY of C4A",
      unit: "vCPUs",
      scope: "region",
      fallback: undefined,
      page: computePage,
      raise: google("CPUS-PER-VM-FAMILY-per-project-region"),
    },
    staticAddresses: {
      title: "STATIC_ADDRESSES",
      unit: "addresses",
      scope: "region",
      fallback: 8,
      page: computePage,
      raise: google("STATIC-ADDRESSES-per-project-region"),
    },
    inUseAddresses: {
      title: "IN_USE_ADDRESSES",
      unit: "addresses",
      scope: "region",
      fallback: 8,
      page: computePage,
      raise: google("IN-USE-ADDRESSES-per-project-region"),
    },
    // Boot disks of N2 nodes. The number is no page's: it is what Google's own refusals name for a project that asked for nothing.
    ssdTotalGb: {
      title: "SSD_TOTAL_GB",
      unit: "GB",
      scope: "region",
      fallback: 500,
      page: computePage,
      raise: google("SSD-TOTAL-GB-per-project-region"),
    },
    // Boot disks of C4A nodes, which take no others.
    hyperdiskBalancedGb: {
      title: "HDB_TOTAL_GB",
      unit: "GB",
      scope: "region",
      fallback: undefined,
      page: computePage,
      raise: google("HDB-TOTAL-GB-per-project-region"),
    },
    gkeClusters: {
      title: "Regional clusters per region",
      unit: "clusters",
      scope: "region",
      fallback: 100,
      page: gkePage,
      raise: googleSupport,
    },
    nodesPerCluster: {
      title: "Nodes per cluster",
      unit: "nodes",
      scope: "cluster",
      fallback: 5000,
      page: gkePage,
      raise: googleSupport,
    },
    networks: {
      title: "NETWORKS",
      unit: "networks",
      scope: "everywhere",
      fallback: 5,
      page: "https://docs.cloud.google.com/vpc/docs/quota",
      raise: google("NETWORKS-per-project"),
    },
  },
} satisfies Readonly<Record<Cloud, Readonly<Record<string, Quota>>>>;

function aws(service: string, code: string): string {
  return `\`aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${code} --desired-value {demand} --region {region}\``;
}

function vcpus(title: string, fallback: number): Quota {
  return { title, unit: "vCPUs", scope: "region", fallback, page: azurePage, raise: azurePortal };
}

/** @param id as `gcloud alpha quotas info list --service compute.googleapis.com` has it */
function google(id: string): string {
  return `the console under IAM & Admin, Quotas (https://console.cloud.google.com/iam-admin/quotas), ${id} to {demand} in {region}`;
}
