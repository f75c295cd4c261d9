import type { DaemonSet, Deployment, StatefulSet } from "kubernetes-types/apps/v1";
import type { Job } from "kubernetes-types/batch/v1";
import type { Pod, Service } from "kubernetes-types/core/v1";
import type { EndpointSlice } from "kubernetes-types/discovery/v1";
import type { KubernetesClient } from "../client/client";
import type { KubernetesObject } from "../client/objects";

/** What an object still lacks, one line each; empty when it is ready. */
type Readiness = (live: KubernetesObject, client: KubernetesClient) => Promise<readonly string[]> | readonly string[];

/**
 * Kinds that the provider waits for; every other one is ready as soon as the API server has it.
 * @see https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/await/awaiters.go
 */
const awaited: Readonly<Record<string, Readiness>> = {
  "apiextensions.k8s.io/v1/CustomResourceDefinition": (live) => condition(live, "Established"),
  "apps/v1/DaemonSet": (live) => daemonSet(live as DaemonSet),
  "apps/v1/Deployment": (live) => deployment(live as Deployment),
  "apps/v1/StatefulSet": (live) => statefulSet(live as StatefulSet),
  "batch/v1/Job": (live) => job(live as Job),
  "v1/Namespace": (live) => ((live["status"] as { phase?: string } | undefined)?.phase === "Active" ? [] : ["the namespace is not active"]),
  "v1/Pod": (live) => ((live as Pod).status?.phase === "Succeeded" ? [] : condition(live, "Ready")),
  "v1/Service": (live, client) => service(live as Service, client),
};

export function readinessOf({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): Readiness | undefined {
  return awaited[`${apiVersion}/${kind}`];
}

function deployment({ metadata, spec, status }: Deployment): readonly string[] {
  if ((status?.observedGeneration ?? 0) < (metadata?.generation ?? 0))
    return ["The Deployment controller has not seen this generation yet"];
  const wanted = spec?.replicas ?? 1;
  const missing: string[] = [];
  for (const type of ["Progressing", "Available"]) {
    const { status: value, reason = "", message = "" } = status?.conditions?.find((item) => item.type === type) ?? {};
    if (value === "False") missing.push(`[${reason}] ${message}`);
    else if (value === undefined) missing.push(`The Deployment has no condition ${type} yet`);
    // A rollout that is under way is "True" as well, with another reason.
    else if (type === "Progressing" && reason !== "NewReplicaSetAvailable") missing.push(`[${reason}] ${message}`);
  }
  const updated = Math.min(status?.updatedReplicas ?? 0, status?.readyReplicas ?? 0);
  if (updated < wanted) missing.push(`Minimum number of live Pods was not attained: ${updated} of ${wanted} are updated and ready`);
  return missing;
}

function statefulSet({ metadata, spec, status }: StatefulSet): readonly string[] {
  const wanted = spec?.replicas ?? 1;
  if ((status?.observedGeneration ?? 0) < (metadata?.generation ?? 0))
    return ["The StatefulSet controller has not seen this generation yet"];
  const ready = status?.readyReplicas ?? 0;
  if (ready < wanted) return [`${ready} of ${wanted} Pods are ready`];
  return status?.currentRevision === status?.updateRevision ? [] : ["Pods of an earlier revision are still running"];
}

function daemonSet({ metadata, status }: DaemonSet): readonly string[] {
  if ((status?.observedGeneration ?? 0) < (metadata?.generation ?? 0)) return ["The DaemonSet controller has not seen this generation yet"];
  const wanted = status?.desiredNumberScheduled ?? 0;
  const ready = Math.min(status?.numberReady ?? 0, status?.updatedNumberScheduled ?? 0);
  return ready < wanted ? [`${ready} of ${wanted} Pods are updated and ready`] : [];
}

function job({ status }: Job): readonly string[] {
  const failed = status?.conditions?.find(({ type, status: value }) => type === "Failed" && value === "True");
  if (failed !== undefined) return [`[${failed.reason ?? "Failed"}] ${failed.message ?? ""}`];
  return status?.conditions?.some(({ type, status: value }) => type === "Complete" && value === "True") === true
    ? []
    : ["the Job has not completed"];
}

/**
 * A Service is ready when its load balancer has an address and no endpoint is still coming up. One that selects no pod at all is
 * ready too, as with the real provider: its pods may come later.
 */
async function service({ metadata, spec, status }: Service, client: KubernetesClient): Promise<readonly string[]> {
  const missing: string[] = [];
  if (spec?.type === "LoadBalancer" && (status?.loadBalancer?.ingress ?? []).length === 0) {
    missing.push("Service was not allocated an IP address; does your cloud provider support this?");
  }
  const selects = Object.keys(spec?.selector ?? {}).length > 0;
  if (!selects || spec?.type === "ExternalName" || spec?.clusterIP === "None") return missing;

  const labelSelector = `kubernetes.io/service-name=${metadata?.name ?? ""}`;
  const { items } = await client.list("discovery.k8s.io/v1", "EndpointSlice", {
    namespace: metadata?.namespace ?? "default",
    labelSelector,
  });
  const pending = items
    .flatMap((item) => (item as unknown as EndpointSlice).endpoints ?? [])
    .filter(({ conditions }) => conditions?.ready === false && conditions.terminating !== true);
  if (pending.length > 0) missing.push(`Service targets ${pending.length} Pods that are not ready`);
  return missing;
}

function condition(live: KubernetesObject, type: string): readonly string[] {
  // Null in a definition of a kind that is new.
  const { conditions } = (live["status"] ?? {}) as {
    readonly conditions?: readonly { type: string; status: string; reason?: string; message?: string }[] | null;
  };
  const found = conditions?.find((item) => item.type === type);
  if (found?.status === "True") return [];
  return [
    found === undefined
      ? `the condition ${type} is not there yet`
      : `[${found.reason ?? type}] ${found.message ?? `${type} is ${found.status}`}`,
  ];
}
