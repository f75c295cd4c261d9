import { type TagLimit, tagLimits } from "../../catalogue/tagLimits";
import type { Finding } from "../../config/file/messages";
import type { Settings } from "../../config/settings";
import type { ClusterPlan } from "../model/fleet";
import type { TrafficPlan } from "../model/traffic";

type Tags = Readonly<Record<string, string>>;

/** On everything of a fleet. */
export function ownTags({ name, environment }: Pick<Settings, "name" | "environment">): Tags {
  return { fleet: name, environment };
}

/** Keys that the program writes somewhere: what a cluster's resources have beside the fleet's, and what a pool is known by. */
export const reservedTags = ["fleet", "environment", "cluster", "gateway-fleet-fingerprint"] as const;

/** Tags that the program would overwrite, and more than a cluster's resources take. */
export function tagFindings({ tags }: Pick<Settings, "tags">, clusters: readonly ClusterPlan[]): Finding[] {
  return [
    ...reservedTags
      .filter((key) => Object.hasOwn(tags, key))
      .map((key) => ({
        path: ["settings", "tags", key],
        message: `"${tags[key]}" would be overwritten: the program sets ${key} itself; remove it`,
      })),
    ...clusters.flatMap((plan) =>
      plan.cloud === "azure" && plan.apiAccess.mode === "private"
        ? tooMany(tags, plan.tags, tagLimits.privateAks, `clusters.${plan.name}`, "give clouds.azure.apiAccess the mode restricted")
        : [],
    ),
  ];
}

/** More tags than what the DNS provider keeps takes. Paths are in the fleet's file, which has the tags. */
export function trafficTagFindings({ tags }: Pick<Settings, "tags">, plan: TrafficPlan): Finding[] {
  if (plan.dns.provider !== "trafficManager" || plan.dns.zone.existing !== undefined) return [];
  return tooMany(
    tags,
    plan.tags,
    tagLimits.azureDnsZone,
    `${plan.dns.zone.name} (traffic.zone of Pulumi.${plan.stack}.yaml)`,
    "name a zone that exists already (traffic.zone.existing)",
  );
}

function tooMany(written: Tags, effective: Tags, { of, max, source }: TagLimit, what: string, instead: string): Finding[] {
  const [count, all] = [Object.keys(written).length, Object.keys(effective)];
  if (all.length <= max) return [];
  const own = all.filter((key) => !Object.hasOwn(written, key));
  const message =
    `has ${count} tags, which are ${all.length} with the program's own (${own.join(", ")}) on ${what}, and ${of} takes ${max} at most; ` +
    `remove ${all.length - max}, or ${instead} (${source})`;
  return [{ path: ["settings", "tags"], message }];
}
