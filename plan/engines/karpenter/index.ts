import type { EnginePlan, EnginePods } from "../../model/engines/plan";
import type { ServiceAccount } from "../../model/identity";
import { nothingElse } from "../engine";
import { type EksEngineContext, systemIdentity } from "../eks";
import { karpenterPolicy } from "./policy";

const serviceAccount: ServiceAccount = { namespace: "kube-system", name: "karpenter" };

/**
 * Starts machines for an EKS cluster's waiting pods, and takes them away. Which machines it may start is for objects of its own kinds.
 * https://karpenter.sh/docs/
 *
 * @param pods each of them on a node that it did not make
 */
export function karpenterEngine(context: EksEngineContext, pods: EnginePods): EnginePlan {
  const { region, names, versions } = context;
  return {
    ...nothingElse,
    component: { type: "Karpenter", name: "karpenter" },
    namespace: undefined,
    identity: systemIdentity(serviceAccount, names.karpenterRole, { name: "machines", policy: karpenterPolicy(context) }),
    charts: [
      // In a chart of their own: Helm never upgrades what a chart has in its crds folder. https://karpenter.sh/docs/upgrading/upgrade-guide/#crd-upgrades
      {
        step: "kinds",
        release: "karpenter-crd",
        namespace: serviceAccount.namespace,
        chart: versions.karpenter.crds,
        after: { nodes: true },
      },
      {
        step: "release",
        release: serviceAccount.name,
        namespace: serviceAccount.namespace,
        chart: versions.karpenter.controller,
        skipCrds: true,
        values: {
          replicas: pods.replicas,
          serviceAccount: { create: true, name: serviceAccount.name },
          // Cluster DNS may be what waits for a node.
          dnsPolicy: "Default",
          settings: {
            clusterName: { $ref: "clusterName" },
            clusterEndpoint: { $ref: "clusterEndpoint" },
            eksControlPlane: true,
            interruptionQueue: { $ref: "interruptionQueue" },
          },
          controller: {
            // Said, because pods cannot ask the node's metadata service: its hop limit is 1.
            env: [{ name: "AWS_REGION", value: region }],
            // Without a CPU limit: a throttled autoscaler is late when it is needed.
            resources: { requests: pods.requests, limits: { memory: pods.requests.memory } },
          },
        },
        after: { steps: ["kinds", "interruptions"], identity: true, nodes: true },
      },
    ],
    objects: [],
    pods: [pods],
    // The queue of interruptions, and the numbers of node images. Prices, which it asks for too, have no endpoint in most regions.
    // https://karpenter.sh/docs/getting-started/getting-started-with-karpenter/#private-clusters
    networkAccess: { awsServices: ["sqs", "ssm"] },
  };
}
