import { z } from "zod";
import { noRepeats, type Rule, withRules } from "../file/rules";

/** https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4 as text, without the last dot. */
export const maxNameLength = 253;

const dnsLabel = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

/** No top-level domain has digits alone: https://www.rfc-editor.org/rfc/rfc3696#section-2 */
const zoneName = z
  .string()
  .max(maxNameLength)
  .regex(new RegExp(`^(?!.*\\.[0-9]+$)${dnsLabel}(\\.${dnsLabel})+$`), {
    error: ({ input }) =>
      /^[\d.]+$/.test(String(input))
        ? `"${String(input)}" is an address, and nobody delegates a zone of that name; write the zone's name, such as gslb.example.com`
        : `"${String(input)}" is not a zone's name; write it in lowercase without a dot at the end, such as gslb.example.com`,
  })
  .describe("Name of the DNS zone, such as gslb.example.com. Delegate it from its parent with the name servers that the stack outputs.");

/** @param existing how the provider names a zone that exists already */
export function dnsZone<Existing extends z.ZodType>(existing: Existing) {
  return z.strictObject({ name: zoneName, existing: existing.optional() }).describe("The DNS zone that holds the host.");
}

const Label = z
  .string()
  .max(63)
  .regex(/^[a-z]([a-z0-9-]*[a-z0-9])?$/, {
    error: ({ input }) =>
      `"${String(input)}" is not one DNS label; write only what stands in front of the zone's name, such as api: lowercase letters, digits and hyphens, a letter first`,
  });

/** Longest time for which resolvers may go on answering with an address that has failed. */
const longestTtlSeconds = 300;

export const dnsFields = {
  host: Label.describe("The host's label inside the zone: api in gslb.example.com answers as api.gslb.example.com."),
  aliases: withRules(z.array(Label), noRepeats)
    .default([])
    .describe("More labels inside the zone that answer exactly as the host does, such as [www]."),
  ttlSeconds: z
    .int()
    .min(1)
    .max(longestTtlSeconds, {
      error: ({ input }) =>
        `${String(input)} is above ${longestTtlSeconds}: resolvers would hand out a dead address that long after it left the answers; write 60 or less`,
    })
    .describe("Seconds for which resolvers keep an answer, 1 to 300; 60 or less lets clients leave a lost cloud soon."),
  protect: z
    .boolean()
    .default(true)
    .describe(
      "Refuses to delete the zone until it is false and applied; with Traffic Manager also the resource group and the outermost profile.",
    ),
};

interface Names {
  readonly host: string;
  readonly aliases: readonly string[];
  readonly zone: { readonly name: string };
}

export const namesFitDns: Rule<Names> = ({ host, zone }, { sound, report }) => {
  if (sound("host") && sound("zone", "name") && `${host}.${zone.name}`.length > maxNameLength)
    report(
      ["host"],
      `"${host}.${zone.name}" has ${`${host}.${zone.name}`.length} characters, at most ${maxNameLength} fit a DNS name; shorten host or the zone's name`,
      ["zone", "name"],
    );
};

/** A record has one writer. */
export const aliasesAreOtherNames: Rule<Names> = ({ host, aliases }, { sound, report }) => {
  if (!sound("host") || !sound("aliases")) return;
  const index = aliases.indexOf(host);
  if (index >= 0) report(["aliases", index], `"${host}" is the host itself, and a record has one writer; remove it`, ["host"]);
};
