import { CloudError } from "../../../provider/backend";
import type { Properties } from "../../../../facts/properties/values";
import { clusterKey } from "../../shared/clusterKey";
import { capitals } from "../../shared/ids";
import { awsMachine } from "../../../../facts/machines";
import { addedToNodes } from "../../../../facts/nodes";
import type { Change, CloudFunction, Draft, ResourceModel, Subject } from "../../simulator/model";
import { taintOf } from "../../shared/taints";
import { count, object, objects, text, textMap, texts } from "../../../../facts/properties/select";
import { clusterType, clusterVersion, nodeGroupType } from "./cluster";
import { refuseSize, refuseTemplateVersion, refuseWithoutNetworking } from "./nodeGroupRules";

/** A managed node group. The live size is `hidden.size`: the node autoscaler moves it. */
export const nodeGroup: ResourceModel = {
  type: nodeGroupType,
  seconds: { create: 150, update: 30, delete: 370 },
  refs: [
    { path: "clusterName", to: [{ type: clusterType, output: "id" }] },
    { path: "nodeRoleArn", to: [{ type: "aws:iam/role:Role", output: "arn" }] },
    { path: "subnetIds[*]", to: [{ type: "aws:ec2/subnet:Subnet", output: "id" }] },
    { path: "launchTemplate.id", to: [{ type: "aws:ec2/launchTemplate:LaunchTemplate", output: "id" }] },
    { path: "launchTemplate.name", to: [{ type: "aws:ec2/launchTemplate:LaunchTemplate", output: "name" }] },
  ],
  admit(draft) {
    refuseSize(draft.inputs);
    refuseTemplateVersion(draft);
    const cluster = clusterOf(draft);
    const [version, own] = [text(cluster?.outputs ?? {}, "version"), text(draft.inputs, "version")];
    if (own !== "" && own !== version)
      throw new CloudError(`InvalidParameterException: a new node group starts at the cluster's version ${version}, not at ${own}`);
    refuseWithoutNetworking(draft, cluster?.inputs ?? {});
    if (texts(draft.inputs, "subnetIds[*]").length === 0) throw new CloudError("InvalidParameterException: Subnets can't be empty");
  },
  provision: (draft) => ({
    size: count(draft.inputs, "scalingConfig.desiredSize") ?? 0,
    name: text(draft.inputs, "nodeGroupName") || `${text(draft.inputs, "nodeGroupNamePrefix")}${nameSuffix(draft.cloud.now())}`,
    version: text(draft.inputs, "version") || clusterVersion({ inputs: clusterOf(draft)?.inputs ?? {} }),
    group: capitals("", 8).toLowerCase(),
  }),
  id: ({ inputs, hidden }) => {
    const name = text(inputs, "nodeGroupName") || text(hidden, "name");
    return name === "" ? "" : `${text(inputs, "clusterName")}:${name}`;
  },
  outputs: {
    arn: ({ inputs, hidden, account }) =>
      `arn:aws:eks:${account.region}:${account.owner}:nodegroup/${text(inputs, "clusterName")}/${text(hidden, "name")}/${text(hidden, "group")}`,
    nodeGroupName: ({ hidden }) => text(hidden, "name"),
    version: ({ hidden }) => text(hidden, "version"),
    scalingConfig: liveScaling,
    resources: ({ hidden }) => [{ autoscalingGroups: [{ name: `eks-${text(hidden, "name")}-${text(hidden, "group")}` }] }],
    status: () => "ACTIVE",
  },
  liveInputs: (subject) => ({ ...subject.inputs, scalingConfig: liveScaling(subject) }),
  admitUpdate(change) {
    refuseSize(change.inputs);
    refuseTemplateVersion(change);
    const [from, to] = [text(change.hidden, "version"), text(change.inputs, "version") || text(change.hidden, "version")];
    if (Number(to.split(".")[1]) < Number(from.split(".")[1]))
      throw new CloudError(`InvalidParameterException: Unsupported Kubernetes version downgrade from ${from} to ${to}`);
    const control = text(clusterOf(change)?.outputs ?? {}, "version");
    if (Number(to.split(".")[1]) > Number(control.split(".")[1]))
      throw new CloudError(`InvalidParameterException: node group version ${to} is newer than the control plane's ${control}`);
  },
  update: (change) => ({
    version: text(change.inputs, "version") || text(change.hidden, "version"),
    ...sentSize(change),
  }),
  pool: (subject) => {
    const { inputs, hidden, account } = subject;
    const spot = text(inputs, "capacityType") === "SPOT";
    const [type = "t3.medium"] = texts(inputs, "instanceTypes[*]");
    const cluster = clusterOf(subject);
    const machine = awsMachine(type) ?? { cpu: 2, memoryGiB: 4, arch: "amd64" as const };
    const added = addedToNodes("aws", { spot, arch: machine.arch });
    return {
      cluster: clusterKey(cluster?.inputs ?? {}),
      controlPlane: text(cluster?.hidden ?? {}, "controlPlane"),
      min: count(inputs, "scalingConfig.minSize") ?? 0,
      max: count(inputs, "scalingConfig.maxSize") ?? 0,
      spot,
      nodes: {
        id: text(hidden, "name"),
        zones: zonesOf(subject),
        region: account.region,
        instanceType: type,
        ...machine,
        labels: {
          ...textMap(inputs, "labels"),
          "eks.amazonaws.com/nodegroup": text(hidden, "name"),
          ...added.labels,
        },
        taints: [...objects(inputs, "taints[*]").map(taintOf), ...added.taints],
      },
    };
  },
};

