import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1";
import type { Release } from "@pulumi/kubernetes/helm/v3/release";
import { RoleBinding } from "@pulumi/kubernetes/rbac/v1";
import * as pulumi from "@pulumi/pulumi";
import { createNamespace } from "../kubernetes/namespace";
import { managedLabels } from "../kubernetes/labels";
import { installChart } from "../kubernetes/chart";
import type { ConfigSyncPlan } from "../../plan/model/engines";

export interface FluxArgs {
  readonly plan: ConfigSyncPlan;
  /** The fleet's name. */
  readonly partOf: string;
  /** By name: namespaces that it may change objects in, as they exist. */
  readonly namespaces: Readonly<Record<string, pulumi.Input<string>>>;
  /** Nodes that it can run on. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * Brings a folder of a git repository into the cluster, and puts back what somebody changes by hand. It may do so in the workloads'
 * namespaces alone, as Kubernetes' own role "edit". Takes the cluster's Kubernetes provider by its options.
 * https://fluxcd.io/flux/components/
 */
export class Flux extends pulumi.ComponentResource {
  /** Its own, as it exists. */
  readonly namespace: pulumi.Output<string>;

  constructor(name: string, { plan, partOf, namespaces, after }: FluxArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:platform:Flux", name, {}, opts);
    const child = { parent: this };
    const labels = { ...managedLabels(partOf) };

    const { metadata } = createNamespace(`${name}-namespace`, plan.namespace, partOf, child);
    const controllers = installControllers(`${name}-release`, metadata.name, plan, { ...child, dependsOn: [...after] });
    const account = new ServiceAccount(`${name}-account`, { metadata: { name: "config-sync", namespace: metadata.name, labels } }, child);
    const rights = plan.namespaces.map((namespace) =>
      permitEdits(`${name}-${namespace}-edits`, { namespace: namespaces[namespace] ?? namespace, account, labels }, child),
    );
    follow(name, { plan, account, labels }, { ...child, dependsOn: [controllers, ...rights] });
    this.namespace = metadata.name;
    this.registerOutputs({});
  }
}

/** No controller that nothing here uses, and none with rights of its own: each acts as the account that an object names. */
function installControllers(
  name: string,
  namespace: pulumi.Input<string>,
  { chart, controllers }: ConfigSyncPlan,
  opts: pulumi.CustomResourceOptions,
): Release {
  const off = { create: false };
  return installChart(
    name,
    {
      name: "flux",
      namespace,
      chart,
      values: {
        sourceController: { resources: { requests: controllers.source.requests } },
        kustomizeController: { resources: { requests: controllers.kustomize.requests } },
        helmController: off,
        imageAutomationController: off,
        imageReflectionController: off,
        notificationController: off,
        multitenancy: { enabled: true, privileged: false, defaultServiceAccount: "default" },
      },
    },
    opts,
  );
}

interface Right {
  readonly namespace: pulumi.Input<string>;
  readonly account: ServiceAccount;
  readonly labels: Record<string, string>;
}

/** https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles */
function permitEdits(name: string, { namespace, account, labels }: Right, opts: pulumi.CustomResourceOptions): RoleBinding {
  return new RoleBinding(
    name,
    {
      metadata: { name: "config-sync", namespace, labels },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "edit" },
      subjects: [{ kind: "ServiceAccount", name: account.metadata.name, namespace: account.metadata.namespace }],
    },
    opts,
  );
}

interface Followed {
  readonly plan: ConfigSyncPlan;
  readonly account: ServiceAccount;
  readonly labels: Record<string, string>;
}

/** https://fluxcd.io/flux/components/source/gitrepositories/ and https://fluxcd.io/flux/components/kustomize/kustomizations/ */
function follow(name: string, { plan, account, labels }: Followed, opts: pulumi.CustomResourceOptions): void {
  const { repository, branch, path, interval, credentials } = plan;
  const metadata = { name: "configuration", namespace: account.metadata.namespace, labels };
  const source = new CustomResource(
    `${name}-repository`,
    {
      apiVersion: "source.toolkit.fluxcd.io/v1",
      kind: "GitRepository",
      metadata,
      spec: {
        interval,
        url: repository,
        ref: { branch },
        ...(credentials === undefined ? {} : { secretRef: { name: credentials } }),
      },
    },
    opts,
  );
  new CustomResource(
    `${name}-kustomization`,
    {
      apiVersion: "kustomize.toolkit.fluxcd.io/v1",
      kind: "Kustomization",
      metadata,
      spec: {
        interval,
        retryInterval: "1m",
        timeout: "3m",
        sourceRef: { kind: "GitRepository", name: source.metadata.name },
        path,
        prune: true,
        serviceAccountName: account.metadata.name,
      },
    },
    opts,
  );
}
