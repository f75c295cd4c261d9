import type { Problem } from "../../resource";
import type { Properties } from "../../properties/values";
import { isJson } from "../documents";
import { oneOf } from "../../rules/limits";
import { text } from "../../properties/select";

/** Add-ons whose pods need a node: until there is one they never become active. */
export const addonsOnNodes = [
  "coredns",
  "aws-ebs-csi-driver",
  "aws-efs-csi-driver",
  "metrics-server",
  "snapshot-controller",
  "amazon-cloudwatch-observability",
  "cert-manager",
  "external-dns",
  "kube-state-metrics",
];

const addonsWithoutNodes = [
  "vpc-cni",
  "kube-proxy",
  "eks-pod-identity-agent",
  "eks-node-monitoring-agent",
  "aws-mountpoint-s3-csi-driver",
  "prometheus-node-exporter",
];

/** What is wrong with an add-on's inputs by themselves. */
export function addonLimits(inputs: Properties): readonly Problem[] {
  return [
    ...oneOf(inputs, "addonName", [...addonsWithoutNodes, ...addonsOnNodes]),
    ...oneOf(inputs, "resolveConflictsOnCreate", ["NONE", "OVERWRITE"]),
    ...oneOf(inputs, "resolveConflictsOnUpdate", ["NONE", "OVERWRITE", "PRESERVE"]),
    ...versionProblems(text(inputs, "addonVersion")),
    ...configurationProblems(text(inputs, "addonName"), text(inputs, "configurationValues")),
  ];
}

function versionProblems(version: string): readonly Problem[] {
  return version === "" || /^v\d+\.\d+\.\d+-eksbuild\.\d+$/.test(version)
    ? []
    : [{ property: "addonVersion", reason: `${version} is no version of an add-on, such as v1.2.3-eksbuild.1` }];
}

/** An add-on checks its values against a schema of its own: https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy-configure.html */
function configurationProblems(addonName: string, values: string): readonly Problem[] {
  if (values === "") return [];
  if (!isJson(values)) return [{ property: "configurationValues", reason: "is no JSON" }];
  const policy = (JSON.parse(values) as Readonly<Record<string, unknown>>)["enableNetworkPolicy"];
  return addonName !== "vpc-cni" || policy === undefined || policy === "true" || policy === "false"
    ? []
    : [{ property: "configurationValues", reason: `enableNetworkPolicy takes "true" or "false" as text, not ${JSON.stringify(policy)}` }];
}
