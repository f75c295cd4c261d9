import type { KubernetesObject } from "../../../kubernetes/client/objects";

const text = { type: "string" };
const whole = { type: "integer", minimum: 0 };
const flag = { type: "boolean" };
const names = { type: "array", items: text };

/** One step of a class: existing pools by name, or a description of machines. */
const priority = {
  type: "object",
  properties: { nodepools: names, machineFamily: text, machineType: text, spot: flag, minCores: whole, minMemoryGb: whole },
  "x-kubernetes-validations": [
    {
      rule: "!has(self.nodepools) || !(has(self.machineFamily) || has(self.machineType) || has(self.spot) || has(self.minCores) || has(self.minMemoryGb))",
      message: "nodepools excludes every other field of a priority",
    },
  ],
};

/**
 * The kind that GKE brings into every cluster: the documented fields that choose among pools, and none that describe new machines in detail.
 *
 * @see https://docs.cloud.google.com/kubernetes-engine/docs/reference/crds/computeclass
 */
export const computeClassDefinition: KubernetesObject = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "computeclasses.cloud.google.com" },
  spec: {
    group: "cloud.google.com",
    scope: "Cluster",
    names: { kind: "ComputeClass", listKind: "ComputeClassList", plural: "computeclasses", singular: "computeclass", shortNames: ["cc"] },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: {
            type: "object",
            required: ["spec"],
            properties: {
              spec: {
                type: "object",
                required: ["priorities"],
                properties: {
                  description: text,
                  priorities: { type: "array", items: priority },
                  whenUnsatisfiable: { type: "string", enum: ["ScaleUpAnyway", "DoNotScaleUp"] },
                  activeMigration: {
                    type: "object",
                    properties: { optimizeRulePriority: flag, ensureAllDaemonSetPodsRunning: flag },
                  },
                  autoscalingPolicy: {
                    type: "object",
                    properties: { consolidationDelayMinutes: whole, consolidationThreshold: whole, gpuConsolidationThreshold: whole },
                  },
                  nodePoolAutoCreation: { type: "object", properties: { enabled: flag } },
                },
              },
              status: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
            },
          },
        },
      },
    ],
  },
};
