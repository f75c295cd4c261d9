import type { Pod } from "kubernetes-types/core/v1";
import { parseQuantity } from "../../../config/workloads/quantity";
import type { KubernetesClient } from "../../kubernetes/client/client";
import type { KubernetesObject } from "../../kubernetes/client/objects";

/** https://github.com/kubernetes/metrics: what an autoscaler asks for a pod's usage. Usually metrics-server answers it, from kubelets. */
const apiVersion = "metrics.k8s.io/v1beta1";

const definition = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: {
    name: "pods.metrics.k8s.io",
    // The API server keeps groups of this domain to those who say that they know what they do.
    annotations: { "api-approved.kubernetes.io": "unapproved, for the time of a drill" },
  },
  spec: {
    group: "metrics.k8s.io",
    scope: "Namespaced",
    names: { plural: "pods", singular: "pod", kind: "PodMetrics", listKind: "PodMetricsList" },
    versions: [
      {
        name: "v1beta1",
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
      },
    ],
  },
} satisfies KubernetesObject;

const fieldManager = "drill";
/** Over which usage counts as measured. */
const window = "30s";
/** Part of what a container asks for; no autoscaler acts on so little. */
const memoryPart = 0.25;

/** Lets autoscalers find metrics of pods: as plain objects, which the drill writes in a kubelet's stead. */
export async function installMetrics(client: KubernetesClient): Promise<void> {
  await client.apply(definition, { fieldManager, force: true });
}

/** Takes every figure with it: autoscalers know nothing again, and leave the replicas as they are. */
export async function removeMetrics(client: KubernetesClient): Promise<void> {
  await client.delete({ apiVersion: definition.apiVersion, kind: definition.kind, name: definition.metadata.name });
}

/** @param cpuPart of what each container asks for that it uses; 0.7 is 70 % */
export async function writePodMetrics(client: KubernetesClient, pods: readonly Pod[], cpuPart: number, at: Date): Promise<void> {
  await Promise.all(
    pods.map(({ metadata, spec }) =>
      client.apply(
        {
          apiVersion,
          kind: "PodMetrics",
          metadata: { name: metadata?.name ?? "", namespace: metadata?.namespace ?? "", labels: metadata?.labels ?? {} },
          timestamp: at.toISOString(),
          window,
          containers: (spec?.containers ?? []).map(({ name, resources }) => ({
            name,
            usage: {
              cpu: `${partOf(resources?.requests?.["cpu"], cpuPart)}n`,
              memory: `${partOf(resources?.requests?.["memory"], memoryPart) / 1_000_000_000n}`,
            },
          })),
        },
        { fieldManager, force: true },
      ),
    ),
  );
}

/** In billionths. */
function partOf(request: string | undefined, part: number): bigint {
  const thousandths = BigInt(Math.round(part * 1_000));
  return ((parseQuantity(request ?? "0") ?? 0n) * thousandths) / 1_000n;
}
