import type { ServiceFacts } from "../resource";
import { addonLimits } from "./rules/addon";
import { flag, has, text, texts } from "../properties/select";
import { nodeGroupLimits } from "./rules/nodeGroup";
import { oneOf } from "../rules/limits";

/** Entries of machines: EKS knows by itself what those may do. */
export const nodeTypes = ["EC2", "EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "HYBRID_LINUX", "HYPERPOD_LINUX"];

export const eks = {
  "aws:eks/accessEntry:AccessEntry": {
    documentation: "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessEntry.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/01f431114674c27cf790fafb67ac274bf8f765e1/internal/service/eks/access_entry.go",
    required: ["clusterName", "principalArn"],
    defaults: (inputs) => ({ type: inputs["type"] ?? "STANDARD" }),
    limits: (inputs) => {
      const principal = text(inputs, "principalArn");
      const type = text(inputs, "type");
      return [
        ...(principal === "" || /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/.+$/.test(principal)
          ? []
          : [{ property: "principalArn", reason: `${principal} is no ARN of an IAM role or user` }]),
        ...oneOf(inputs, "type", ["STANDARD", ...nodeTypes]),
        ...(nodeTypes.includes(type) && texts(inputs, "kubernetesGroups[*]").length > 0
          ? [{ property: "kubernetesGroups", reason: `an entry of type ${type} takes none: nodes get the groups that nodes have` }]
          : []),
      ];
    },
    sets: ["kubernetesGroups"],
    replaces: ["clusterName", "principalArn", "region", "type"],
    deletesFirst: "never",
  },
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": {
    documentation: "https://docs.aws.amazon.com/eks/latest/APIReference/API_AssociateAccessPolicy.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/01f431114674c27cf790fafb67ac274bf8f765e1/internal/service/eks/access_policy_association.go",
    required: ["clusterName", "principalArn", "policyArn", "accessScope", "accessScope.type"],
    limits: (inputs) => [
      ...oneOf(inputs, "accessScope.type", ["cluster", "namespace"]),
      ...(/^arn:aws[a-z-]*:iam:/.test(text(inputs, "policyArn"))
        ? [{ property: "policyArn", reason: "takes an EKS access policy (arn:aws:eks::aws:cluster-access-policy/...), not an IAM policy" }]
        : []),
    ],
    replaces: ["accessScope", "clusterName", "policyArn", "principalArn", "region"],
    deletesFirst: "never",
  },
  "aws:eks/addon:Addon": {
    documentation: "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAddon.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/00a35305dc1b297a6fcdecdfbba33f1e63c3da39/internal/service/eks/addon.go",
    required: ["clusterName", "addonName"],
    limits: addonLimits,
    replaces: ["addonName", "clusterName", "region"],
    deletesFirst: "never",
  },
  "aws:eks/cluster:Cluster": {
    documentation: "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/fff78e64ecf10b98405e2008b59cb59ff0ed0b1d/internal/service/eks/cluster.go",
    required: ["roleArn", "vpcConfig", "vpcConfig.subnetIds"],
    name: { property: "name", max: 100, pattern: /^[0-9A-Za-z][A-Za-z0-9\-_]*$/, auto: "random" },
    defaults: (inputs) => ({ bootstrapSelfManagedAddons: inputs["bootstrapSelfManagedAddons"] ?? true }),
    limits: (inputs) => [
      ...oneOf(inputs, "accessConfig.authenticationMode", ["API", "API_AND_CONFIG_MAP", "CONFIG_MAP"]),
      ...oneOf(inputs, "upgradePolicy.supportType", ["STANDARD", "EXTENDED"]),
      ...(has(inputs, "encryptionConfig") && texts(inputs, "encryptionConfig.resources[*]").join() !== "secrets"
        ? [{ property: "encryptionConfig.resources", reason: 'takes exactly ["secrets"]' }]
        : []),
      ...(flag(inputs, "vpcConfig.endpointPublicAccess") === false && flag(inputs, "vpcConfig.endpointPrivateAccess") !== true
        ? [{ property: "vpcConfig.endpointPrivateAccess", reason: "at least one of the public and the private endpoint must be on" }]
        : []),
    ],
    sets: ["vpcConfig.subnetIds", "vpcConfig.securityGroupIds", "vpcConfig.publicAccessCidrs", "enabledClusterLogTypes"],
    replaces: [
      "accessConfig.bootstrapClusterCreatorAdminPermissions",
      "bootstrapSelfManagedAddons",
      "kubernetesNetworkConfig.ipFamily",
      "kubernetesNetworkConfig.serviceIpv4Cidr",
      "name",
      "outpostConfig.controlPlaneInstanceType",
      "outpostConfig.controlPlanePlacement.groupName",
      "region",
      "roleArn",
      { path: "encryptionConfig", when: "removed" },
      { path: "vpcConfig.controlPlaneEgressMode", when: { from: "CUSTOMER_ROUTED" } },
    ],
    // The provider plans an update, and EKS takes it within the zones that the cluster was made with. Ids do not tell zones, and a network of
    // ours has one private subnet in each: another subnet is another zone. https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
    refuses: [
      "vpcConfig.subnetIds",
      // Never back to a mode that asks a ConfigMap: https://docs.aws.amazon.com/eks/latest/userguide/setting-up-access-entries.html
      { path: "accessConfig.authenticationMode", when: { from: "API" } },
    ],
    deletesFirst: { ifKept: "name" },
  },
  "aws:eks/nodeGroup:NodeGroup": {
    documentation: "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/012e0a32f0686212f447447fd3d81c3d0ce256ad/internal/service/eks/node_group.go",
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
    limits: nodeGroupLimits,
    sets: ["subnetIds", "taints"],
    replaces: [
      "amiType",
      "capacityType",
      "clusterName",
      "diskSize",
      "instanceTypes",
      "launchTemplate.id",
      "launchTemplate.name",
      "nodeGroupName",
      "nodeGroupNamePrefix",
      "nodeRoleArn",
      "region",
      "remoteAccess",
      "subnetIds",
      { path: "launchTemplate", when: "addedOrRemoved" },
    ],
    deletesFirst: { ifKept: "nodeGroupName" },
  },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
    documentation: "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreatePodIdentityAssociation.html",
    source:
      "https://github.com/hashicorp/terraform-provider-aws/blob/00a35305dc1b297a6fcdecdfbba33f1e63c3da39/internal/service/eks/pod_identity_association.go",
    required: ["clusterName", "namespace", "serviceAccount", "roleArn"],
    replaces: ["clusterName", "namespace", "region", "serviceAccount"],
    deletesFirst: "never",
  },
} satisfies ServiceFacts;
