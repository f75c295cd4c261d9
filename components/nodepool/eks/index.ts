import * as ec2 from "@pulumi/aws/ec2";
import * as eks from "@pulumi/aws/eks";
import * as pulumi from "@pulumi/pulumi";
import type { EksCluster } from "../../cluster/eks";
import type { EksNetwork } from "../../network/eks";
import { instanceMetadata, rootDisk } from "./node";
import { fingerprintTag, type NodePool, type NodePoolArgs } from "../index";
import type { NodeGroup } from "../../../plan/model/pool";

export interface EksNodePoolArgs extends Omit<NodePoolArgs<NodeGroup>, "keepLiveSize"> {
  /** As of any pool; undefined for a group whose size is the program's. */
  readonly keepLiveSize: pulumi.ResourceTransform | undefined;
  readonly cluster: EksCluster;
  readonly network: EksNetwork;
}

/**
 * One managed node group over all zones of the cluster.
 * https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
 */
export class EksNodePool extends pulumi.ComponentResource implements NodePool {
  readonly physicalName: pulumi.Output<string>;
  readonly fingerprint: pulumi.Output<string>;
  readonly max: pulumi.Output<number>;

  constructor(name: string, args: EksNodePoolArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:nodepool:EksNodePool", name, {}, opts);

    const template = createLaunchTemplate(`${name}-template`, name, args.tags, { parent: this });
    const group = createNodeGroup(`${name}-group`, args, template, { parent: this });

    this.physicalName = group.nodeGroupName;
    // A group without the tag matches no fingerprint.
    this.fingerprint = group.tags.apply((tags) => tags?.[fingerprintTag] ?? "");
    this.max = group.scalingConfig.apply(({ maxSize }) => maxSize);
    this.registerOutputs({ physicalName: this.physicalName, fingerprint: this.fingerprint, max: this.max });
  }
}

function createLaunchTemplate(
  name: string,
  nodeName: string,
  tags: Readonly<Record<string, string>>,
  opts: pulumi.CustomResourceOptions,
): ec2.LaunchTemplate {
  return new ec2.LaunchTemplate(
    name,
    {
      metadataOptions: instanceMetadata,
      blockDeviceMappings: [
        {
          deviceName: rootDisk.deviceName,
          ebs: { volumeType: rootDisk.volumeType, volumeSize: rootDisk.sizeGiB, encrypted: "true", deleteOnTermination: "true" },
        },
      ],
      // Without a network interface: one in the template takes the cluster's security group out of EKS's hands, and the private subnets
      // give no public address anyway. https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
      // A node group's own tags do not reach its machines.
      tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({
        resourceType,
        tags: { ...tags, Name: nodeName },
      })),
      tags,
    },
    opts,
  );
}

function createNodeGroup(
  name: string,
  { plan, tags, keepLiveSize, cluster, network }: EksNodePoolArgs,
  template: ec2.LaunchTemplate,
  opts: pulumi.CustomResourceOptions,
): eks.NodeGroup {
  return new eks.NodeGroup(
    name,
    {
      clusterName: cluster.clusterName,
      // A prefix, so that a replacement exists before the old group's nodes are drained.
      nodeGroupNamePrefix: plan.physicalName,
      nodeRoleArn: cluster.nodeRoleArn,
      subnetIds: Object.values(network.privateSubnetIds),
      version: cluster.kubernetes,
      amiType: amiTypes[plan.shape.arch],
      capacityType: capacityTypes[plan.capacityType],
      instanceTypes: [...plan.machineTypes],
      launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
      scalingConfig: { minSize: plan.bounds.min, maxSize: plan.bounds.max, desiredSize: plan.initial },
      updateConfig: { maxUnavailablePercentage: 33 },
      // A node that is not ready for 30 minutes is replaced. https://docs.aws.amazon.com/eks/latest/userguide/node-repair.html
      nodeRepairConfig: { enabled: true },
      labels: { ...plan.labels },
      taints: plan.taints.map(({ key, value, effect }) => ({ key, value, effect: effects[effect] })),
      tags: { ...tags, [fingerprintTag]: plan.fingerprint },
    },
    {
      ...opts,
      dependsOn: [...cluster.beforeNodes],
      // The node autoscaler owns the size, and EKS takes all three numbers at once.
      transforms: keepLiveSize === undefined ? [] : [keepLiveSize],
      // Its name is the provider's own choice each time, so that a replacement can stand before the old group goes.
      deleteBeforeReplace: false,
    },
  );
}

const amiTypes: Readonly<Record<NodeGroup["shape"]["arch"], string>> = { amd64: "AL2023_x86_64_STANDARD", arm64: "AL2023_ARM_64_STANDARD" };
const capacityTypes: Readonly<Record<NodeGroup["capacityType"], string>> = { "on-demand": "ON_DEMAND", spot: "SPOT" };
const effects = { NoSchedule: "NO_SCHEDULE", NoExecute: "NO_EXECUTE" } as const;
