import * as eks from "@pulumi/aws/eks";
import * as iam from "@pulumi/aws/iam";
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import * as pulumi from "@pulumi/pulumi";
import type { EksPlan } from "../../../plan/model/eks";
import type { EksCluster } from "../../cluster/eks";
import { EksNodeRole } from "../../cluster/eks/nodeRole";
import type { EC2NodeClass } from "../../../facts/customResourceDefinitions/karpenter.k8s.aws/v1";
import type { EksNetwork } from "../../network/eks";
import type { Karpenter } from "../../engines/karpenter";
import { instanceMetadata, rootDisk } from "./node";

export interface KarpenterNodeClassArgs {
  readonly plan: EksPlan;
  readonly cluster: EksCluster;
  readonly network: EksNetwork;
  readonly karpenter: Karpenter;
}

/**
 * What is the same for all nodes that Karpenter starts: image, disk, network, and a role that may join. Takes two providers: aws and kubernetes.
 * https://karpenter.sh/docs/concepts/nodeclasses/
 */
export class KarpenterNodeClass extends pulumi.ComponentResource {
  readonly className = "default";
  readonly nodeClass: CustomResource;

  constructor(name: string, args: KarpenterNodeClassArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:nodepool:KarpenterNodeClass", name, {}, opts);
    const { plan, cluster, karpenter } = args;

    const role = new EksNodeRole(`${name}-node`, { roleName: plan.names.karpenterNodeRole, plan }, { parent: this });
    const entry = admitNodes(`${name}-access`, plan, cluster, role, { parent: this });
    const profile = new iam.InstanceProfile(
      `${name}-profile`,
      { name: plan.names.karpenterNodeRole, role: role.roleName, tags: plan.tags },
      { parent: this },
    );
    this.nodeClass = new CustomResource(
      `${name}-class`,
      { ...ofKind, metadata: { name: this.className }, spec: specOf(args, profile) },
      { parent: this, dependsOn: [...karpenter.step("release"), entry, ...role.policies, ...cluster.beforeNodes] },
    );
    this.registerOutputs({});
  }
}

const ofKind = { apiVersion: "karpenter.k8s.aws/v1", kind: "EC2NodeClass" } satisfies Partial<EC2NodeClass>;

/** EKS lets the role of its own node groups in by itself, and no other. https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html */
function admitNodes(
  name: string,
  { tags }: EksPlan,
  { clusterName }: EksCluster,
  role: EksNodeRole,
  opts: pulumi.CustomResourceOptions,
): eks.AccessEntry {
  return new eks.AccessEntry(name, { clusterName, principalArn: role.arn, type: "EC2_LINUX", tags }, opts);
}

/**
 * The policy of the driver for volumes attaches them to machines that bear their cluster's name. EKS writes it on those of node groups, under
 * a key of its own, and on nobody else's. https://github.com/kubernetes-sigs/aws-ebs-csi-driver/issues/2918
 */
const volumesTag = "ebs.csi.aws.com/cluster-name";

/** A plain type, any part of which may be known only once something else exists. */
type Deferred<T> = pulumi.Input<T extends object ? { readonly [Key in keyof T]: Deferred<T[Key]> } : T>;

/** As node groups have it from their launch template. Subnets and the security group by their ids: tags are anybody's to set. */
function specOf(
  { plan, cluster, network }: KarpenterNodeClassArgs,
  profile: iam.InstanceProfile,
): Deferred<NonNullable<EC2NodeClass["spec"]>> {
  return {
    amiSelectorTerms: [{ alias: plan.versions.karpenter.nodeImage }],
    instanceProfile: profile.name,
    subnetSelectorTerms: Object.values(network.privateSubnetIds).map((id) => ({ id })),
    securityGroupSelectorTerms: [{ id: cluster.securityGroupId }],
    associatePublicIPAddress: false,
    metadataOptions: { ...instanceMetadata, httpProtocolIPv6: "disabled" },
    blockDeviceMappings: [
      {
        deviceName: rootDisk.deviceName,
        ebs: { volumeType: rootDisk.volumeType, volumeSize: `${rootDisk.sizeGiB}Gi`, encrypted: true, deleteOnTermination: true },
      },
    ],
    // On machines, disks, interfaces and launch templates.
    tags: { ...plan.tags, [volumesTag]: plan.names.cluster },
  };
}
