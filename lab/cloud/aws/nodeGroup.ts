import { CloudError, type Properties } from "../../provider/backend";
import { capitals } from "../ids";
import { awsMachine } from "../machines";
import type { Change, Draft, Problem, ResourceModel, Subject } from "../model";
import { taintOf } from "../taints";
import { count, has, object, objects, text, textMap, texts } from "../values";
import { clusterVersion, oneOf } from "./eks";

const clusterType = "aws:eks/cluster:Cluster";

/** A managed node group. The live size is `hidden.size`: the node autoscaler moves it. */
export const nodeGroup: ResourceModel = {
  type: "aws:eks/nodeGroup:NodeGroup",
  source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html",
  seconds: { create: 150, update: 30, delete: 370 },
  required: [
    "clusterName",
    "nodeRoleArn",
    "subnetIds",
    "scalingConfig",
    "scalingConfig.desiredSize",
    "scalingConfig.minSize",
    "scalingConfig.maxSize",
  ],
  name: { property: "nodeGroupName", max: 63, pattern: /^[0-9A-Za-z][A-Za-z0-9\-_]*$/, auto: "random", unless: "nodeGroupNamePrefix" },
  createOnly: [
    "clusterName",
    "nodeGroupName",
    "nodeGroupNamePrefix",
    "nodeRoleArn",
    "subnetIds",
    "instanceTypes",
    "amiType",
    "capacityType",
    "diskSize",
    "launchTemplate.id",
    "launchTemplate.name",
    "remoteAccess",
    "region",
  ],
  createOnlyBlocks: ["launchTemplate"],
  sets: ["subnetIds", "taints"],
  limits,
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
    return {
      cluster: text(inputs, "clusterName"),
      controlPlane: text(clusterOf(subject)?.hidden ?? {}, "controlPlane"),
      min: count(inputs, "scalingConfig.minSize") ?? 0,
      max: count(inputs, "scalingConfig.maxSize") ?? 0,
      spot,
      nodes: {
        id: text(hidden, "name"),
        zones: zonesOf(subject),
        region: account.region,
        instanceType: type,
        ...(awsMachine(type) ?? { cpu: 2, memoryGiB: 4, arch: "amd64" as const }),
        labels: {
          ...textMap(inputs, "labels"),
          "eks.amazonaws.com/nodegroup": text(hidden, "name"),
          "eks.amazonaws.com/capacityType": spot ? "SPOT" : "ON_DEMAND",
        },
        taints: objects(inputs, "taints[*]").map(taintOf),
      },
    };
  },
};

function limits(inputs: Properties): readonly Problem[] {
  const prefix = text(inputs, "nodeGroupNamePrefix");
  const unavailable = ["maxUnavailable", "maxUnavailablePercentage"].filter((key) => has(inputs, `updateConfig.${key}`));
  const unknown = texts(inputs, "instanceTypes[*]").filter((type) => awsMachine(type) === undefined);
  const max = count(inputs, "scalingConfig.maxSize");
  return [
    ...(prefix.length <= 37
      ? []
      : [
          {
            property: "nodeGroupNamePrefix",
            reason: `${JSON.stringify(prefix)} has ${prefix.length} characters: 37 leave room for the suffix of 26`,
          },
        ]),
    ...(has(inputs, "updateConfig") && unavailable.length !== 1
      ? [{ property: "updateConfig", reason: "takes exactly one of maxUnavailable and maxUnavailablePercentage" }]
      : []),
    ...(has(inputs, "launchTemplate")
      ? ["diskSize", "remoteAccess"]
          .filter((key) => has(inputs, key))
          .map((property) => ({ property, reason: "belongs into the launch template where there is one" }))
      : []),
    ...(has(inputs, "launchTemplate") && !has(inputs, "launchTemplate.version")
      ? [{ property: "launchTemplate.version", reason: "is required" }]
      : []),
    ...unknown.map((type) => ({
      property: "instanceTypes",
      reason: `the instance type ${type} does not exist (or the lab does not know it: lab/cloud/machines.ts)`,
    })),
    ...(max !== undefined && max < 1 ? [{ property: "scalingConfig.maxSize", reason: `${max} is below 1` }] : []),
    ...oneOf(inputs, "capacityType", ["ON_DEMAND", "SPOT", "CAPACITY_BLOCK"]),
    ...objects(inputs, "taints[*]").flatMap((taint) => oneOf(taint, "effect", ["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"])),
  ];
}

/** All three numbers are sent together, and must fit. */
function refuseSize(inputs: Properties): void {
  const [min = 0, max = 0, desired = 0] = ["minSize", "maxSize", "desiredSize"].map((key) => count(inputs, `scalingConfig.${key}`));
  if (min > max) throw new CloudError(`InvalidParameterException: Minimum capacity ${min} can't be greater than maximum size ${max}`);
  if (desired < min)
    throw new CloudError(`InvalidParameterException: Minimum capacity ${min} can't be greater than desired size ${desired}`);
  if (desired > max) throw new CloudError(`InvalidParameterException: desired capacity ${desired} can't be greater than max size ${max}`);
}

function refuseTemplateVersion({ inputs, cloud }: Draft): void {
  const template = cloud.get("aws:ec2/launchTemplate:LaunchTemplate", text(inputs, "launchTemplate.id"));
  const version = Number(text(inputs, "launchTemplate.version"));
  const latest = count(template?.outputs ?? {}, "latestVersion") ?? 0;
  if (template !== undefined && !(version >= 1 && version <= latest))
    throw new CloudError(
      `InvalidRequestException: launch template ${template.id} has no version ${text(inputs, "launchTemplate.version")} (latest: ${latest})`,
    );
}

/** Without EKS's own default add-ons, a node becomes ready only when the program has brought pod networking and kube-proxy. */
function refuseWithoutNetworking({ inputs, cloud }: Draft, cluster: Properties): void {
  if (cluster["bootstrapSelfManagedAddons"] !== false || count(inputs, "scalingConfig.desiredSize") === 0) return;
  const missing = ["vpc-cni", "kube-proxy"].filter(
    (name) => cloud.get("aws:eks/addon:Addon", `${text(inputs, "clusterName")}:${name}`) === undefined,
  );
  if (missing.length > 0)
    throw new CloudError(`NodeCreationFailure: Unhealthy nodes in the kubernetes cluster: ${missing.join(" and ")} not installed`);
}

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
