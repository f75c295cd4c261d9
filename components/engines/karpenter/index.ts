import type { Release } from "@pulumi/kubernetes/helm/v3/release";
import * as pulumi from "@pulumi/pulumi";
import type { EksPlan, KarpenterPlan } from "../../../plan/model/eks";
import type { EksCluster } from "../../cluster/eks";
import type { EksAddonsAfterNodes } from "../../cluster/eks/addons";
import { grantToPods, type ServiceAccount } from "../../identity/podIdentity";
import { installChart } from "../../kubernetes/chart";
import { InterruptionQueue } from "./interruptionQueue";
import { karpenterPolicy } from "./policy";

export interface KarpenterArgs {
  readonly plan: EksPlan;
  readonly autoscaler: KarpenterPlan;
  readonly cluster: EksCluster;
  /** Cluster DNS, and with it the nodes that it runs on. */
  readonly addons: EksAddonsAfterNodes;
}

/**
 * Starts machines for an EKS cluster's waiting pods, and takes them away. Takes two providers: aws for its permissions and its queue,
 * kubernetes for itself. Which machines it may start is for objects of its own kinds.
 * https://karpenter.sh/docs/
 */
export class Karpenter extends pulumi.ComponentResource {
  /** Active, with its permissions: what its objects depend on, since it has to be there to take them away. */
  readonly release: Release;

  constructor(name: string, args: KarpenterArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:platform:Karpenter", name, {}, opts);
    const { plan, cluster, addons } = args;
    const queue = new InterruptionQueue(`${name}-interruptions`, { plan }, { parent: this });
    const permissions = grantToPods(
      name,
      { plan, clusterName: cluster.clusterName, serviceAccount, roleName: plan.names.karpenterRole },
      { name: "machines", policy: karpenterPolicy(plan) },
      { parent: this },
    );
    const kinds = createKinds(`${name}-kinds`, plan, { parent: this, dependsOn: [...addons.addons] });
    this.release = createController(`${name}-release`, args, queue, {
      parent: this,
      dependsOn: [kinds, ...permissions, ...queue.events, ...addons.addons],
    });
    this.registerOutputs({});
  }
}

const serviceAccount: ServiceAccount = { namespace: "kube-system", name: "karpenter" };

/** In a chart of their own: Helm never upgrades what a chart has in its crds folder. https://karpenter.sh/docs/upgrading/upgrade-guide/#crd-upgrades */
function createKinds(name: string, plan: EksPlan, opts: pulumi.CustomResourceOptions): Release {
  return installChart(name, { ...serviceAccount, name: "karpenter-crd", chart: plan.versions.karpenter.crds }, opts);
}

function createController(
  name: string,
  { plan, autoscaler, cluster }: KarpenterArgs,
  queue: InterruptionQueue,
  opts: pulumi.CustomResourceOptions,
): Release {
  return installChart(
    name,
    {
      ...serviceAccount,
      chart: plan.versions.karpenter.controller,
      skipCrds: true,
      values: {
        replicas: autoscaler.controller.replicas,
        serviceAccount: { create: true, name: serviceAccount.name },
        // Cluster DNS may be what waits for a node.
        dnsPolicy: "Default",
        settings: {
          clusterName: cluster.clusterName,
          clusterEndpoint: cluster.endpoint,
          eksControlPlane: true,
          interruptionQueue: queue.queueName,
        },
        controller: {
          // Said, because pods cannot ask the node's metadata service: its hop limit is 1.
          env: [{ name: "AWS_REGION", value: plan.region }],
          // Without a CPU limit: a throttled autoscaler is late when it is needed.
          resources: { requests: autoscaler.controller.requests, limits: { memory: autoscaler.controller.requests.memory } },
        },
      },
    },
    opts,
  );
}
