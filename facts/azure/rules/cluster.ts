import type { Problem } from "../../resource";
import type { Properties } from "../../properties/values";
import { countLimits } from "./pool";
import { flag, has, object, objects, text } from "../../properties/select";
import { inRange, oneOf } from "../../rules/limits";

const addOns = [
  "aciConnectorLinux",
  "azureKeyvaultSecretsProvider",
  "azurepolicy",
  "httpApplicationRouting",
  "ingressApplicationGateway",
  "kubeDashboard",
  "omsagent",
  "openServiceMesh",
];

/** What is wrong with an AKS cluster's inputs by themselves. */
export function clusterLimits(inputs: Properties): readonly Problem[] {
  const pools = objects(inputs, "agentPoolProfiles[*]");
  const prefix = text(inputs, "dnsPrefix");
  return [
    ...(has(inputs, "dnsPrefix") || has(inputs, "fqdnSubdomain")
      ? []
      : [{ property: "dnsPrefix", reason: "dnsPrefix or fqdnSubdomain is required" }]),
    ...(prefix === "" || /^[a-zA-Z0-9]([-a-zA-Z0-9]{0,52}[a-zA-Z0-9])?$/.test(prefix)
      ? []
      : [{ property: "dnsPrefix", reason: `${prefix} is not 1 to 54 letters, digits and hyphens` }]),
    ...(has(inputs, "identity") || has(inputs, "servicePrincipalProfile")
      ? []
      : [{ property: "identity", reason: "identity or servicePrincipalProfile is required" }]),
    ...pools.flatMap((pool) => countLimits(pool, "agentPoolProfiles")),
    ...(flag(inputs, "disableLocalAccounts") === true && !has(inputs, "aadProfile")
      ? [{ property: "disableLocalAccounts", reason: "needs aadProfile" }]
      : []),
    ...(flag(inputs, "securityProfile.workloadIdentity.enabled") === true && flag(inputs, "oidcIssuerProfile.enabled") !== true
      ? [{ property: "securityProfile.workloadIdentity", reason: "needs oidcIssuerProfile.enabled" }]
      : []),
    ...(text(inputs, "networkProfile.networkPolicy") === "cilium" && text(inputs, "networkProfile.networkDataplane") !== "cilium"
      ? [{ property: "networkProfile.networkPolicy", reason: "cilium needs networkDataplane cilium" }]
      : []),
    ...(text(inputs, "networkProfile.networkDataplane") === "cilium" &&
    text(inputs, "networkProfile.networkPluginMode") !== "overlay" &&
    !has(inputs, "agentPoolProfiles[0].podSubnetID")
      ? [{ property: "networkProfile.networkDataplane", reason: "cilium needs networkPluginMode overlay or a pod subnet" }]
      : []),
    ...oneOf(inputs, "autoScalerProfile.expander", ["least-waste", "most-pods", "priority", "random"]),
    ...inRange(inputs, "securityProfile.imageCleaner.intervalHours", 24, 2160),
    ...addOnProblems(object(inputs, "addonProfiles")),
  ];
}

function addOnProblems(profiles: Properties): readonly Problem[] {
  return Object.keys(profiles).flatMap((name) => [
    ...(addOns.includes(name) ? [] : [{ property: `addonProfiles.${name}`, reason: `is none of the add-ons ${addOns.join(", ")}` }]),
    ...Object.entries(object(profiles, `${name}.config`))
      .filter(([, value]) => typeof value !== "string")
      .map(([key]) => ({ property: `addonProfiles.${name}.config.${key}`, reason: "must be text" })),
  ]);
}
