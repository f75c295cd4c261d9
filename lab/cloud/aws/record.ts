import { CloudError } from "../../provider/backend";
import type { Properties } from "../../../facts/properties/values";
import { oneOf } from "../../../facts/rules/limits";
import type { CloudContents, Draft, ResourceModel } from "../model";
import type { Problem } from "../../../facts/resource";
import type { CloudResource } from "../store";
import { count, flag, has, object, text, texts } from "../../../facts/properties/select";

export const recordType = "aws:route53/record:Record";

const policies = [
  "weightedRoutingPolicies",
  "failoverRoutingPolicies",
  "latencyRoutingPolicies",
  "geolocationRoutingPolicies",
  "cidrRoutingPolicy",
  "geoproximityRoutingPolicy",
];

/** A resource record set: simple, or one member of a routed group of the same name and type. */
export const record: ResourceModel = {
  type: recordType,
  source: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html",
  seconds: { create: 30, update: 30, delete: 30 },
  required: ["name", "type", "zoneId"],
  sets: ["records"],
  canonical: (inputs) => (text(inputs, "name") === "" ? inputs : { ...inputs, name: lower(text(inputs, "name")) }),
  limits,
  refs: [
    { path: "zoneId", to: [{ type: "aws:route53/zone:Zone", output: "id" }] },
    { path: "healthCheckId", to: [{ type: "aws:route53/healthCheck:HealthCheck", output: "id" }] },
  ],
  admit(draft) {
    const same = recordsLike(draft);
    const overwrites = flag(draft.inputs, "allowOverwrite") === true;
    const equal = same.find(({ inputs }) => text(inputs, "setIdentifier") === text(draft.inputs, "setIdentifier"));
    if (equal !== undefined && !overwrites) refuse(draft, "but it already exists");
    refuseMixture(draft, same);
    refuseSameRole(draft, same);
    refuseTtl(draft, same);
    refuseMissingTarget(draft);
  },
  overwrites: (inputs) => flag(inputs, "allowOverwrite") === true,
  id: ({ inputs, cloud }) => {
    const parts = [text(inputs, "zoneId"), recordName({ inputs, cloud }), text(inputs, "type"), text(inputs, "setIdentifier")];
    return parts.filter((part) => part !== "").join("_");
  },
  outputs: { fqdn: recordName },
  admitUpdate(change) {
    const others = recordsLike(change).filter(({ id }) => id !== change.id);
    if (others.some(({ inputs }) => text(inputs, "setIdentifier") === text(change.inputs, "setIdentifier")))
      refuse(change, "but it already exists");
    refuseMixture(change, others);
    refuseSameRole(change, others);
    refuseMissingTarget(change);
  },
};

function limits(inputs: Properties): readonly Problem[] {
  const given = policies.filter((policy) => has(inputs, policy));
  const weight = count(inputs, "weightedRoutingPolicies[0].weight");
  const alias = has(inputs, "aliases");
  return [
    ...(alias === has(inputs, "records") ? [{ property: "records", reason: "exactly one of records and aliases must be given" }] : []),
    ...(alias && has(inputs, "ttl") ? [{ property: "ttl", reason: "an alias takes its target's ttl: leave it out" }] : []),
    ...(!alias && has(inputs, "records") && !has(inputs, "ttl") ? [{ property: "ttl", reason: "is required with records" }] : []),
    ...(given.length > 1 ? [{ property: given[1] ?? "", reason: `conflicts with ${given[0]}: a record set has one routing policy` }] : []),
    ...(given.length === 1 && !has(inputs, "setIdentifier") ? [{ property: "setIdentifier", reason: `is required with ${given[0]}` }] : []),
    ...(given.length === 0 && has(inputs, "setIdentifier") ? [{ property: "setIdentifier", reason: "needs a routing policy" }] : []),
    ...(weight === undefined || (weight >= 0 && weight <= 255)
      ? []
      : [{ property: "weightedRoutingPolicies[0].weight", reason: `${weight} is outside 0..255` }]),
    ...oneOf(inputs, "failoverRoutingPolicies[0].type", ["PRIMARY", "SECONDARY"]),
    ...(roleOf(inputs) === "PRIMARY" && !alias && !has(inputs, "healthCheckId")
      ? [{ property: "healthCheckId", reason: "is required of a primary record that is no alias" }]
      : []),
    ...(text(inputs, "setIdentifier").length <= 128 ? [] : [{ property: "setIdentifier", reason: "has more than 128 characters" }]),
    ...(has(inputs, "weightedRoutingPolicies") && texts(inputs, "records[*]").length > 1
      ? [{ property: "records", reason: "a weighted record set holds one value" }]
      : []),
  ];
}

