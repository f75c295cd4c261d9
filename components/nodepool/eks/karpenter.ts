import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import * as pulumi from "@pulumi/pulumi";
import type * as karpenter from "../../../facts/customResourceDefinitions/karpenter.sh/v1";
import { fingerprintTag, type NodePool } from "../index";
import type { KarpenterNodeClass } from "./karpenterNodeClass";
import type { Disruption, KarpenterNodePool } from "../../../plan/model/eks";

export interface KarpenterPoolArgs {
  readonly plan: KarpenterNodePool;
  readonly disruption: Disruption;
  /** Physical ids, such as "usw2-az1". */
  readonly zones: readonly string[];
  readonly nodeClass: KarpenterNodeClass;
}

/**
 * Nodes that Karpenter may start for one part of a pool. Takes the cluster's Kubernetes provider by its options.
 *
 * Its removal waits for its nodes: they belong to it, and the provider deletes in the foreground.
 * https://karpenter.sh/docs/concepts/nodepools/
 */
export class KarpenterPool extends pulumi.ComponentResource implements NodePool {
  readonly physicalName: pulumi.Output<string>;
  readonly fingerprint: pulumi.Output<string>;
  readonly max: pulumi.Output<number>;

  constructor(name: string, args: KarpenterPoolArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:nodepool:KarpenterPool", name, {}, opts);
    const { plan, nodeClass } = args;

    const { metadata } = new CustomResource(
      `${name}-node-pool`,
      {
        ...ofKind,
        metadata: { name: plan.key, annotations: { [fingerprintTag]: plan.fingerprint, [maxNodesAnnotation]: String(plan.maxNodes) } },
        spec: specOf(args),
      },
      // A drained node can take as long as its slowest pod.
      { parent: this, dependsOn: [nodeClass.nodeClass], customTimeouts: { delete: "30m" } },
    );

    this.physicalName = metadata.name;
    this.fingerprint = metadata.annotations.apply((annotations) => annotations[fingerprintTag] ?? "");
    this.max = metadata.annotations.apply((annotations) => Number(annotations[maxNodesAnnotation] ?? 0));
    this.registerOutputs({ physicalName: this.physicalName, fingerprint: this.fingerprint, max: this.max });
  }
}

const ofKind = { apiVersion: "karpenter.sh/v1", kind: "NodePool" } satisfies Partial<karpenter.NodePool>;
const maxNodesAnnotation = "gateway-fleet/max-nodes";

function specOf({ plan, disruption, zones, nodeClass }: KarpenterPoolArgs): karpenter.NodePool["spec"] {
  const { consolidateAfter, maxNodesAtOnce, expireAfter } = disruption;
  const among = (key: string, values: readonly string[]) => ({ key, operator: "In" as const, values });
  return {
    weight: plan.weight,
    limits: { cpu: String(plan.maxVcpus) },
    template: {
      metadata: { labels: plan.labels },
      spec: {
        nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: nodeClass.className },
        requirements: [
          among("karpenter.sh/capacity-type", [plan.capacityType]),
          among("kubernetes.io/arch", [plan.arch]),
          among("kubernetes.io/os", ["linux"]),
          among("node.kubernetes.io/instance-type", plan.machineTypes),
          among("topology.k8s.aws/zone-id", zones),
        ],
        // The kind takes no empty value.
        taints: plan.taints.map(({ value, ...taint }) => (value === "" ? taint : { ...taint, value })),
        expireAfter,
      },
    },
    disruption: { consolidationPolicy: "WhenEmptyOrUnderutilized", consolidateAfter, budgets: [{ nodes: maxNodesAtOnce }] },
  };
}
