import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import * as pulumi from "@pulumi/pulumi";

export interface GkePoolPrioritiesArgs {
  /** Physical names of the pools to try first, then of those to try next. */
  readonly steps: readonly (readonly pulumi.Input<string>[])[];
}

/**
 * In which order GKE's autoscaler tries a cluster's pools; by itself it would take the cheapest, again and again, also while that is sold out.
 * The class with this very name holds for every pod that asks for no other class, where the cluster has defaultComputeClassEnabled; its pools
 * need no label and no taint. Takes the cluster's Kubernetes provider by its options.
 *
 * @see https://docs.cloud.google.com/kubernetes-engine/docs/how-to/run-pods-default-compute-classes
 * @see https://docs.cloud.google.com/kubernetes-engine/docs/reference/crds/computeclass
 */
export class GkePoolPriorities extends pulumi.ComponentResource {
  constructor(name: string, { steps }: GkePoolPrioritiesArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:nodepool:GkePoolPriorities", name, {}, opts);

    new CustomResource(
      `${name}-class`,
      {
        apiVersion: "cloud.google.com/v1",
        kind: "ComputeClass",
        metadata: { name: "default" },
        spec: {
          priorities: steps.map((nodepools) => ({ nodepools: [...nodepools] })),
          // Nowhere but in these pools: they are all there are.
          whenUnsatisfiable: "DoNotScaleUp",
          // Pods that fell back stay where they are until their node goes: moving them to spot would disturb a working gateway to save money.
          activeMigration: { optimizeRulePriority: false },
        },
      },
      { parent: this },
    );

    this.registerOutputs({});
  }
}
