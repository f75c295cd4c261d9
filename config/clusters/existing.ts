import { z } from "zod";
import { unreachable, Version } from "./fields";
import { Overrides } from "../overrides";

/** Refuses a word of the clouds' clusters with a reason, where "unknown" would leave the operator guessing. */
function notHere(why: string) {
  return z.never({ error: `has no meaning here: ${why}; remove it` }).optional();
}

const ownNodes = "an existing cluster's nodes are made by whoever runs it";

/** A cluster that the program finds and does not make. */
export const ExistingCluster = z.strictObject({
  cloud: z.literal("existing").describe("A cluster that somebody else made and runs, by its kubeconfig context."),
  context: z
    .string()
    .min(1)
    .describe(
      "Name of a context in the kubeconfig of whoever runs the program: KUBECONFIG, or ~/.kube/config. Another one is another cluster.",
    ),
  identity: z
    .string()
    .min(1)
    .optional()
    .describe(
      "What the cluster is called for life; another one makes every object again, in the cluster of the new context. Keep it when only the context is renamed. Default: the context.",
    ),
  region: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Where it stands, in words of your own: for reports and outputs. Default: the cluster's name, since nothing is known of what it shares.",
    ),
  kubernetes: Version.describe('Minor version that it runs, in quotes, such as "1.35". It is believed, and never changed.'),
  service: z
    .enum(["ClusterIP", "NodePort", "LoadBalancer"])
    .default("ClusterIP")
    .describe(
      "Type of the exposed workload's Service. ClusterIP answers inside the cluster only, to an ingress of its own, say; LoadBalancer needs a controller in the cluster that hands out addresses.",
    ),
  protect: z
    .boolean()
    .optional()
    .describe(
      "False, once applied, lets the cluster leave the stack, and with it everything that the program has there. Workloads come and go either way. Default: settings.protect.",
    ),
  unreachable,
  overrides: z
    .strictObject({ workloads: Overrides.shape.workloads, nodePools: notHere(ownNodes) })
    .default({})
    .describe("What differs in this cluster."),
  slot: notHere("an existing cluster takes no block of settings.network"),
  zones: notHere(ownNodes),
  nodePools: notHere(ownNodes),
  spot: notHere(ownNodes),
});
export type ExistingCluster = z.infer<typeof ExistingCluster>;
