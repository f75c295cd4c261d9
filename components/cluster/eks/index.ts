import * as eks from "@pulumi/aws/eks";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { EksPlan } from "../../../plan/model/eks";
import type { EksNetwork } from "../../network/eks";
import { EksAccess } from "./access";
import { EksAddonsBeforeNodes } from "./addons";
import type { EksKey } from "./key";
import type { EksLogs } from "./logs";
import { EksNodeRole } from "./nodeRole";
import type { ManagedCluster } from "../index";
import { execKubeconfig, type AuthPlugin } from "../kubeconfig";

export interface EksClusterArgs {
  readonly plan: EksPlan;
  readonly network: EksNetwork;
  readonly key: EksKey;
  readonly logs: EksLogs;
}

/**
 * An EKS control plane with everything that must be there before its first node.
 * https://docs.aws.amazon.com/eks/latest/userguide/clusters.html
 */
export class EksCluster extends pulumi.ComponentResource implements ManagedCluster {
  readonly clusterName: pulumi.Output<string>;
  /** Kubernetes minor that the control plane runs: pools follow it. */
  readonly kubernetes: pulumi.Output<string>;
  readonly kubeconfig: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;
  readonly identity: pulumi.Output<string>;
  readonly access: readonly pulumi.Resource[];
  readonly nodeRoleArn: pulumi.Output<string>;
  /** The group that EKS makes for the control plane and its nodes. */
  readonly securityGroupId: pulumi.Output<string>;
  /** Must exist before a node, and outlive it. */
  readonly beforeNodes: readonly pulumi.Resource[];

  constructor(name: string, args: EksClusterArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:cluster:EksCluster", name, {}, opts);
    const { plan, network } = args;

    const role = createClusterRole(`${name}-role`, plan, { parent: this });
    const cluster = createCluster(`${name}-control-plane`, args, role, { parent: this });
    const clusterName = cluster.name;
    const access = new EksAccess(`${name}-access`, { clusterName, plan }, { parent: this });
    const addons = new EksAddonsBeforeNodes(`${name}-addons`, { plan, clusterName }, { parent: this });
    const nodeRole = new EksNodeRole(`${name}-node`, { roleName: plan.names.nodeRole, plan }, { parent: this });

    this.clusterName = clusterName;
    this.kubernetes = cluster.version;
    this.endpoint = cluster.endpoint;
    this.identity = cluster.createdAt;
    this.kubeconfig = execKubeconfig({
      name: plan.name,
      endpoint: cluster.endpoint,
      certificateAuthority: cluster.certificateAuthority.data,
      plugin: tokenPlugin(plan.names.cluster, plan.region),
    });
    this.access = access.associations;
    this.nodeRoleArn = nodeRole.arn;
    this.securityGroupId = cluster.vpcConfig.clusterSecurityGroupId;
    this.beforeNodes = [...addons.addons, ...nodeRole.policies, ...network.egress];
    this.registerOutputs({ endpoint: this.endpoint, identity: this.identity });
  }
}

interface ClusterRole {
  readonly role: iam.Role;
  readonly policy: iam.RolePolicyAttachment;
}

/** https://docs.aws.amazon.com/eks/latest/userguide/cluster-iam-role.html */
function createClusterRole(name: string, plan: EksPlan, opts: pulumi.CustomResourceOptions): ClusterRole {
  const trust = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "eks.amazonaws.com" }, Action: "sts:AssumeRole" }],
  };
  const role = new iam.Role(name, { name: plan.names.clusterRole, assumeRolePolicy: JSON.stringify(trust), tags: plan.tags }, opts);
  const policy = new iam.RolePolicyAttachment(
    `${name}-policy`,
    { role: role.name, policyArn: `arn:${plan.partition}:iam::aws:policy/AmazonEKSClusterPolicy` },
    opts,
  );
  return { role, policy };
}

function createCluster(
  name: string,
  { plan, network, key, logs }: EksClusterArgs,
  { role, policy }: ClusterRole,
  opts: pulumi.CustomResourceOptions,
): eks.Cluster {
  return new eks.Cluster(
    name,
    {
      name: plan.names.cluster,
      version: plan.kubernetes,
      roleArn: role.arn,
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      bootstrapSelfManagedAddons: false,
      vpcConfig: { subnetIds: controlPlaneSubnets(plan, network), endpointPrivateAccess: true, ...publicEndpoint(plan) },
      kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: plan.network.serviceCidr },
      encryptionConfig: { provider: { keyArn: key.arn }, resources: ["secrets"] },
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      // EXTENDED, the default, starts to charge six times as much when a minor's standard support ends; STANDARD upgrades it instead.
      upgradePolicy: { supportType: "STANDARD" },
      // Pulumi's own protection holds what goes through Pulumi; this one holds for everybody.
      deletionProtection: plan.protect,
      tags: plan.tags,
    },
    {
      ...opts,
      protect: plan.protect,
      // EKS needs the permissions until its last network interface is gone, and writes its logs from the first minute.
      dependsOn: [policy, logs.controlPlane],
    },
  );
}

/** All in zones that the control plane was made with: EKS takes no others later. */
function controlPlaneSubnets({ network: { controlPlaneZones } }: EksPlan, { privateSubnetIds }: EksNetwork): pulumi.Output<string>[] {
  return controlPlaneZones.map((zone) => {
    const subnet = privateSubnetIds[zone];
    if (subnet === undefined) throw new Error(`the network has no subnet in ${zone}, where the plan has the control plane`);
    return subnet;
  });
}

function publicEndpoint({ apiAccess }: EksPlan): { endpointPublicAccess: boolean; publicAccessCidrs?: string[] } {
  switch (apiAccess.mode) {
    case "private":
      return { endpointPublicAccess: false };
    case "restricted":
      return { endpointPublicAccess: true, publicAccessCidrs: [...apiAccess.cidrs] };
  }
}

/** Asks the AWS CLI for a token at every use, as whoever runs it. https://docs.aws.amazon.com/cli/latest/reference/eks/get-token.html */
function tokenPlugin(cluster: string, region: string): AuthPlugin {
  return {
    apiVersion: "client.authentication.k8s.io/v1",
    command: "aws",
    args: ["eks", "get-token", "--cluster-name", cluster, "--region", region, "--output", "json"],
    provideClusterInfo: false,
    installHint: "install the AWS CLI, version 2: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
  };
}
