import { z } from "zod";
import { GoogleProject } from "../values/google";
import type { Cloud } from "../values/names";
import { type Rule, withRules } from "../file/rules";
import { CloudDnsHealth } from "./cloudDnsHealth";
import { commonFields, anyRules } from "./common";
import { dnsZone } from "./dns";

interface Losses {
  readonly onCloudLoss: "redirect" | "renormalise";
  readonly backups: Readonly<Partial<Record<Cloud, Cloud>>>;
}

/**
 * Of the routing policies, failover alone has something below it, and that is never a weighted one.
 *
 * @see https://docs.cloud.google.com/dns/docs/routing-policies-overview
 */
const nobodyStandsIn: Rule<Losses> = ({ onCloudLoss, backups }, { sound, readable, report }) => {
  if (sound("onCloudLoss") && onCloudLoss === "redirect")
    report(
      ["onCloudLoss"],
      "redirect cannot be had: Cloud DNS puts no other policy below a weighted one, so what is lost leaves its share to all others by their weights; write renormalise, or use provider: route53",
    );
  if (!readable("backups")) return;
  for (const [cloud, backup] of Object.entries(backups).filter(([cloud]) => sound("backups", cloud)))
    report(
      ["backups", cloud],
      `"${backup}" cannot stand in for ${cloud}: Cloud DNS puts no other policy below a weighted one; remove it, or use provider: route53`,
    );
};

/** DNS weights and health checks of one host, at Google Cloud DNS. */
export const CloudDnsSection = withRules(
  z.strictObject({
    provider: z
      .literal("cloudDns")
      .describe("Google Cloud DNS: one record set in a managed zone, whose routing policy weighs every address."),
    project: GoogleProject.describe("Id of the project (not its name or number) that has the zone and the health check."),
    zone: dnsZone(
      z
        .string()
        .regex(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/, {
          error: ({ input }) =>
            `"${String(input)}" is not a managed zone's name; write what gcloud dns managed-zones list calls it, such as gslb-example-com, not the domain`,
        })
        .describe("Name of a managed zone that exists already, such as gslb-example-com. Default: the stack makes the zone."),
    ),
    dnssec: z
      .boolean()
      .default(true)
      .describe("Whether a zone that the stack makes is signed. Resolvers check signatures once the parent zone has its DS record."),
    ...commonFields,
    health: CloudDnsHealth.describe("How an address is found to be dead or alive."),
  }),
  ...anyRules,
  nobodyStandsIn,
);
export type CloudDnsSection = z.infer<typeof CloudDnsSection>;
