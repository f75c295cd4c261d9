import { CloudError } from "../../../provider/backend";
import { uuid } from "../../shared/ids";
import type { ResourceModel } from "../../simulator/model";
import { text } from "../../../../facts/properties/select";
import { hidden } from "../common";
import { clusterType } from "./cluster";
import { nodeTypes } from "../../../../facts/aws/eks";

const accessEntry: ResourceModel = {
  type: "aws:eks/accessEntry:AccessEntry",
  refs: [{ path: "clusterName", to: [{ type: clusterType, output: "id" }] }],
  admit({ inputs, cloud }) {
    const mode = text(cloud.get(clusterType, text(inputs, "clusterName"))?.inputs ?? {}, "accessConfig.authenticationMode") || "CONFIG_MAP";
    if (!mode.startsWith("API"))
      throw new CloudError(
        `InvalidRequestException: The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation, not ${mode}`,
      );
  },
  provision: ({ cloud }) => ({ createdAt: cloud.now().toISOString() }),
  id: ({ inputs }) => `${text(inputs, "clusterName")}:${text(inputs, "principalArn")}`,
  outputs: {
    accessEntryArn: ({ inputs, account }) =>
      `arn:aws:eks:${account.region}:${account.owner}:access-entry/${text(inputs, "clusterName")}/${text(inputs, "principalArn").replace(/^.*::/, "")}`,
    userName: ({ inputs }) => text(inputs, "userName") || text(inputs, "principalArn"),
    createdAt: hidden("createdAt"),
  },
};

const accessPolicyAssociation: ResourceModel = {
  type: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
  refs: [{ path: "clusterName", to: [{ type: clusterType, output: "id" }] }],
  admit({ inputs, cloud }) {
    const entry = `${text(inputs, "clusterName")}:${text(inputs, "principalArn")}`;
    const found = cloud.get(accessEntry.type, entry);
    if (found === undefined)
      throw new CloudError(`ResourceNotFoundException: The specified principalArn could not be found: there is no access entry ${entry}`);
    const type = text(found.inputs, "type");
    if (nodeTypes.includes(type))
      throw new CloudError(`InvalidRequestException: cannot associate an access policy with ${entry}, whose type is ${type}`);
  },
  id: ({ inputs }) => `${text(inputs, "clusterName")}#${text(inputs, "principalArn")}#${text(inputs, "policyArn")}`,
};

const podIdentityAssociation: ResourceModel = {
  type: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
  refs: [
    { path: "clusterName", to: [{ type: clusterType, output: "id" }] },
    { path: "roleArn", to: [{ type: "aws:iam/role:Role", output: "arn" }] },
  ],
  admit({ inputs, cloud }) {
    const same = cloud
      .byType(podIdentityAssociation.type)
      .find((other) => ["clusterName", "namespace", "serviceAccount"].every((key) => other.inputs[key] === inputs[key]));
    if (same !== undefined) throw new CloudError(`ResourceInUseException: Association already exists: ${same.id}`);
  },
  provision: () => ({ id: `a-${uuid().replaceAll("-", "").slice(0, 17)}` }),
  id: ({ hidden: facts }) => text(facts, "id"),
  outputs: {
    associationId: ({ id }) => id,
    associationArn: ({ inputs, id, account }) =>
      `arn:aws:eks:${account.region}:${account.owner}:podidentityassociation/${text(inputs, "clusterName")}/${id}`,
  },
};

/** Who may do what in a cluster: people and pipelines by access entries, pods by associations. */
export const eksAccess: readonly ResourceModel[] = [accessEntry, accessPolicyAssociation, podIdentityAssociation];
