import type { Properties } from "../../facts/properties/values";
import { zoneType } from "./azure/dns";
import { groupId } from "./azure/ids";
import { managedZoneType } from "./gcp/dns";
import { computedOutputs } from "./simulator/plan";
import type { SimulatedCloud } from "./simulator/simulatedCloud";
import type { CloudStore } from "./simulator/store";

/** A DNS zone that exists without any program, which `traffic.zone.existing` names, or a resource group that does. */
export type ExistingZone =
  | { readonly provider: "aws"; readonly id: string; readonly domain: string }
  | { readonly provider: "azure"; readonly kind: "zone"; readonly subscription: string; readonly group: string; readonly domain: string }
  | { readonly provider: "azure"; readonly kind: "group"; readonly subscription: string; readonly group: string }
  | { readonly provider: "gcp"; readonly project: string; readonly name: string; readonly domain: string };

/** Puts the zone into its cloud, unless it is there. */
export function haveZone({ cloud, store }: { readonly cloud: SimulatedCloud; readonly store: CloudStore }, zone: ExistingZone): void {
  const { type, id, inputs } = described(zone);
  if (store.get(type, id) !== undefined) return;
  const resource = { type, id, urn: "", inputs, outputs: {}, hidden: {} };
  store.put({ ...resource, outputs: computedOutputs(cloud.modelOf(type), cloud.subjectOf(resource)) });
}

function described(zone: ExistingZone): { readonly type: string; readonly id: string; readonly inputs: Properties } {
  switch (zone.provider) {
    case "aws":
      return { type: "aws:route53/zone:Zone", id: zone.id, inputs: { name: zone.domain, comment: "", forceDestroy: false } };
    case "gcp": {
      const { project, name, domain } = zone;
      const inputs = { project, name, dnsName: `${domain}.`, visibility: "public", forceDestroy: false };
      return { type: managedZoneType, id: `projects/${project}/managedZones/${name}`, inputs };
    }
    case "azure":
      return existingOnAzure(zone);
  }
}

function existingOnAzure(zone: Extract<ExistingZone, { readonly provider: "azure" }>): ReturnType<typeof described> {
  const group = groupId({ owner: zone.subscription }, zone.group);
  switch (zone.kind) {
    case "group":
      return {
        type: "azure-native:resources:ResourceGroup",
        id: group,
        inputs: { resourceGroupName: zone.group, location: "northeurope" },
      };
    case "zone": {
      const inputs = { resourceGroupName: zone.group, zoneName: zone.domain, location: "global", zoneType: "Public" };
      return { type: zoneType, id: `${group}/providers/Microsoft.Network/dnsZones/${zone.domain}`, inputs };
    }
  }
}
