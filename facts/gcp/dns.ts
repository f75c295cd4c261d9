import type { ServiceFacts } from "../resource";
import { computeName } from "./names";
import { oneOf, shorterThan } from "../rules/limits";
import { recordSetLimits } from "./rules/recordSet";
import { text } from "../properties/select";

export const dns = {
  "gcp:dns/managedZone:ManagedZone": {
    documentation: "https://docs.cloud.google.com/dns/docs/reference/rest/v1/managedZones",
    source:
      "https://github.com/hashicorp/terraform-provider-google-beta/blob/d61f18626aa82748859356c7c662a86d52d59d3a/google-beta/services/dns/resource_dns_managed_zone.go",
    required: ["dnsName"],
    name: { ...computeName, lowerCase: true },
    defaults: (inputs) => ({
      description: inputs["description"] ?? "Managed by Pulumi",
      visibility: inputs["visibility"] ?? "public",
      forceDestroy: inputs["forceDestroy"] ?? false,
    }),
    limits: (inputs) => {
      const dnsName = text(inputs, "dnsName");
      return [
        ...(dnsName === "" || dnsName.endsWith(".") ? [] : [{ property: "dnsName", reason: `${dnsName} does not end with a dot` }]),
        ...shorterThan(inputs, "description", 1024),
        ...oneOf(inputs, "visibility", ["public", "private"]),
        ...oneOf(inputs, "dnssecConfig.state", ["off", "on", "transfer"]),
      ];
    },
    replaces: ["dnsName", "name", "project", "reverseLookup", "visibility", { path: "serviceDirectoryConfig", when: "addedOrRemoved" }],
    deletesFirst: { ifKept: "name" },
  },
  "gcp:dns/recordSet:RecordSet": {
    documentation: "https://docs.cloud.google.com/dns/docs/reference/rest/v1/resourceRecordSets",
    source:
      "https://github.com/hashicorp/terraform-provider-google-beta/blob/d61f18626aa82748859356c7c662a86d52d59d3a/google-beta/services/dns/resource_dns_record_set.go",
    required: ["managedZone", "name", "type"],
    limits: recordSetLimits,
    sets: ["rrdatas"],
    replaces: ["managedZone", "name", "project", "routingPolicy.healthCheck"],
    deletesFirst: "never",
  },
} satisfies ServiceFacts;
