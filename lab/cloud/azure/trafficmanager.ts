import { CloudError } from "../../provider/backend";
import type { Properties } from "../../../facts/properties/values";
import type { Change, Draft, ResourceModel } from "../model";
import { object, objects, text } from "../../../facts/properties/select";
import { isSameId, resourceId, sameLocation } from "./ids";
import { refuseChanges } from "./refused";
import { isNested, profileLimits } from "./trafficManagerRules";

export const profileType = "azure-native:trafficmanager:Profile";

const profile: ResourceModel = {
  type: profileType,
  source: "https://learn.microsoft.com/rest/api/trafficmanager/profiles/create-or-update",
  required: [
    "resourceGroupName",
    "dnsConfig",
    "dnsConfig.relativeName",
    "dnsConfig.ttl",
    "trafficRoutingMethod",
    "monitorConfig",
    "monitorConfig.protocol",
    "monitorConfig.port",
  ],
  name: { property: "profileName", max: 63, pattern: /^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?$/, auto: "random" },
  canonical: sameLocation,
  limits: profileLimits,
  refs: [
    { path: "resourceGroupName", to: [{ type: "azure-native:resources:ResourceGroup", output: "name" }] },
    { path: "endpoints[*].targetResourceId", to: [{ type: profileType, output: "id" }] },
  ],
  admit(draft) {
    refuseTakenName(draft);
    refuseDeepNesting(draft, undefined);
  },
  id: (draft) => resourceId(draft, "Microsoft.Network", { trafficManagerProfiles: "profileName" }),
  outputs: {
    name: ({ inputs }) => text(inputs, "profileName"),
    dnsConfig: ({ inputs }) => ({ ...object(inputs, "dnsConfig"), fqdn: profileFqdn(inputs) }),
  },
  admitUpdate(change) {
    refuseChanges(change);
    refuseDeepNesting(change, change.id);
  },
};

export const trafficmanager: readonly ResourceModel[] = [profile];

/** In lower case. */
export function profileFqdn(inputs: Properties): string {
  return `${text(inputs, "dnsConfig.relativeName").toLowerCase()}.trafficmanager.net`;
}

/** Names are unique worldwide; here, in the lab. */
function refuseTakenName({ inputs, cloud }: Draft): void {
  const fqdn = profileFqdn(inputs);
  const taken = cloud.byType(profileType).find((other) => profileFqdn(other.inputs) === fqdn);
  if (taken !== undefined) throw new CloudError(`Status=409 Code="Conflict" Message="Domain name ${fqdn} already exists: ${taken.id}"`);
}

/** https://learn.microsoft.com/azure/traffic-manager/traffic-manager-faqs#how-many-layers-of-nesting-does-traffic-manger-support */
const maxLevels = 10;

/** Loops are refused, and so is what is nested too deeply; a loop is as deep as one likes. */
function refuseDeepNesting({ inputs, cloud }: Draft | Change, own: string | undefined): void {
  const levels = (at: Properties, depth: number): number => {
    if (depth > maxLevels) return depth;
    const children = objects(at, "endpoints[*]").filter(isNested);
    return Math.max(
      depth,
      ...children.map((endpoint) => {
        const id = text(endpoint, "targetResourceId");
        const child =
          own !== undefined && isSameId(id, own) ? inputs : cloud.byType(profileType).find((other) => isSameId(other.id, id))?.inputs;
        return child === undefined ? depth : levels(child, depth + 1);
      }),
    );
  };
  if (levels(inputs, 1) > maxLevels)
    throw new CloudError(`Status=400 Code="BadRequest" Message="profiles are nested more than ${maxLevels} levels deep, or in a loop"`);
}
