import type { Problem } from "../../resource";
import type { Properties } from "../../properties/values";
import { count, has, text, texts } from "../../properties/select";
import { oneOf } from "../../rules/limits";

export const routingPolicies = [
  "weightedRoutingPolicies",
  "failoverRoutingPolicies",
  "latencyRoutingPolicies",
  "geolocationRoutingPolicies",
  "cidrRoutingPolicy",
  "geoproximityRoutingPolicy",
];

/** What is wrong with a record's inputs by themselves. */
export function recordLimits(inputs: Properties): readonly Problem[] {
  const given = routingPolicies.filter((policy) => has(inputs, policy));
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
    ...(failoverRole(inputs) === "PRIMARY" && !alias && !has(inputs, "healthCheckId")
      ? [{ property: "healthCheckId", reason: "is required of a primary record that is no alias" }]
      : []),
    ...(text(inputs, "setIdentifier").length <= 128 ? [] : [{ property: "setIdentifier", reason: "has more than 128 characters" }]),
    ...(has(inputs, "weightedRoutingPolicies") && texts(inputs, "records[*]").length > 1
      ? [{ property: "records", reason: "a weighted record set holds one value" }]
      : []),
  ];
}

/** PRIMARY or SECONDARY; empty without failover. */
export function failoverRole(inputs: Properties): string {
  return text(inputs, "failoverRoutingPolicies[0].type");
}

/** Names are compared in lower case and without the trailing dot. */
export function withoutDot(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}
