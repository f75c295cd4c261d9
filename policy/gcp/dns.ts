import { is, isNot, listAt, valueAt } from "../checks";
import type { Check, Rule } from "../rule";

const zone = "gcp:dns/managedZone:ManagedZone";

/** Only public zones are signed. */
function ofPublicZones(check: Check): Check {
  return (own, planned) => (valueAt(own.inputs, "visibility") === "private" ? undefined : check(own, planned));
}

export const gcpDnsRules: readonly Rule[] = [
  {
    ids: ["CKV_GCP_16"],
    title: "signs the zones that it makes",
    source: "https://docs.cloud.google.com/dns/docs/dnssec",
    types: [zone],
    check: ofPublicZones(is("dnssecConfig.state", "on")),
  },
  {
    ids: ["CKV_GCP_17"],
    title: "signs with nothing that rests on SHA-1",
    source: "https://docs.cloud.google.com/dns/docs/dnssec-advanced",
    types: [zone],
    check: (own, planned) =>
      listAt(own.inputs, "dnssecConfig.defaultKeySpecs")
        .map((_, index) => isNot(`dnssecConfig.defaultKeySpecs.${index}.algorithm`, "rsasha1")(own, planned))
        .find((violation) => violation !== undefined),
  },
];
