import { isIPv4, isIPv6 } from "node:net";
import type { Problem } from "../../resource";
import type { Properties } from "../../properties/values";
import { count, has, objects, text, texts } from "../../properties/select";
import { exactlyOne } from "../../rules/limits";

/** @see https://docs.cloud.google.com/dns/docs/configure-routing-policies */
const maxWeight = 1000;

/** The project's quota itemsPerRoutingPolicy. */
const maxItems = 100;

/** Kinds of policy beside the weighted one. */
export const otherPolicies = ["geos", "primaryBackup"];

/** Where a weighted policy has its items. */
export const weightedItems = "routingPolicy.wrrs";

/** What is wrong with a record set's inputs by themselves. */
export function recordSetLimits(inputs: Properties): readonly Problem[] {
  return [
    ...(text(inputs, "name") !== "" && !text(inputs, "name").endsWith(".")
      ? [{ property: "name", reason: `${text(inputs, "name")} does not end with a dot` }]
      : []),
    ...exactlyOne(inputs, ["rrdatas", "routingPolicy"]),
    ...(has(inputs, "routingPolicy") ? policyLimits(inputs) : []),
  ];
}

function policyLimits(inputs: Properties): readonly Problem[] {
  const otherKind = otherPolicies.some((kind) => has(inputs, `routingPolicy.${kind}`));
  const items = objects(inputs, `${weightedItems}[*]`);
  return [
    ...(items.length === 0 && !otherKind ? [{ property: weightedItems, reason: "has no items" }] : []),
    ...(items.length > maxItems ? [{ property: weightedItems, reason: `has ${items.length} items, at most ${maxItems} are allowed` }] : []),
    ...items.flatMap((item, index) => itemLimits(inputs, item, `${weightedItems}[${index}]`)),
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