/** Absolute, in lower case, without the trailing dot; a relative name is completed with its zone's. */
export function recordName({ inputs, cloud }: { readonly inputs: Properties; readonly cloud: Pick<CloudContents, "get"> }): string {
  const name = lower(text(inputs, "name"));
  const zone = lower(text(cloud.get("aws:route53/zone:Zone", text(inputs, "zoneId"))?.inputs ?? {}, "name"));
  if (zone === "" || name === zone || name.endsWith(`.${zone}`)) return name;
  return name === "" ? zone : `${name}.${zone}`;
}

/** Members of the record set's group: same zone, name and type. */
function recordsLike(draft: Draft): readonly CloudResource[] {
  const key = ({ inputs }: { readonly inputs: Properties }): string =>
    [text(inputs, "zoneId"), recordName({ inputs, cloud: draft.cloud }), text(inputs, "type")].join(" ");
  return draft.cloud.byType(recordType).filter((other) => key(other) === key(draft));
}

function refuseMixture(draft: Draft, others: readonly CloudResource[]): void {
  const policyOf = (inputs: Properties): string => policies.find((policy) => has(inputs, policy)) ?? "simple";
  const other = others.find(({ inputs }) => policyOf(inputs) !== policyOf(draft.inputs));
  if (other !== undefined) refuse(draft, `but a record set with another routing policy exists with the same name and type (${other.id})`);
}

/** A pair has one of each. https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html (Failover) */
function refuseSameRole(draft: Draft, others: readonly CloudResource[]): void {
  const role = roleOf(draft.inputs);
  const taken = role !== "" && others.some(({ inputs }) => roleOf(inputs) === role);
  if (taken) refuse(draft, `but a failover record set with the same name, type and failover ${role} already exists`);
}

function roleOf(inputs: Properties): string {
  return text(inputs, "failoverRoutingPolicies[0].type");
}

/** One TTL for the group. Its members are changed one after the other, so this holds only for those that join. */
function refuseTtl(draft: Draft, others: readonly CloudResource[]): void {
  const ttl = count(draft.inputs, "ttl");
  const differing = others.find(({ inputs }) => has(inputs, "ttl") && count(inputs, "ttl") !== ttl);
  if (ttl === undefined || differing === undefined) return;
  refuse(draft, `but its TTL ${ttl} differs from ${count(differing.inputs, "ttl")} of the group's ${differing.id}`);
}

/** An alias inside its own zone must lead to record sets of its type that exist. */
function refuseMissingTarget(draft: Draft): void {
  const alias = object(draft.inputs, "aliases[0]");
  const [target, zone] = [lower(text(alias, "name")), text(draft.inputs, "zoneId")];
  if (target === "" || text(alias, "zoneId") !== zone) return;
  const exists = draft.cloud
    .byType(recordType)
    .some(
      ({ inputs }) =>
        text(inputs, "zoneId") === zone &&
        text(inputs, "type") === text(draft.inputs, "type") &&
        recordName({ inputs, cloud: draft.cloud }) === target,
    );
  if (exists) return;
  throw new CloudError(
    `InvalidChangeBatch: [Tried to create an alias that targets ${target}., type ${text(draft.inputs, "type")} in zone ${zone}, but that target was not found]`,
  );
}

function refuse(draft: Draft, because: string): never {
  const { inputs } = draft;
  const identifier = text(inputs, "setIdentifier");
  const set = identifier === "" ? "" : `, set-identifier='${identifier}'`;
  throw new CloudError(
    `InvalidChangeBatch: [Tried to create resource record set [name='${recordName(draft)}.', type='${text(inputs, "type")}'${set}] ${because}]`,
  );
}

function lower(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}
