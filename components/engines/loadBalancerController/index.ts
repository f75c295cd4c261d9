import type { Release } from "@pulumi/kubernetes/helm/v3/release";
import * as pulumi from "@pulumi/pulumi";
import type { EksPlan } from "../../../plan/model/eks";
import type { EksCluster } from "../../cluster/eks";
import type { EksAddonsAfterNodes } from "../../cluster/eks/addons";
import { grantToPods, type ServiceAccount } from "../../identity/podIdentity";
import type { EksNetwork } from "../../network/eks";
import { installChart } from "../../kubernetes/chart";
import { networkLoadBalancerPolicy } from "./policy";

export interface AwsLoadBalancerControllerArgs {
  readonly plan: EksPlan;
  readonly network: EksNetwork;
  readonly cluster: EksCluster;
  /** Cluster DNS, and with it the nodes that it runs on. */
  readonly addons: EksAddonsAfterNodes;
}

/**
 * Makes a network load balancer of every Service of class service.k8s.aws/nlb. Takes two providers: aws for its permissions, kubernetes for itself.
 * https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/
 */
export class AwsLoadBalancerController extends pulumi.ComponentResource {
  /** Active, with its permissions: what a Service's binding depends on. */
  readonly release: Release;

  constructor(name: string, args: AwsLoadBalancerControllerArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:platform:AwsLoadBalancerController", name, {}, opts);
    const { plan, cluster } = args;
    const { account, region, names } = plan;
    const permissions = grantToPods(
      name,
      { plan, clusterName: cluster.clusterName, serviceAccount, roleName: names.loadBalancerControllerRole },
      { name: "network-load-balancers", policy: networkLoadBalancerPolicy({ account, region, cluster: names.cluster }) },
      { parent: this },
    );
    this.release = createRelease(`${name}-release`, args, {
      parent: this,
      // Without its permissions the controller could not remove load balancers while it is itself being removed.
      dependsOn: [...permissions, ...args.addons.addons],
    });
    this.registerOutputs({});
  }
}

const serviceAccount: ServiceAccount = { namespace: "kube-system", name: "aws-load-balancer-controller" };

function createRelease(
  name: string,
  { plan, network, cluster }: AwsLoadBalancerControllerArgs,
  opts: pulumi.CustomResourceOptions,
): Release {
  return installChart(
    name,
    {
      ...serviceAccount,
      chart: plan.versions.loadBalancerController,
      values: {
        clusterName: cluster.clusterName,
        // Said, because pods cannot ask the node's metadata service: its hop limit is 1.
        region: plan.region,
        vpcId: network.vpcId,
        serviceAccount: { create: true, name: serviceAccount.name },
        replicaCount: plan.loadBalancerController.replicas,
        podDisruptionBudget: { maxUnavailable: 1 },
        resources: { requests: plan.loadBalancerController.requests, limits: { memory: "256Mi" } },
        defaultTags: plan.tags,
        ...networkLoadBalancersOnly,
        // Else every upgrade of the chart makes a new certificate for its webhooks.
        keepTLSSecret: true,
      },
    },
    opts,
  );
}

/**
 * The chart's values for everything else that the controller could do. Its webhook for Services in particular would stand between the API
 * server and every new Service; ours name their class.
 */
const networkLoadBalancersOnly = {
  createIngressClassResource: false,
  ingressClassParams: { create: false },
  webhookConfig: { disableIngressValidation: true },
  enableServiceMutatorWebhook: false,
  enableShield: false,
  enableWaf: false,
  enableWafv2: false,
  controllerConfig: {
    featureGates: { ServiceTypeLoadBalancerOnly: true, NLBGatewayAPI: false, ALBGatewayAPI: false, LBCapacityReservation: false },
  },
};
