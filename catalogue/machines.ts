import type { Cloud } from "./clouds";

/** Size of a node in no cloud's vocabulary. */
export interface Shape {
  readonly vcpu: number;
  readonly memoryGiB: number;
  readonly arch: "amd64" | "arm64";
}

/** A row: machines of one shape in each cloud. */
export interface Machines extends Shape {
  /**
   * Several types of exactly this size, preferred first: the cluster autoscaler simulates a group by its first type, and spot finds
   * more capacity among many. Newest generation that every region of the examples offers first, then back to the fifth.
   */
  readonly aws: readonly string[];
  readonly azure: string;
  readonly gcp: string;
  /** Network interfaces, and IPv4 addresses on each: the same for every AWS type of the row. */
  readonly interfaces: number;
  readonly addressesPerInterface: number;
}

/**
 * Checked November 2026 against
 * - AWS sizes: https://aws.amazon.com/ec2/instance-types/ ; interfaces: https://github.com/aws/amazon-vpc-cni-k8s/blob/master/pkg/vpc/vpc_ip_resource_limit.go
 *   (the eighth generation's Intel and AMD types carry 20 to 40 addresses on an interface, which would cost twice the subnet: left out)
 * - Azure: https://learn.microsoft.com/azure/virtual-machines/sizes/general-purpose/dldsv5-series and its neighbours ddsv5, edsv5, dplsv6, dpsv6, epsv6;
 *   for amd64 those with a local disk, which nodes boot from (plan/nodes/aks.ts)
 * - Google Cloud: https://cloud.google.com/compute/docs/general-purpose-machines ; N2 takes every disk type and is in nearly every zone, and has no
 *   predefined type of 2 GiB a vCPU, so those are custom. C4A (arm64) boots from Hyperdisk only.
 */
const catalogue: readonly [Machines, ...Machines[]] = [
  ...amd64({ vcpu: 2, size: "large", interfaces: 3, addressesPerInterface: 10 }),
  ...amd64({ vcpu: 4, size: "xlarge", interfaces: 4, addressesPerInterface: 15 }),
  ...amd64({ vcpu: 8, size: "2xlarge", interfaces: 4, addressesPerInterface: 15 }),
  ...amd64({ vcpu: 16, size: "4xlarge", interfaces: 8, addressesPerInterface: 30 }),
  ...arm64({ vcpu: 2, size: "large", interfaces: 3, addressesPerInterface: 10 }),
  ...arm64({ vcpu: 4, size: "xlarge", interfaces: 4, addressesPerInterface: 15 }),
  ...arm64({ vcpu: 8, size: "2xlarge", interfaces: 4, addressesPerInterface: 15 }),
];

interface Size {
  readonly vcpu: number;
  /** AWS's word for it. */
  readonly size: string;
  readonly interfaces: number;
  readonly addressesPerInterface: number;
}

function amd64({ vcpu, size, ...network }: Size): [Machines, Machines, Machines] {
  const aws = (...families: string[]) => families.map((family) => `${family}.${size}`);
  return [
    {
      vcpu,
      memoryGiB: 2 * vcpu,
      arch: "amd64",
      aws: aws("c7i", "c7a", "c6i", "c6a", "c5"),
      azure: `Standard_D${vcpu}lds_v5`,
      gcp: `n2-custom-${vcpu}-${vcpu * 2048}`,
      ...network,
    },
    {
      vcpu,
      memoryGiB: 4 * vcpu,
      arch: "amd64",
      aws: aws("m7i", "m7a", "m6i", "m6a", "m5"),
      azure: `Standard_D${vcpu}ds_v5`,
      gcp: `n2-standard-${vcpu}`,
      ...network,
    },
    {
      vcpu,
      memoryGiB: 8 * vcpu,
      arch: "amd64",
      aws: aws("r7i", "r7a", "r6i", "r6a", "r5"),
      azure: `Standard_E${vcpu}ds_v5`,
      gcp: `n2-highmem-${vcpu}`,
      ...network,
    },
  ];
}

function arm64({ vcpu, size, ...network }: Size): [Machines, Machines, Machines] {
  const aws = (...families: string[]) => families.map((family) => `${family}.${size}`);
  return [
    {
      vcpu,
      memoryGiB: 2 * vcpu,
      arch: "arm64",
      aws: aws("c8g", "c7g", "c6g"),
      azure: `Standard_D${vcpu}pls_v6`,
      gcp: `c4a-highcpu-${vcpu}`,
      ...network,
    },
    {
      vcpu,
      memoryGiB: 4 * vcpu,
      arch: "arm64",
      aws: aws("m8g", "m7g", "m6g"),
      azure: `Standard_D${vcpu}ps_v6`,
      gcp: `c4a-standard-${vcpu}`,
      ...network,
    },
    {
      vcpu,
      memoryGiB: 8 * vcpu,
      arch: "arm64",
      aws: aws("r8g", "r7g", "r6g"),
      azure: `Standard_E${vcpu}ps_v6`,
      gcp: `c4a-highmem-${vcpu}`,
      ...network,
    },
  ];
}

/** vCPUs of a machine type of the catalogue; 0 where it has none of that name. */
export function vcpusOf(cloud: Cloud, machineType: string): number {
  return catalogue.find((machines) => [machines[cloud]].flat().includes(machineType))?.vcpu ?? 0;
}

/**
 * Subnet addresses that one EKS node can take: the VPC CNI fills interface after interface.
 *
 * @see https://docs.aws.amazon.com/eks/latest/best-practices/vpc-cni.html
 */
export function eksAddressesPerNode(shape: Shape): number {
  const machines = machinesOf(shape);
  return machines === undefined ? 0 : machines.interfaces * machines.addressesPerInterface;
}

/** Every shape of the catalogue, for messages: "2 vCPU / 4 GiB amd64, ...". */
export function knownShapes(): string {
  return catalogue.map(describeShape).join(", ");
}

export function describeShape({ vcpu, memoryGiB, arch }: Shape): string {
  return `${vcpu} vCPU / ${memoryGiB} GiB ${arch}`;
}

/** The row of a shape; undefined where the catalogue has none. */
export function machinesOf({ vcpu, memoryGiB, arch }: Shape): Machines | undefined {
  return catalogue.find((machines) => machines.vcpu === vcpu && machines.memoryGiB === memoryGiB && machines.arch === arch);
}

/** One row of many, for whoever needs any. */
export const someMachines: Machines = catalogue[0];

/** In the words that each cloud's price list uses: "m7i", "Ddsv5", "n2". */
export const familyOf: Readonly<Record<Cloud, (machineType: string) => string>> = {
  aws: (type) => type.slice(0, type.indexOf(".")),
  azure: (type) => type.replace(/^Standard_/, "").replaceAll(/\d+(?=[a-z]*_)|_/g, ""),
  gcp: (type) => type.slice(0, type.indexOf("-")),
};
