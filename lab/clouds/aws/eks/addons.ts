import { CloudError } from "../../../provider/backend";
import type { ResourceModel } from "../../simulator/model";
import { count, text } from "../../../../facts/properties/select";
import { hidden } from "../common";
import { clusterType, nodeGroupsOf } from "./cluster";
import { addonsOnNodes } from "../../../../facts/aws/rules/addon";

const roleArn = { type: "aws:iam/role:Role", output: "arn" };

export const addon: ResourceModel = {
  type: "aws:eks/addon:Addon",
  seconds: { create: 30, update: 30, delete: 10 },
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
