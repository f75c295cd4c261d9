import * as eks from "@pulumi/aws/eks";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { EksPlan } from "../../../plan/model/eks";
import type { ServiceAccount } from "../../../plan/model/identity";
import { podIdentityTrust } from "../../identity/eks";

export interface EksAddonsBeforeNodesArgs {
  readonly plan: EksPlan;
  readonly clusterName: pulumi.Input<string>;
}

/**
 * What a node needs before it can become ready: credentials for pods, pod networking, service routing. All three run as daemon sets
 * and are active without a node.
 */
export class EksAddonsBeforeNodes extends pulumi.ComponentResource {
  readonly addons: readonly eks.Addon[];

  constructor(name: string, { plan, clusterName }: EksAddonsBeforeNodesArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:cluster:EksAddonsBeforeNodes", name, {}, opts);
    const addon = addonFactory(name, clusterName, plan.tags, { parent: this });
    const { vpcCni, kubeProxy, podIdentityAgent } = plan.versions.addons;

    const agent = addon("eks-pod-identity-agent", podIdentityAgent);
    const proxy = addon("kube-proxy", kubeProxy);
    const cniRole = createPodRole(`${name}-cni-role`, plan, cniGrant(plan), { parent: this });
    const cni = addon("vpc-cni", vpcCni, {
      // The CNI's permissions belong to its pods: with them on the node role, every pod that reaches the node's credentials has them.
      podIdentityAssociations: [{ roleArn: cniRole.role.arn, serviceAccount: cniServiceAccount.name }],
      configuration: { enableNetworkPolicy: "true" },
      dependsOn: [agent, cniRole.policy],
    });

    this.addons = [agent, proxy, cni];
    this.registerOutputs({});
  }
}

export interface EksAddonsAfterNodesArgs {
  readonly plan: EksPlan;
  readonly clusterName: pulumi.Input<string>;
  /** Where their pods run. */
  readonly pools: readonly pulumi.Resource[];
}

/** What needs nodes to become active: cluster DNS, volumes, metrics. EKS waits for their pods, for 20 minutes at most. */
export class EksAddonsAfterNodes extends pulumi.ComponentResource {
  readonly addons: readonly eks.Addon[];

  constructor(name: string, { plan, clusterName, pools }: EksAddonsAfterNodesArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:cluster:EksAddonsAfterNodes", name, {}, opts);
    const addon = addonFactory(name, clusterName, plan.tags, { parent: this });
    const { coreDns, ebsCsiDriver, metricsServer } = plan.versions.addons;

    const dns = addon("coredns", coreDns, { dependsOn: pools });
    const ebsCsiRole = createPodRole(`${name}-ebs-csi-role`, plan, ebsCsiGrant(plan), { parent: this });
    const volumes = addon("aws-ebs-csi-driver", ebsCsiDriver, {
      podIdentityAssociations: [{ roleArn: ebsCsiRole.role.arn, serviceAccount: ebsCsiServiceAccount.name }],
      dependsOn: [...pools, ebsCsiRole.policy],
    });
    const metrics = addon("metrics-server", metricsServer, { dependsOn: pools });

    this.addons = [dns, volumes, metrics];
    this.registerOutputs({});
  }
}

interface AddonExtras {
  readonly podIdentityAssociations?: { readonly roleArn: pulumi.Input<string>; readonly serviceAccount: string }[];
  /** Checked against the add-on's own schema: `aws eks describe-addon-configuration`. */
  readonly configuration?: Readonly<Record<string, unknown>>;
  readonly dependsOn?: readonly pulumi.Resource[];
}

function addonFactory(
  name: string,
  clusterName: pulumi.Input<string>,
  tags: Readonly<Record<string, string>>,
  opts: pulumi.CustomResourceOptions,
) {
  return (
    addonName: string,
    addonVersion: string,
    { podIdentityAssociations, configuration, dependsOn = [] }: AddonExtras = {},
  ): eks.Addon =>
    new eks.Addon(
      `${name}-${addonName}`,
      {
        clusterName,
        addonName,
        addonVersion,
        podIdentityAssociations,
        configurationValues: configuration === undefined ? undefined : JSON.stringify(configuration),
        // What runs is what is written here, also after somebody's kubectl edit.
        resolveConflictsOnCreate: "OVERWRITE",
        resolveConflictsOnUpdate: "OVERWRITE",
        tags,
      },
      { ...opts, dependsOn: [...dependsOn] },
    );
}

/** https://docs.aws.amazon.com/eks/latest/userguide/cni-iam-role.html */
const cniServiceAccount: ServiceAccount = { namespace: "kube-system", name: "aws-node" };

function cniGrant({ names, partition }: EksPlan): PodRoleSpec {
  return { roleName: names.cniRole, serviceAccount: cniServiceAccount, policyArn: `arn:${partition}:iam::aws:policy/AmazonEKS_CNI_Policy` };
}

/** https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html */
const ebsCsiServiceAccount: ServiceAccount = { namespace: "kube-system", name: "ebs-csi-controller-sa" };

/**
 * Only volumes and snapshots that carry this cluster's name, and its own nodes: the policy compares their tags with those that EKS gives to
 * the pods' sessions. The driver writes the name on what it makes, since the add-on tells it which; EKS writes it on node groups' machines,
 * and Karpenter what its class of nodes says. https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEBSCSIDriverEKSClusterScopedPolicy.html
 */
function ebsCsiGrant({ names, partition }: EksPlan): PodRoleSpec {
  return {
    roleName: names.ebsCsiRole,
    serviceAccount: ebsCsiServiceAccount,
    policyArn: `arn:${partition}:iam::aws:policy/AmazonEBSCSIDriverEKSClusterScopedPolicy`,
  };
}

interface PodRoleSpec {
  readonly roleName: string;
  readonly serviceAccount: ServiceAccount;
  /** Of a policy that AWS maintains. */
  readonly policyArn: string;
}

interface PodRole {
  readonly role: iam.Role;
  readonly policy: iam.RolePolicyAttachment;
}

function createPodRole(
  name: string,
  plan: EksPlan,
  { roleName, serviceAccount, policyArn }: PodRoleSpec,
  opts: pulumi.CustomResourceOptions,
): PodRole {
  const role = new iam.Role(name, { name: roleName, assumeRolePolicy: podIdentityTrust(plan, serviceAccount), tags: plan.tags }, opts);
  const policy = new iam.RolePolicyAttachment(`${name}-policy`, { role: role.name, policyArn }, opts);
  return { role, policy };
}
