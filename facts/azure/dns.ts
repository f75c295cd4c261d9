import type { ServiceFacts } from "../resource";
import { azureNativeSource } from "./source";
import { exactlyOne, inRange, oneOf } from "../rules/limits";
import { onlyGlobal, sameLocation } from "./location";
import { text } from "../properties/select";

/** Beside an alias, `targetResource`. */
const recordsOf: Readonly<Record<string, string>> = {
  A: "aRecords",
  AAAA: "aaaaRecords",
  CAA: "caaRecords",
  CNAME: "cnameRecord",
  MX: "mxRecords",
  NS: "nsRecords",
  PTR: "ptrRecords",
  SOA: "soaRecord",
  SRV: "srvRecords",
  TXT: "txtRecords",
};

export const dns = {
  "azure-native:dns:RecordSet": {
    documentation: "https://learn.microsoft.com/azure/dns/dns-zones-records",
    source: azureNativeSource,
    required: ["resourceGroupName", "zoneName", "recordType", "ttl"],
    name: { property: "relativeRecordSetName", max: 253, auto: "copy" },
    limits: (inputs) => {
      const type = text(inputs, "recordType");
      const records = recordsOf[type];
      return [
        ...oneOf(inputs, "recordType", Object.keys(recordsOf)),
        ...inRange(inputs, "ttl", 1, 2_147_483_647),
        ...(records === undefined ? [] : exactlyOne(inputs, [records, "targetResource"])),
        ...(type === "CNAME" && text(inputs, "relativeRecordSetName") === "@"
          ? [{ property: "recordType", reason: "CNAME is not possible at the zone's own name" }]
          : []),
      ];
    },
    replaces: ["relativeRecordSetName", "recordType", "zoneName", "resourceGroupName"],
    deletesFirst: "always",
  },
  "azure-native:dns:Zone": {
    documentation: "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftnetwork",
    source: azureNativeSource,
    required: ["resourceGroupName"],
    name: {
      property: "zoneName",
      max: 253,
      pattern: /^([a-zA-Z0-9_]([\w-]{0,61}\w)?\.){1,33}[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/,
      auto: "random",
    },
    defaults: (inputs) => ({ zoneType: inputs["zoneType"] ?? "Public" }),
    limits: (inputs) => [...onlyGlobal(inputs), ...oneOf(inputs, "zoneType", ["Public"])],
    canonical: sameLocation,
    replaces: ["zoneName", "resourceGroupName", "location"],
    refuses: ["zoneType"],
    deletesFirst: { ifGiven: "zoneName" },
  },
} satisfies ServiceFacts;
