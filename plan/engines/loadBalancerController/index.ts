import type { EnginePlan, EnginePods } from "../../model/engines/plan";
import type { ServiceAccount } from "../../model/identity";
import { nothingElse } from "../engine";
import { type EksEngineContext, systemIdentity } from "../eks";
import { networkLoadBalancerPolicy } from "./policy";

const pods: EnginePods = { replicas: 2, requests: { cpu: "100m", memory: "128Mi" } };
const serviceAccount: ServiceAccount = { namespace: "kube-system", name: "aws-load-balancer-controller" };

/**
 * Makes a network load balancer of every Service of class service.k8s.aws/nlb.
 * https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/
 */
export function loadBalancerControllerPlan({ account, region, tags, names, versions }: EksEngineContext): EnginePlan {
  return {
    ...nothingElse,
    component: { type: "AwsLoadBalancerController", name: "load-balancer-controller" },
    namespace: undefined,
    identity: systemIdentity(serviceAccount, names.loadBalancerControllerRole, {
      name: "network-load-balancers",
      policy: networkLoadBalancerPolicy({ account, region, cluster: names.cluster }),
    }),
    charts: [
      {
        step: "release",
        release: serviceAccount.name,
        namespace: serviceAccount.namespace,
        chart: versions.loadBalancerController,
        values: {
          clusterName: { $ref: "clusterName" },
          // Said, because pods cannot ask the node's metadata service: its hop limit is 1.
          region,
          vpcId: { $ref: "vpcId" },
          serviceAccount: { create: true, name: serviceAccount.name },
          replicaCount: pods.replicas,
          podDisruptionBudget: { maxUnavailable: 1 },
          resources: { requests: pods.requests, limits: { memory: "256Mi" } },
          defaultTags: tags,
          ...networkLoadBalancersOnly,
          // Else every upgrade of the chart makes a new certificate for its webhooks.
          keepTLSSecret: true,
        },
        // Without its permissions the controller could not remove load balancers while it is itself being removed.
        after: { identity: true, nodes: true },
      },
    ],
    objects: [],
    pods: [pods],
    networkAccess: { awsServices: ["elasticloadbalancing"] },
  };
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
