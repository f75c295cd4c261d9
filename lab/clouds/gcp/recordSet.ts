import { CloudError } from "../../provider/backend";
import type { Draft, ResourceModel } from "../simulator/model";
import { has, objects, text, texts } from "../../../facts/properties/select";
import { healthCheckType } from "./healthCheck";
import { projectOf } from "./names";
import { otherPolicies, weightedItems } from "../../../facts/gcp/rules/recordSet";

export const recordSetType = "gcp:dns/recordSet:RecordSet";

/** A resource record set: its data, or a routing policy. A create takes the place of what has its name and type. */
export const recordSet: ResourceModel = {
  type: recordSetType,
  seconds: { create: 3, update: 3, delete: 3 },
  notModelled: (inputs) =>
    otherPolicies
      .map((kind) => `routingPolicy.${kind}`)
      .filter((property) => has(inputs, property))
      .map((property) => ({ property, reason: "is a policy that the lab does not answer from; add it to lab/dns/providers/cloudDns.ts" })),
  refs: [
    { path: "managedZone", to: [{ type: "gcp:dns/managedZone:ManagedZone", output: "name" }] },
    { path: "routingPolicy.healthCheck", to: ["id", "selfLink"].map((output) => ({ type: healthCheckType, output })) },
  ],
  overwrites: () => true,
  admit,
  admitUpdate: admit,
  id: ({ inputs, account }) =>
    `projects/${projectOf({ inputs, account })}/managedZones/${text(inputs, "managedZone")}/rrsets/${text(inputs, "name")}/${text(inputs, "type")}`,
  outputs: { project: projectOf },
};

function admit(draft: Draft): void {
  const { inputs, cloud } = draft;
  const zone = cloud.byType("gcp:dns/managedZone:ManagedZone").find(({ outputs }) => text(outputs, "name") === text(inputs, "managedZone"));
  const [name, domain] = [text(inputs, "name"), text(zone?.inputs ?? {}, "dnsName")];
  if (name !== domain && !name.endsWith(`.${domain}`)) refuse(draft, "name", name, `it is not in ${domain}`);
  if (text(zone?.inputs ?? {}, "dnssecConfig.state") === "on") refuseUnsignable(draft);
  refuseUselessCheck(draft);
}

/** @see https://docs.cloud.google.com/dns/docs/routing-policies-overview#health-checks */
function refuseUnsignable(draft: Draft): void {
  for (const item of objects(draft.inputs, `${weightedItems}[*]`)) {
    const [data, endpoints] = [texts(item, "rrdatas[*]"), texts(item, "healthCheckedTargets.externalEndpoints[*]")];
    if (endpoints.length > 1)
      refuse(draft, "routingPolicy", endpoints.join(), "in a zone with DNSSEC an item has one health-checked address");
    if (endpoints.length > 0 && data.length > 0)
      refuse(draft, "routingPolicy", data.join(), "in a zone with DNSSEC an item has rrdata or health-checked targets, not both");
  }
}

/** External endpoints are probed from the check's source regions. */
function refuseUselessCheck(draft: Draft): void {
  const name = text(draft.inputs, "routingPolicy.healthCheck");
  const check = draft.cloud.byType(healthCheckType).find(({ id, outputs }) => [id, text(outputs, "selfLink")].includes(name));
  if (check !== undefined && texts(check.inputs, "sourceRegions[*]").length !== 3)
    refuse(draft, "routingPolicy.healthCheck", name, "a health check of external endpoints has 3 source regions");
}

function refuse({ inputs }: Draft, property: string, value: string, because: string): never {
  throw new CloudError(
    `googleapi: Error 400: Invalid value for 'entity.change.additions[${text(inputs, "name")}][${text(inputs, "type")}].${property}': '${value}' (${because}), invalid`,
  );
}
