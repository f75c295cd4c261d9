import { z } from "zod";
import { reservedWordIn, reservedWordsPage } from "../../catalogue/nameLimits";
import { AzureRegion, guid } from "../values/azure";
import { type Rule, withRules } from "../file/rules";
import { commonFields, commonRules } from "./common";
import { dnsZone } from "./dns";
import { Health, probesEvery10Or30 } from "./health";

const zoneId =
  /^\/subscriptions\/(?<subscription>[^/]+)\/resourceGroups\/(?<group>[^/]+)\/providers\/Microsoft\.Network\/dnsZones\/(?<name>[^/]+)$/i;

const ZoneId = z
  .string()
  .regex(zoneId, {
    error: ({ input }) =>
      `"${String(input)}" is not a DNS zone's resource id; write /subscriptions/<id>/resourceGroups/<name>/providers/Microsoft.Network/dnsZones/<zone>`,
  })
  .describe("Resource id of an Azure DNS zone that exists already, in the same subscription. Default: the stack makes the zone.");

export interface NamedZone {
  readonly subscription: string;
  readonly group: string;
  readonly name: string;
}

/** @param id a zone's resource id */
export function namedZone(id: string): NamedZone {
  const { subscription = "", group = "", name = "" } = zoneId.exec(id)?.groups ?? {};
  return { subscription, group, name };
}

/** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftresources */
const ResourceGroupName = z
  .string()
  .max(90)
  .regex(/^[-\w.()]*[-\w()]$/, {
    error: ({ input }) =>
      `"${String(input)}" is not a resource group's name; use letters, digits, hyphens, underscores, periods and parentheses, and no period last`,
  });

const ResourceGroup = z.strictObject({
  name: ResourceGroupName.describe("Name of the resource group."),
  location: AzureRegion.optional().describe(
    "Azure region that keeps the group's own record, where the stack makes the group: one in which the fleet does not serve, since edits may fail while that region is down. Left out for a group that exists already.",
  ),
});

const longestTimeout = { 10: 9, 30: 10 } as const;

const TrafficManagerHealth = Health.extend({
  timeoutSeconds: z
    .int()
    .min(5)
    .max(longestTimeout[30])
    .default(5)
    .describe("Seconds that a probe waits for its answer, connecting included: 5 to 10, or to 9 where probes come every 10 s."),
});
export type TrafficManagerHealth = z.infer<typeof TrafficManagerHealth>;

interface Timed {
  readonly health: TrafficManagerHealth;
}

/** https://learn.microsoft.com/azure/traffic-manager/traffic-manager-monitoring#configure-endpoint-monitoring */
const timeoutFitsInterval: Rule<Timed> = ({ health }, { sound, report }) => {
  if (!sound("health", "intervalSeconds") || !sound("health", "timeoutSeconds")) return;
  const longest = longestTimeout[10];
  if (health.intervalSeconds === 10 && health.timeoutSeconds > longest)
    report(
      ["health", "timeoutSeconds"],
      `${health.timeoutSeconds} is above ${longest}, the longest with probes every 10 s; write ${longest} or less, or probe every 30 s`,
      ["health", "intervalSeconds"],
    );
};

interface Placed {
  readonly subscription: string;
  readonly zone: { readonly name: string; readonly existing?: string | undefined };
}

/** One subscription's credentials write everything, and the zone is written twice: by its name and by its id. Azure compares without case. */
const existingZoneIsMeant: Rule<Placed> = ({ subscription, zone }, { sound, report }) => {
  if (!sound("zone") || !sound("subscription") || zone.existing === undefined) return;
  const named = namedZone(zone.existing);
  if (named.name.toLowerCase() !== zone.name)
    report(["zone", "existing"], `names the zone "${named.name}", not "${zone.name}"; write the id of that zone, or its name`, [
      "zone",
      "name",
    ]);
  if (named.subscription.toLowerCase() !== subscription.toLowerCase())
    report(
      ["zone", "existing"],
      `lies in the subscription ${named.subscription}, not in ${subscription}; profiles and zone are in one subscription`,
      ["subscription"],
    );
};

/** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftnetwork (dnsZones) */
const mostZoneLabels = 34;

const zoneHasFewLabels: Rule<Pick<Placed, "zone">> = ({ zone }, { sound, report }) => {
  const labels = sound("zone", "name") ? zone.name.split(".").length : 0;
  if (labels > mostZoneLabels)
    report(
      ["zone", "name"],
      `"${zone.name}" has ${labels} labels, at most ${mostZoneLabels} fit a zone of Azure DNS; choose a zone further up`,
    );
};

/**
 * Azure refuses its own trademarks in names that answer on the internet.
 *
 * @see https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-reserved-resource-name
 */
const prefixIsNobodysMark: Rule<{ readonly dnsPrefix: string }> = ({ dnsPrefix }, { sound, report }) => {
  const word = sound("dnsPrefix") ? reservedWordIn(dnsPrefix) : undefined;
  if (word !== undefined)
    report(["dnsPrefix"], `"${dnsPrefix}" has "${word}" in it, which Azure keeps out of names; choose another (${reservedWordsPage})`);
};

/** DNS weights and health checks of one host, at Azure Traffic Manager. */
export const TrafficManagerSection = withRules(
  z.strictObject({
    provider: z
      .literal("trafficManager")
      .describe("Azure Traffic Manager: nested profiles, and a CNAME record that leads to them in an Azure DNS zone."),
    subscription: guid("a subscription id").describe("Id (GUID) of the subscription that has profiles and zone."),
    tenant: guid("a tenant id").describe("Entra tenant id (GUID) of that subscription."),
    resourceGroup: ResourceGroup.describe("The resource group of the profiles, and of a zone that the stack makes."),
    zone: dnsZone(ZoneId),
    dnsPrefix: z
      .string()
      .max(40)
      .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, {
        error: ({ input }) =>
          `"${String(input)}" is no DNS label to begin names with; use lowercase letters, digits and hyphens, a letter or digit at both ends`,
      })
      .describe(
        "What the profiles' names below trafficmanager.net begin with, up to 40 characters, such as example-api. These names are unique worldwide, whoever has them; changing it replaces every profile.",
      ),
    ...commonFields,
    health: TrafficManagerHealth.describe("How an address is found to be dead or alive."),
  }),
  ...commonRules,
  probesEvery10Or30("Traffic Manager"),
  timeoutFitsInterval,
  existingZoneIsMeant,
  zoneHasFewLabels,
  prefixIsNobodysMark,
);
export type TrafficManagerSection = z.infer<typeof TrafficManagerSection>;
