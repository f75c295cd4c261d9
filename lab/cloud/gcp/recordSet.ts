import { isIPv4, isIPv6 } from "node:net";
import { CloudError } from "../../provider/backend";
import type { Properties } from "../../../facts/properties/values";
import { exactlyOne } from "../../../facts/rules/limits";
import type { Draft, ResourceModel } from "../model";
import type { Problem } from "../../../facts/resource";
import { count, has, objects, text, texts } from "../../../facts/properties/select";
import { healthCheckType } from "./healthCheck";
import { projectOf } from "./names";

export const recordSetType = "gcp:dns/recordSet:RecordSet";

/** @see https://docs.cloud.google.com/dns/docs/configure-routing-policies */
const maxWeight = 1000;
/** The project's quota itemsPerRoutingPolicy. */
const maxItems = 100;

/** A resource record set: its data, or a routing policy. A create takes the place of what has its name and type. */
export const recordSet: ResourceModel = {
  type: recordSetType,
  source: "https://docs.cloud.google.com/dns/docs/reference/rest/v1/resourceRecordSets",
  seconds: { create: 3, update: 3, delete: 3 },
  required: ["managedZone", "name", "type"],
  sets: ["rrdatas"],
  limits: (inputs) => [
    ...(text(inputs, "name") !== "" && !text(inputs, "name").endsWith(".")
      ? [{ property: "name", reason: `${text(inputs, "name")} does not end with a dot` }]
      : []),
    ...exactlyOne(inputs, ["rrdatas", "routingPolicy"]),
    ...(has(inputs, "routingPolicy") ? policyLimits(inputs) : []),
  ],
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

const policy = "routingPolicy.wrrs";

function policyLimits(inputs: Properties): readonly Problem[] {
  const unanswered = ["geos", "primaryBackup"].filter((kind) => has(inputs, `routingPolicy.${kind}`));
  const items = objects(inputs, `${policy}[*]`);
  return [
    ...unanswered.map((kind) => ({
      property: `routingPolicy.${kind}`,
      reason: "is a policy that the lab does not answer from; add it to lab/frontdoor/cloudDns.ts",
    })),
    ...(items.length === 0 && unanswered.length === 0 ? [{ property: policy, reason: "has no items" }] : []),
    ...(items.length > maxItems ? [{ property: policy, reason: `has ${items.length} items, at most ${maxItems} are allowed` }] : []),
    ...items.flatMap((item, index) => itemLimits(inputs, item, `${policy}[${index}]`)),
  ];
}

function itemLimits(inputs: Properties, item: Properties, path: string): readonly Problem[] {
  const weight = count(item, "weight");
  const targets = "healthCheckedTargets";
  const isAddress = text(inputs, "type") === "AAAA" ? isIPv6 : isIPv4;
  return [
    ...(has(item, "weight") ? [] : [{ property: `${path}.weight`, reason: "is required" }]),
    ...(weight === undefined || (weight >= 0 && weight <= maxWeight)
      ? []
      : [{ property: `${path}.weight`, reason: `${weight} is outside 0..${maxWeight}` }]),
    ...(has(item, "rrdatas[*]") || has(item, targets) ? [] : [{ property: path, reason: "needs rrdatas, healthCheckedTargets or both" }]),
    ...(has(item, targets) && !["A", "AAAA"].includes(text(inputs, "type"))
      ? [{ property: `${path}.${targets}`, reason: "is for records of type A and AAAA" }]
      : []),
    ...(has(item, `${targets}.internalLoadBalancers[*]`)
      ? [{ property: `${path}.${targets}.internalLoadBalancers`, reason: "internalLoadBalancerDisallowedInPublicZone" }]
      : []),
    ...(has(item, `${targets}.externalEndpoints[*]`) && !has(inputs, "routingPolicy.healthCheck")
      ? [{ property: "routingPolicy.healthCheck", reason: "is required with externalEndpoints" }]
      : []),
    ...texts(item, `${targets}.externalEndpoints[*]`)
      .filter((endpoint) => !isAddress(endpoint))
      .map((endpoint) => ({ property: `${path}.${targets}.externalEndpoints`, reason: `${endpoint} is no IP address` })),
  ];
}

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
  for (const item of objects(draft.inputs, `${policy}[*]`)) {
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
