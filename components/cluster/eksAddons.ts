import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EksPlan } from "../../stacks/plan/fleetPlan";
import { podIdentityTrust } from "./podIdentity";

export interface EksAddonsBeforeNodesArgs {
  readonly plan: EksPlan;
  readonly clusterName: pulumi.Input<string>;
}

/**
 * What a node needs before it can become ready: credentials for pods, pod networking, service routing. All three run as daemon sets
 * and are active without a node.
 */
export class EksAddonsBeforeNodes extends pulumi.ComponentResource {
  readonly addons: readonly aws.eks.Addon[];

  constructor(name: string, { plan, clusterName }: EksAddonsBeforeNodesArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:cluster:EksAddonsBeforeNodes", name, {}, opts);
    const addon = addonFactory(name, clusterName, plan.tags, { parent: this });
    const { vpcCni, kubeProxy, podIdentityAgent } = plan.versions.addons;

    const agent = addon("eks-pod-identity-agent", podIdentityAgent);
    const proxy = addon("kube-proxy", kubeProxy);
    const cniRole = createCniRole(`${name}-cni-role`, plan, { parent: this });
    const cni = addon("vpc-cni", vpcCni, {
      // The CNI's permissions belong to its pods: with them on the node role, every pod that reaches the node's credentials has them.
      podIdentityAssociations: [{ roleArn: cniRole.role.arn, serviceAccount: cniServiceAccount.name }],
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

/** What needs nodes to become active: cluster DNS. EKS waits for its pods, for 20 minutes at most. */
export class EksAddonsAfterNodes extends pulumi.ComponentResource {
  readonly addons: readonly aws.eks.Addon[];

  constructor(name: string, { plan, clusterName, pools }: EksAddonsAfterNodesArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:cluster:EksAddonsAfterNodes", name, {}, opts);
    const addon = addonFactory(name, clusterName, plan.tags, { parent: this });
    this.addons = [addon("coredns", plan.versions.addons.coreDns, { dependsOn: pools })];
    this.registerOutputs({});
  }
}

interface AddonExtras {
  readonly podIdentityAssociations?: { readonly roleArn: pulumi.Input<string>; readonly serviceAccount: string }[];
  readonly dependsOn?: readonly pulumi.Resource[];
}

function addonFactory(
  name: string,
  clusterName: pulumi.Input<string>,
  tags: Readonly<Record<string, string>>,
  opts: pulumi.CustomResourceOptions,
) {
  return (addonName: string, addonVersion: string, { podIdentityAssociations, dependsOn = [] }: AddonExtras = {}): aws.eks.Addon =>
    new aws.eks.Addon(
      `${name}-${addonName}`,
      {
        clusterName,
        addonName,
        addonVersion,
        podIdentityAssociations,
        // What runs is what is written here, also after somebody's kubectl edit.
        resolveConflictsOnCreate: "OVERWRITE",
        resolveConflictsOnUpdate: "OVERWRITE",
        tags,
      },
      { ...opts, dependsOn: [...dependsOn] },
    );
}

/** https://docs.aws.amazon.com/eks/latest/userguide/cni-iam-role.html */
const cniServiceAccount = { namespace: "kube-system", name: "aws-node" };

interface CniRole {
  readonly role: aws.iam.Role;
  readonly policy: aws.iam.RolePolicyAttachment;
}

function createCniRole(name: string, plan: EksPlan, opts: pulumi.CustomResourceOptions): CniRole {
  const role = new aws.iam.Role(
    name,
    { name: plan.names.cniRole, assumeRolePolicy: podIdentityTrust(plan, cniServiceAccount), tags: plan.tags },
    opts,
  );
  const policy = new aws.iam.RolePolicyAttachment(
    `${name}-policy`,
    { role: role.name, policyArn: "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy" },
    opts,
  );
  return { role, policy };
}
