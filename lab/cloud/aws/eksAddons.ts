import { CloudError } from "../../provider/backend";
import { oneOf } from "../../../facts/rules/limits";
import type { Problem } from "../../../facts/resource";
import type { ResourceModel } from "../model";
import { count, text } from "../../../facts/properties/select";
import { hidden } from "./common";
import { clusterType, nodeGroupsOf } from "./eks";
import { isJson } from "./iam";

const roleArn = { type: "aws:iam/role:Role", output: "arn" };

/** Add-ons whose pods need a node: until there is one they never become active. */
const addonsOnNodes = [
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

export const addon: ResourceModel = {
  type: "aws:eks/addon:Addon",
  source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAddon.html",
  seconds: { create: 30, update: 30, delete: 10 },
  required: ["clusterName", "addonName"],
  limits: (inputs) => [
    ...oneOf(inputs, "addonName", [...addonsWithoutNodes, ...addonsOnNodes]),
    ...oneOf(inputs, "resolveConflictsOnCreate", ["NONE", "OVERWRITE"]),
    ...oneOf(inputs, "resolveConflictsOnUpdate", ["NONE", "OVERWRITE", "PRESERVE"]),
    ...versionProblems(text(inputs, "addonVersion")),
    ...configurationProblems(text(inputs, "addonName"), text(inputs, "configurationValues")),
  ],
  refs: [
    { path: "clusterName", to: [{ type: clusterType, output: "id" }] },
    { path: "serviceAccountRoleArn", to: [roleArn] },
    { path: "podIdentityAssociations[*].roleArn", to: [roleArn] },
  ],
  admit(draft) {
    const name = text(draft.inputs, "addonName");
    if (
      !addonsOnNodes.includes(name) ||
      nodeGroupsOf({ ...draft, id: text(draft.inputs, "clusterName") }).some((group) => (count(group.hidden, "size") ?? 0) > 0)
    )
      return;
    throw new CloudError(
      `waiting for EKS Add-On (${text(draft.inputs, "clusterName")}:${name}) create: timeout while waiting for state to become 'ACTIVE' (last state: 'DEGRADED', timeout: 20m0s): ` +
        "InsufficientNumberOfReplicas: The add-on is unhealthy because all deployments have all pods unscheduled: no nodes available to schedule pods",
    );
  },
  provision: ({ cloud }) => ({ createdAt: cloud.now().toISOString() }),
  id: ({ inputs }) => `${text(inputs, "clusterName")}:${text(inputs, "addonName")}`,
  outputs: {
    arn: ({ inputs, account }) =>
      `arn:aws:eks:${account.region}:${account.owner}:addon/${text(inputs, "clusterName")}/${text(inputs, "addonName")}`,
    addonVersion: ({ inputs }) => text(inputs, "addonVersion") || "v1.0.0-eksbuild.1",
    createdAt: hidden("createdAt"),
  },
};

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
