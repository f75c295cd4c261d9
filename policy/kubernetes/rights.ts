import { is, listAt, valueAt } from "../checks";
import type { PlannedResource, Rule } from "../rule";

const deployment = "kubernetes:apps/v1:Deployment";
const service = "kubernetes:core/v1:Service";
const serviceAccount = "kubernetes:core/v1:ServiceAccount";
const bindings = ["kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding"];
const networkPolicy = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const accounts = "https://kubernetes.io/docs/concepts/security/service-accounts/";
const goodPractices = "https://kubernetes.io/docs/concepts/security/rbac-good-practices/";

export const rightsRules: readonly Rule[] = [
  {
    ids: ["CKV_K8S_38"],
    title: "gives pods no token for an API that they do not ask",
    source: accounts,
    types: [deployment, serviceAccount],
    check: (own, planned) => is(`${own.type === deployment ? "spec.template.spec." : ""}automountServiceAccountToken`, false)(own, planned),
  },
  {
    ids: ["CKV_K8S_21"],
    title: "keeps out of the namespace that everything lands in which names none",
    source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/",
    types: [deployment, service, serviceAccount],
    check: ({ inputs }) => {
      const namespace = valueAt(inputs, "metadata.namespace");
      return namespace === undefined || namespace === "default" ? "metadata.namespace is the default one" : undefined;
    },
  },
  {
    ids: ["CKV_K8S_41", "CKV_K8S_42"],
    title: "gives a namespace's default account nothing to do",
    source: accounts,
    types: [serviceAccount, ...bindings],
    check: (own) => {
      const names = own.type === serviceAccount ? [valueAt(own.inputs, "metadata.name")] : accountsIn(own);
      return names.includes("default") ? "is about the default account" : undefined;
    },
  },
  {
    ids: ["CKV2_K8S_1", "CKV2_K8S_2", "CKV2_K8S_3", "CKV2_K8S_4", "CKV2_K8S_5"],
    title: "gives no service account a role by which it could get more",
    source: goodPractices,
    types: bindings,
    // Of the roles that every cluster has, "view" alone leads nowhere: "edit" reads a namespace's secrets, runs commands in its pods and acts as its accounts.
    check: (own) => {
      const role = valueAt(own.inputs, "roleRef.name");
      const [account] = accountsIn(own);
      return account === undefined || role === "view" ? undefined : `gives ${account} the role ${String(role)}`;
    },
  },
  {
    ids: ["CKV2_K8S_6"],
    title: "says whom a workload's pods may talk with",
    source: "https://kubernetes.io/docs/concepts/services-networking/network-policies/",
    types: [deployment],
    check: (own, planned) =>
      planned.some((other) => other.type === networkPolicy && selects(other, own)) ? undefined : "no network policy selects its pods",
  },
];

function accountsIn({ inputs }: PlannedResource): readonly string[] {
  return listAt(inputs, "subjects")
    .filter((subject) => valueAt(subject, "kind") === "ServiceAccount")
    .map((subject) => valueAt(subject, "name"))
    .filter((name) => typeof name === "string");
}

function selects(policy: PlannedResource, workload: PlannedResource): boolean {
  const wanted = valueAt(policy.inputs, "spec.podSelector.matchLabels") ?? {};
  const labels = new Map(Object.entries(valueAt(workload.inputs, "spec.template.metadata.labels") ?? {}));
  return (
    valueAt(policy.inputs, "metadata.namespace") === valueAt(workload.inputs, "metadata.namespace") &&
    Object.entries(wanted).every(([key, value]) => labels.get(key) === value)
  );
}
