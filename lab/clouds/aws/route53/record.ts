import { CloudError } from "../../../provider/backend";
import type { Properties } from "../../../../facts/properties/values";
import type { CloudContents, Draft, ResourceModel } from "../../simulator/model";
import type { CloudResource } from "../../simulator/store";
import { count, flag, has, object, text } from "../../../../facts/properties/select";
import { failoverRole, routingPolicies, withoutDot } from "../../../../facts/aws/rules/record";

export const recordType = "aws:route53/record:Record";

/** A resource record set: simple, or one member of a routed group of the same name and type. */
export const record: ResourceModel = {
  type: recordType,
  seconds: { create: 30, update: 30, delete: 30 },
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

/** Absolute, in lower case, without the trailing dot; a relative name is completed with its zone's. */
export function recordName({ inputs, cloud }: { readonly inputs: Properties; readonly cloud: Pick<CloudContents, "get"> }): string {
  const name = withoutDot(text(inputs, "name"));
  const zone = withoutDot(text(cloud.get("aws:route53/zone:Zone", text(inputs, "zoneId"))?.inputs ?? {}, "name"));
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
  const policyOf = (inputs: Properties): string => routingPolicies.find((policy) => has(inputs, policy)) ?? "simple";
  const other = others.find(({ inputs }) => policyOf(inputs) !== policyOf(draft.inputs));
  if (other !== undefined) refuse(draft, `but a record set with another routing policy exists with the same name and type (${other.id})`);
}

/** A pair has one of each. https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html (Failover) */
function refuseSameRole(draft: Draft, others: readonly CloudResource[]): void {
  const role = failoverRole(draft.inputs);
  const taken = role !== "" && others.some(({ inputs }) => failoverRole(inputs) === role);
  if (taken) refuse(draft, `but a failover record set with the same name, type and failover ${role} already exists`);
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
  const [target, zone] = [withoutDot(text(alias, "name")), text(draft.inputs, "zoneId")];
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
