import { CloudError } from "../../provider/backend";
import type { Properties } from "../../../facts/properties/values";
import type { Change, Draft, ResourceModel } from "../simulator/model";
import { object, objects, text } from "../../../facts/properties/select";
import { isSameId, resourceId } from "./ids";
import { refuseChanges } from "./refused";
import { isNested } from "../../../facts/azure/rules/trafficManager";
import type { Problem } from "../../../facts/resource";

export const profileType = "azure-native:trafficmanager:Profile";

const profile: ResourceModel = {
  type: profileType,
  notModelled,
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

/** What Traffic Manager takes and the lab's does not answer for. */
function notModelled(inputs: Properties): readonly Problem[] {
  const ranges = "monitorConfig.expectedStatusCodeRanges";
  return [
    ...(["Weighted", "Priority", ""].includes(text(inputs, "trafficRoutingMethod"))
      ? []
      : [{ property: "trafficRoutingMethod", reason: "the lab has the rules of Weighted and Priority only" }]),
    ...(objects(inputs, `${ranges}[*]`).length > 1 ? [{ property: ranges, reason: "the lab probes for one range only" }] : []),
    ...objects(inputs, "endpoints[*]").flatMap((endpoint, index) =>
      isNested(endpoint) || text(endpoint, "target") === "" || /^\d+(\.\d+){3}$/.test(text(endpoint, "target"))
        ? []
        : [{ property: `endpoints[${index}].target`, reason: "the lab answers with IPv4 addresses only" }],
    ),
  ];
}
