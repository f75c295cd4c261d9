import { CloudError } from "../../provider/backend";
import { digitsOf } from "../shared/ids";
import type { Draft, ResourceModel, Subject } from "../simulator/model";
import type { CloudResource } from "../simulator/store";
import { text } from "../../../facts/properties/select";
import { isBelow, isSameId, resourceId } from "./ids";
import { refuseChanges } from "./refused";

export const zoneType = "azure-native:dns:Zone";
export const recordSetType = "azure-native:dns:RecordSet";

const group = { path: "resourceGroupName", to: [{ type: "azure-native:resources:ResourceGroup", output: "name" }] };

const zone: ResourceModel = {
  type: zoneType,
  refs: [group],
  id: (draft) => resourceId(draft, "Microsoft.Network", { dnsZones: "zoneName" }),
  outputs: { name: ({ inputs }) => text(inputs, "zoneName"), nameServers: ({ id }) => nameServers(id) },
  admitUpdate: (change) => refuseChanges(change),
  // Not blocked by what it holds: https://learn.microsoft.com/azure/dns/dns-protect-zones-recordsets
  cascade: recordSetsOf,
};

function recordSetsOf({ cloud, id }: Subject): readonly CloudResource[] {
  return cloud.byType(recordSetType).filter((record) => isBelow(record.id, id));
}

/** Four of Azure's, the same for a zone at any time. */
function nameServers(id: string): readonly string[] {
  const number = digitsOf(id.toLowerCase(), 2);
  return ["com", "net", "org", "info"].map((domain, index) => `ns${index + 1}-${number}.azure-dns.${domain}.`);
}

const recordSet: ResourceModel = {
  type: recordSetType,
  notModelled: (inputs) =>
    text(inputs, "targetResource.id") !== "" && text(inputs, "recordType") !== "CNAME"
      ? [{ property: "targetResource", reason: "the lab answers alias record sets of type CNAME only" }]
      : [],
  refs: [
    group,
    { path: "zoneName", to: [{ type: zoneType, output: "name" }] },
    { path: "targetResource.id", to: [{ type: "azure-native:trafficmanager:Profile", output: "id" }] },
  ],
  admit(draft) {
    refuseOtherGroup(draft);
    refuseBesideCname(draft);
    refuseTooManyAliases(draft);
  },
  id: (draft) =>
    resourceId(draft, "Microsoft.Network", { dnsZones: "zoneName", [text(draft.inputs, "recordType")]: "relativeRecordSetName" }),
  outputs: { name: ({ inputs }) => text(inputs, "relativeRecordSetName"), fqdn: (subject) => `${fqdnOf(subject)}.` },
  admitUpdate: (change) => refuseTooManyAliases(change),
};

export const dns: readonly ResourceModel[] = [zone, recordSet];

/** Without a trailing dot. */
export function fqdnOf({ inputs }: Pick<CloudResource, "inputs">): string {
  const [name, zoneName] = [text(inputs, "relativeRecordSetName"), text(inputs, "zoneName")];
  return name === "@" ? zoneName : `${name}.${zoneName}`;
}

function refuseOtherGroup(draft: Draft): void {
  const id = resourceId(draft, "Microsoft.Network", { dnsZones: "zoneName" });
  if (draft.cloud.byType(zoneType).some((found) => isSameId(found.id, id))) return;
  throw new CloudError(
    `Status=404 Code="ParentResourceNotFound" Message="Failed to perform 'write' on resource(s) of type 'dnszones/${text(draft.inputs, "recordType")}', because the parent resource '${id}' could not be found."`,
  );
}

/** A CNAME stands alone. https://learn.microsoft.com/azure/dns/dns-zones-records#cname-records */
function refuseBesideCname({ inputs, cloud }: Draft): void {
  const name = fqdnOf({ inputs }).toLowerCase();
  const other = cloud
    .byType(recordSetType)
    .find(
      (record) =>
        fqdnOf(record).toLowerCase() === name &&
        text(record.inputs, "recordType") !== text(inputs, "recordType") &&
        [record.inputs, inputs].some((each) => text(each, "recordType") === "CNAME"),
    );
  if (other !== undefined)
    throw new CloudError(
      `Status=400 Code="BadRequest" Message="The record could not be created because a CNAME record cannot share a name with other record sets: ${other.id}"`,
    );
}

/** https://learn.microsoft.com/azure/dns/dns-alias#capabilities */
const maxAliases = 20;

function refuseTooManyAliases({ inputs, cloud }: Draft): void {
  const target = text(inputs, "targetResource.id");
  const others = cloud
    .byType(recordSetType)
    .filter((record) => isSameId(text(record.inputs, "targetResource.id"), target) && fqdnOf(record) !== fqdnOf({ inputs }));
  if (target !== "" && others.length >= maxAliases)
    throw new CloudError(
      `Status=400 Code="BadRequest" Message="${target} has ${maxAliases} alias record sets already, which is the most."`,
    );
}
