import type { CloudStore } from "./store";
import { text } from "./values";

/** A static public address of a cloud, and how a Service names it. */
export interface PublicAddress {
  readonly provider: "aws" | "azure-native" | "gcp";
  /** Allocation id (AWS), name of the public address (Azure) or of the address (Google Cloud): what the binding annotations carry. */
  readonly binding: string;
  readonly address: string;
  /** Logical name of the Pulumi resource. */
  readonly name: string;
  readonly urn: string;
  readonly region: string;
  /** Azure: the resource group it is in. Google Cloud: the project. AWS: empty. */
  readonly group: string;
}

export interface CloudStores {
  readonly aws: CloudStore;
  readonly azure: CloudStore;
  readonly gcp: CloudStore;
}

/** Every static public address of the lab's clouds; those of NAT gateways too. Read-only stores will do. */
export function publicAddresses({ aws, azure, gcp }: CloudStores): readonly PublicAddress[] {
  return [
    ...aws.byType("aws:ec2/eip:Eip").map(({ id, urn, inputs, outputs }) => ({
      provider: "aws" as const,
      binding: id,
      address: text(outputs, "publicIp"),
      ...naming(urn),
      region: text(inputs, "region"),
      group: "",
    })),
    ...azure.byType("azure-native:network:PublicIPAddress").map(({ urn, inputs, outputs }) => ({
      provider: "azure-native" as const,
      binding: text(outputs, "name"),
      address: text(outputs, "ipAddress"),
      ...naming(urn),
      region: text(inputs, "location"),
      group: text(inputs, "resourceGroupName"),
    })),
    ...gcp.byType("gcp:compute/address:Address").map(({ urn, inputs, outputs }) => ({
      provider: "gcp" as const,
      binding: text(inputs, "name"),
      address: text(outputs, "address"),
      ...naming(urn),
      region: text(outputs, "region"),
      group: text(outputs, "project"),
    })),
  ];
}

/** The physical zone of a subnet of AWS, which is the zone of a load balancer's address there; undefined for an unknown subnet. */
export function zoneOfSubnet(aws: CloudStore, subnetId: string): string | undefined {
  return text(aws.get("aws:ec2/subnet:Subnet", subnetId)?.outputs ?? {}, "availabilityZoneId") || undefined;
}

/** A front door's addresses by cluster and leaf, from the logical names that its components give: `<cluster>-front-door-<zone>`, `<cluster>-front-door-address`. */
export interface FrontDoorAddress {
  readonly address: string;
  readonly cluster: string;
  /** A zone id, or "regional". */
  readonly zone: string;
  readonly urn: string;
}

export function frontDoorAddresses(stores: CloudStores): readonly FrontDoorAddress[] {
  return publicAddresses(stores).flatMap(({ name, address, urn }) => {
    const [, cluster = "", leaf = ""] = /^(.+)-front-door-(.+)$/.exec(name) ?? [];
    return cluster === "" ? [] : [{ address, cluster, zone: leaf === "address" ? "regional" : leaf, urn }];
  });
}

function naming(urn: string): { readonly urn: string; readonly name: string } {
  return { urn, name: urn.slice(urn.lastIndexOf("::") + 2) };
}
