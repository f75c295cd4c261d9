import type { ProviderSettings } from "./connection";
import type { GroupVersionKind } from "./kinds";

/**
 * Fields whose change makes another object. Exactly the real provider's table for the kinds that a fleet uses: what is missing in it
 * (a Service's loadBalancerClass, say) is sent as an update, and the API server refuses it.
 * @see https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/provider/diff.go
 */
export function immutableFields({ apiVersion, kind }: GroupVersionKind, settings: ProviderSettings): readonly string[] {
  return [...identity, ...(fields[`${apiVersion}/${kind}`] ?? []), ...contents(apiVersion, kind, settings)];
}

const identity = ["metadata.name", "metadata.namespace"];

const fields: Readonly<Record<string, readonly string[]>> = {
  "apps/v1/DaemonSet": ["spec.selector"],
  "apps/v1/Deployment": ["spec.selector"],
  "apps/v1/StatefulSet": [
    "spec.podManagementPolicy",
    "spec.revisionHistoryLimit",
    "spec.selector",
    "spec.serviceName",
    "spec.volumeClaimTemplates",
  ],
  "batch/v1/Job": ["spec.completions", "spec.parallelism", "spec.selector", "spec.template"],
  "rbac.authorization.k8s.io/v1/ClusterRoleBinding": ["roleRef"],
  "rbac.authorization.k8s.io/v1/RoleBinding": ["roleRef"],
  "storage.k8s.io/v1/StorageClass": ["parameters", "provisioner"],
  "v1/PersistentVolumeClaim": ["spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeName"],
  "v1/Pod": ["spec.containers", "spec.initContainers", "spec.nodeName", "spec.nodeSelector", "spec.serviceAccountName", "spec.volumes"],
  "v1/ResourceQuota": ["spec.scopes"],
  "v1/Service": ["spec.clusterIP"],
};

function contents(apiVersion: string, kind: string, settings: ProviderSettings): readonly string[] {
  if (apiVersion !== "v1") return [];
  if (kind === "Secret") return settings.enableSecretMutable ? ["type"] : ["type", "stringData", "data"];
  if (kind === "ConfigMap") return settings.enableConfigMapMutable ? [] : ["binaryData", "data"];
  return [];
}
