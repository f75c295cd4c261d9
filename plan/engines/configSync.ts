import type { ConfigSync } from "../../config/engines/configSync";
import { platformCharts } from "../../catalogue/versions";
import type { EngineObject, EnginePlan, EnginePods } from "../model/engines/plan";
import { namespacesOf } from "../workloads/workloads";
import { type EngineContext, nothingElse } from "./engine";

/** The chart's own, of each. https://github.com/fluxcd-community/helm-charts/blob/main/charts/flux2/values.yaml */
const controller: EnginePods = { replicas: 1, requests: { cpu: "100m", memory: "64Mi" } };

const namespace = "flux-system";

/** Nobody runs as it: the controller asks the API server as it, by impersonation, so it needs no token. https://fluxcd.io/flux/installation/configuration/multitenancy/ */
const account: EngineObject = {
  step: "account",
  apiVersion: "v1",
  kind: "ServiceAccount",
  name: "config-sync",
  namespace,
  body: { automountServiceAccountToken: false },
  after: {},
};

const ofAccount = (field: "name" | "namespace") => ({ $ref: "object", step: account.step, field }) as const;

/**
 * Flux: brings a folder of a git repository into the cluster, and puts back what somebody changes by hand. It may do so in the workloads'
 * namespaces alone, as Kubernetes' own role "edit". https://fluxcd.io/flux/components/
 */
export function configSyncPlan(section: ConfigSync, { cluster, workloads }: EngineContext): EnginePlan {
  const rights = namespacesOf(workloads).map(permitEdits);
  return {
    ...nothingElse,
    component: { type: "Flux", name: "flux" },
    namespace: { name: namespace, profile: "restricted" },
    charts: [
      {
        step: "release",
        release: "flux",
        namespace,
        chart: platformCharts.flux,
        values: controllerValues,
        after: { nodes: true },
      },
    ],
    objects: [account, ...rights, ...follow(section, cluster, ["release", ...rights.map(({ step }) => step)])],
    pods: [controller, controller],
  };
}

const off = { create: false };

/** No controller that nothing here uses, and none with rights of its own: each acts as the account that an object names. */
const controllerValues = {
  sourceController: { resources: { requests: controller.requests } },
  kustomizeController: { resources: { requests: controller.requests } },
  helmController: off,
  imageAutomationController: off,
  imageReflectionController: off,
  notificationController: off,
  multitenancy: { enabled: true, privileged: false, defaultServiceAccount: "default" },
};

/** https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles */
function permitEdits(namespace: string): EngineObject {
  return {
    step: `${namespace}-edits`,
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    name: "config-sync",
    namespace,
    body: {
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "edit" },
      subjects: [{ kind: "ServiceAccount", name: ofAccount("name"), namespace: ofAccount("namespace") }],
    },
    after: {},
  };
}

/** https://fluxcd.io/flux/components/source/gitrepositories/ and https://fluxcd.io/flux/components/kustomize/kustomizations/ */
function follow(
  { repository, branch, path, intervalMinutes, credentials }: ConfigSync,
  cluster: string,
  steps: readonly string[],
): EngineObject[] {
  const interval = `${intervalMinutes}m`;
  const common = { name: "configuration", namespace: ofAccount("namespace"), after: { steps } };
  const source = { interval, url: repository, ref: { branch } };
  return [
    {
      ...common,
      step: "repository",
      apiVersion: "source.toolkit.fluxcd.io/v1",
      kind: "GitRepository",
      body: { spec: credentials === undefined ? source : { ...source, secretRef: { name: credentials } } },
    },
    {
      ...common,
      step: "kustomization",
      apiVersion: "kustomize.toolkit.fluxcd.io/v1",
      kind: "Kustomization",
      body: {
        spec: {
          interval,
          retryInterval: "1m",
          timeout: "3m",
          sourceRef: { kind: "GitRepository", name: { $ref: "object", step: "repository", field: "name" } },
          // The cluster's own folder.
          path: `./${path}/${cluster}`,
          prune: true,
          serviceAccountName: ofAccount("name"),
        },
      },
    },
  ];
}