/** An update sends the size only when something of scalingConfig changes; the size it then sends holds. */
function sentSize({ inputs, changed }: Change): Properties {
  return changed.some(([key]) => key === "scalingConfig") ? { size: count(inputs, "scalingConfig.desiredSize") ?? 0 } : {};
}

function liveScaling({ inputs, hidden }: Pick<Subject, "inputs" | "hidden">): Properties {
  return { ...object(inputs, "scalingConfig"), desiredSize: count(hidden, "size") ?? 0 };
}

function clusterOf({ inputs, cloud }: Pick<Draft, "inputs" | "cloud">): ReturnType<Draft["cloud"]["get"]> {
  return cloud.get(clusterType, text(inputs, "clusterName"));
}

function zonesOf({ inputs, cloud }: Draft): readonly string[] {
  const zones = texts(inputs, "subnetIds[*]").flatMap((id) =>
    text(cloud.get("aws:ec2/subnet:Subnet", id)?.outputs ?? {}, "availabilityZone"),
  );
  return [...new Set(zones)].filter((zone) => zone !== "");
}

/** A prefix gets the time and a counter: 26 digits. */
function nameSuffix(now: Date): string {
  counter += 1;
  return now.toISOString().replaceAll(/\D/g, "").slice(0, 17).padEnd(18, "0") + counter.toString(16).padStart(8, "0");
}

let counter = 0;

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/eks/getnodegroup/ */
const getNodeGroup: CloudFunction = (args, { cloud }) => {
  const id = `${text(args, "clusterName")}:${text(args, "nodeGroupName")}`;
  const group = cloud.get(nodeGroupType, id);
  if (group === undefined)
    throw new CloudError(
      `reading EKS Node Group (${id}): ResourceNotFoundException: No node group found for name: ${text(args, "nodeGroupName")}.`,
    );
  return { ...group.outputs, id, scalingConfigs: [object(group.outputs, "scalingConfig")] };
};

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/eks/getnodegroups/ */
const getNodeGroups: CloudFunction = (args, { cloud }) => {
  const clusterName = text(args, "clusterName");
  if (cloud.get(clusterType, clusterName) === undefined)
    throw new CloudError(`listing EKS Node Groups: ResourceNotFoundException: No cluster found for name: ${clusterName}.`);
  const groups = cloud.byType(nodeGroupType).filter(({ inputs }) => text(inputs, "clusterName") === clusterName);
  return { id: clusterName, clusterName, names: groups.map(({ hidden }) => text(hidden, "name")) };
};

export const eksFunctions: Readonly<Record<string, CloudFunction>> = {
  "aws:eks/getNodeGroup:getNodeGroup": getNodeGroup,
  "aws:eks/getNodeGroups:getNodeGroups": getNodeGroups,
};
