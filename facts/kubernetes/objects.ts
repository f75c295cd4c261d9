/** What a change of an object's fields means, by "<apiVersion>/<kind>". */
export interface ObjectFacts {
  /** Fields whose change makes another object. */
  readonly replaces?: readonly string[];
  /** Fields that the provider sends as an update and the API server refuses. */
  readonly refuses?: readonly string[];
  /** Fields whose change makes another object, unless the provider is told otherwise by its setting. */
  readonly replacesUnless?: { readonly setting: "enableConfigMapMutable" | "enableSecretMutable"; readonly fields: readonly string[] };
}

/** Another name or namespace is another object, of any kind. */
export const identifyingFields: readonly string[] = ["metadata.name", "metadata.namespace"];

/** https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/provider/helm_release.go (Diff) */
export const releaseIdentity: readonly string[] = ["name", "namespace"];

/**
 * `replaces` is exactly the provider's table for the kinds that a fleet or a chart uses. A kind that is not in it changes in place.
 * https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/provider/diff.go
 * `refuses`: https://kubernetes.io/docs/concepts/services-networking/service/#load-balancer-class and
 * https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/storage/validation/validation.go (ValidateStorageClassUpdate)
 */
export const kubernetesFacts: Readonly<Record<string, ObjectFacts>> = {
  "apps/v1/DaemonSet": { replaces: ["spec.selector"] },
  "apps/v1/Deployment": { replaces: ["spec.selector"] },
  "apps/v1/StatefulSet": {
    replaces: ["spec.podManagementPolicy", "spec.revisionHistoryLimit", "spec.selector", "spec.serviceName", "spec.volumeClaimTemplates"],
  },
  "batch/v1/Job": { replaces: ["spec.completions", "spec.parallelism", "spec.selector", "spec.template"] },
  // A chart's release is renamed and moved by making another one; it is no object of the API and has no metadata.
  "helm.sh/v3/Release": { replaces: releaseIdentity },
  "rbac.authorization.k8s.io/v1/ClusterRoleBinding": { replaces: ["roleRef"] },
  "rbac.authorization.k8s.io/v1/RoleBinding": { replaces: ["roleRef"] },
  "storage.k8s.io/v1/StorageClass": { replaces: ["parameters", "provisioner"], refuses: ["reclaimPolicy", "volumeBindingMode"] },
  "v1/ConfigMap": { replacesUnless: { setting: "enableConfigMapMutable", fields: ["binaryData", "data"] } },
  "v1/PersistentVolumeClaim": { replaces: ["spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeName"] },
  "v1/Pod": {
    replaces: ["spec.containers", "spec.initContainers", "spec.nodeName", "spec.nodeSelector", "spec.serviceAccountName", "spec.volumes"],
  },
  "v1/ResourceQuota": { replaces: ["spec.scopes"] },
  "v1/Secret": { replaces: ["type"], replacesUnless: { setting: "enableSecretMutable", fields: ["stringData", "data"] } },
  "v1/Service": { replaces: ["spec.clusterIP"], refuses: ["spec.loadBalancerClass"] },
};
