import type { Problem, ServiceFacts } from "../resource";
import type { Properties } from "../properties/values";
import { computeName } from "./names";
import { count, has, text } from "../properties/select";
import { healthCheckLimits } from "./rules/healthCheck";
import { inRange, oneOf } from "../rules/limits";

export const compute = {
  "gcp:compute/address:Address": {
    documentation: "https://docs.cloud.google.com/compute/docs/reference/rest/v1/addresses/insert",
    source:
      "https://github.com/hashicorp/terraform-provider-google-beta/blob/d61f18626aa82748859356c7c662a86d52d59d3a/google-beta/services/compute/resource_compute_address.go",
    name: computeName,
    defaults: (inputs) => ({ addressType: inputs["addressType"] ?? "EXTERNAL" }),
    limits: (inputs) =>
      text(inputs, "addressType") === "INTERNAL" && has(inputs, "networkTier")
        ? [{ property: "networkTier", reason: "must not be set with addressType INTERNAL" }]
        : [],
    replaces: [
      "address",
      "addressType",
      "description",
      "ipCollection",
      "ipVersion",
      "ipv6EndpointType",
      "name",
      "network",
      "networkTier",
      "prefixLength",
      "project",
      "purpose",
      "region",
      "subnetwork",
    ],
    deletesFirst: { ifKept: "name" },
  },
  "gcp:compute/firewall:Firewall": {
    documentation: "https://docs.cloud.google.com/compute/docs/reference/rest/v1/firewalls/insert",
    source:
      "https://github.com/hashicorp/terraform-provider-google-beta/blob/d61f18626aa82748859356c7c662a86d52d59d3a/google-beta/services/compute/resource_compute_firewall.go",
    required: ["network"],
    name: computeName,
    limits: (inputs) => {
      const priority = count(inputs, "priority");
      return [
        ...(has(inputs, "allows") === has(inputs, "denies")
          ? [{ property: "allows", reason: "exactly one of allows and denies must be given" }]
          : []),
        ...(priority === undefined || (priority >= 0 && priority <= 65535)
          ? []
          : [{ property: "priority", reason: `${priority} is outside 0..65535` }]),
      ];
    },
    sets: ["sourceRanges", "destinationRanges", "sourceTags", "targetTags"],
    replaces: ["direction", "name", "project", { path: "params", when: "addedOrRemoved" }],
    deletesFirst: { ifKept: "name" },
  },
  "gcp:compute/healthCheck:HealthCheck": {
    documentation: "https://docs.cloud.google.com/compute/docs/reference/rest/v1/healthChecks",
    source:
      "https://github.com/hashicorp/terraform-provider-google-beta/blob/d61f18626aa82748859356c7c662a86d52d59d3a/google-beta/services/compute/resource_compute_health_check.go",
    name: computeName,
    defaults: (inputs) => ({
      checkIntervalSec: inputs["checkIntervalSec"] ?? 5,
      timeoutSec: inputs["timeoutSec"] ?? 5,
      healthyThreshold: inputs["healthyThreshold"] ?? 2,
      unhealthyThreshold: inputs["unhealthyThreshold"] ?? 2,
    }),
    limits: healthCheckLimits,
    replaces: ["name", "project"],
    deletesFirst: { ifKept: "name" },
  },
  "gcp:compute/network:Network": {
    documentation: "https://docs.cloud.google.com/compute/docs/reference/rest/v1/networks/insert",
    source:
      "https://github.com/hashicorp/terraform-provider-google-beta/blob/d61f18626aa82748859356c7c662a86d52d59d3a/google-beta/services/compute/resource_compute_network.go",
    name: { ...computeName, lowerCase: true },
    defaults: (inputs) => ({ autoCreateSubnetworks: inputs["autoCreateSubnetworks"] ?? true }),
    limits: (inputs) => {
      const mtu = count(inputs, "mtu");
      return mtu === undefined || (mtu >= 1300 && mtu <= 8896) ? [] : [{ property: "mtu", reason: `${mtu} is outside 1300..8896` }];
    },
    replaces: ["autoCreateSubnetworks", "description", "internalIpv6Range", "name", "networkProfile", "params", "project"],
    deletesFirst: { ifKept: "name" },
  },
  "gcp:compute/router:Router": {
    documentation: "https://docs.cloud.google.com/compute/docs/reference/rest/v1/routers/insert",
    source:
      "https://github.com/hashicorp/terraform-provider-google-beta/blob/d61f18626aa82748859356c7c662a86d52d59d3a/google-beta/services/compute/resource_compute_router.go",
    required: ["network"],
    name: { ...computeName, lowerCase: true },
    replaces: [
      "encryptedInterconnectRouter",
      "name",
      "nccGateway",
      "network",
      "project",
      "region",
      { path: "params", when: "addedOrRemoved" },
    ],
    deletesFirst: { ifKept: "name" },
  },
  "gcp:compute/routerNat:RouterNat": {
    documentation: "https://docs.cloud.google.com/nat/docs/ports-and-addresses",
    source:
      "https://github.com/hashicorp/terraform-provider-google-beta/blob/d61f18626aa82748859356c7c662a86d52d59d3a/google-beta/services/compute/resource_compute_router_nat.go",
    required: ["router", "sourceSubnetworkIpRangesToNat"],
    name: { ...computeName, lowerCase: true },
    limits(inputs): readonly Problem[] {
      const dynamic = inputs["enableDynamicPortAllocation"] === true;
      const [min, max] = [count(inputs, "minPortsPerVm"), count(inputs, "maxPortsPerVm")];
      const odd = [min, max].find((ports) => dynamic && ports !== undefined && !Number.isInteger(Math.log2(ports)));
      return [
        ...(has(inputs, "natIps") && text(inputs, "natIpAllocateOption") !== "MANUAL_ONLY"
          ? [{ property: "natIps", reason: "needs natIpAllocateOption MANUAL_ONLY" }]
          : []),
        ...(odd === undefined ? [] : [{ property: "minPortsPerVm", reason: `with dynamic allocation ${odd} must be a power of 2` }]),
        ...(dynamic && min !== undefined && max !== undefined && max <= min
          ? [{ property: "maxPortsPerVm", reason: `${max} must be above minPortsPerVm ${min}` }]
          : []),
        ...(dynamic && inputs["enableEndpointIndependentMapping"] === true
          ? [{ property: "enableDynamicPortAllocation", reason: "excludes enableEndpointIndependentMapping" }]
          : []),
        ...(has(inputs, "logConfig") && !(has(inputs, "logConfig.enable") && has(inputs, "logConfig.filter"))
          ? [{ property: "logConfig", reason: "needs both enable and filter" }]
          : []),
      ];
    },
    sets: ["natIps", "subnetworks"],
    replaces: ["endpointTypes", "initialNatIps", "name", "project", "region", "router", "type"],
    deletesFirst: { ifKept: "name" },
  },
  "gcp:compute/subnetwork:Subnetwork": {
    documentation: "https://docs.cloud.google.com/compute/docs/reference/rest/v1/subnetworks/insert",
    source:
      "https://github.com/hashicorp/terraform-provider-google-beta/blob/d61f18626aa82748859356c7c662a86d52d59d3a/google-beta/services/compute/resource_compute_subnetwork.go",
    required: ["network", "ipCidrRange"],
    name: { ...computeName, lowerCase: true },
    limits: subnetworkLimits,
    replaces: [
      "description",
      "externalIpv6Prefix",
      "internalIpv6Prefix",
      "name",
      "network",
      "params",
      "project",
      "region",
      "reservedInternalRange",
      "resolveSubnetMask",
      { path: "ipCidrRange", when: "notGrown" },
    ],
    deletesFirst: { ifKept: "name" },
  },
} satisfies ServiceFacts;

/** @see https://docs.cloud.google.com/compute/docs/reference/rest/v1/subnetworks (logConfig) */
function subnetworkLimits(inputs: Properties): readonly Problem[] {
  const intervals = ["5_SEC", "30_SEC", "1_MIN", "5_MIN", "10_MIN", "15_MIN"].map((time) => `INTERVAL_${time}`);
  return [
    ...inRange(inputs, "logConfig.flowSampling", 0, 1),
    ...oneOf(inputs, "logConfig.aggregationInterval", intervals),
    ...oneOf(inputs, "logConfig.metadata", ["EXCLUDE_ALL_METADATA", "INCLUDE_ALL_METADATA", "CUSTOM_METADATA"]),
    ...oneOf(inputs, "stackType", ["IPV4_ONLY", "IPV4_IPV6", "IPV6_ONLY"]),
  ];
}
