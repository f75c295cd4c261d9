import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import type { Release } from "@pulumi/kubernetes/helm/v3/release";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterSecretStore, ExternalSecret } from "../../customResourceDefinitions/external-secrets.io/v1";
import { managedLabels } from "../../kubernetes/labels";
import { createNamespace } from "../../kubernetes/namespace";
import { installChart } from "../../kubernetes/chart";
import type { SecretAccess } from "./access";
import type { SecretOperatorPlan, SecretSource, SecretSyncPlan, SyncedSecret } from "../../../plan/model/engines";

export interface SecretSyncArgs {
  readonly plan: SecretSyncPlan;
  /** The fleet's name. */
  readonly partOf: string;
  /** By name, as they exist. */
  readonly namespaces: Readonly<Record<string, pulumi.Input<string>>>;
  /** Undefined where somebody else runs the operator. */
  readonly access: SecretAccess | undefined;
  /** Nodes that it can run on. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * Keeps Secrets like their originals in the cloud's store. No value passes through here: the operator reads it inside the cluster.
 * Takes the cluster's Kubernetes provider by its options. https://external-secrets.io/
 */
export class SecretSync extends pulumi.ComponentResource {
  constructor(name: string, args: SecretSyncArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:platform:SecretSync", name, {}, opts);
    const { plan, namespaces, partOf } = args;
    const child = { parent: this };
    const labels = { ...managedLabels(partOf) };

    const store = plan.operator === undefined ? plan.store : createStore(name, plan.operator, { ...args, labels }, child);
    for (const secret of plan.secrets) {
      const namespace = namespaces[secret.namespace] ?? secret.namespace;
      const { refreshInterval } = plan;
      createSecret(`${name}-${secret.name}`, { secret, metadata: { name: secret.name, namespace, labels }, store, refreshInterval }, child);
    }
    this.registerOutputs({});
  }
}

interface StoreArgs extends SecretSyncArgs {
  readonly labels: Record<string, string>;
}

type StoreSpec = NonNullable<ClusterSecretStore["spec"]>;

/** @returns its name, once the operator that serves it runs */
function createStore(
  name: string,
  operator: SecretOperatorPlan,
  { plan, partOf, access, after, labels }: StoreArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const { metadata } = createNamespace(`${name}-namespace`, operator.serviceAccount.namespace, partOf, opts);
  const release = installOperator(
    `${name}-release`,
    { operator, namespace: metadata.name, access },
    { ...opts, dependsOn: [...(access?.permissions ?? []), ...after] },
  );
  const spec: StoreSpec = {
    provider: providerOf(operator.source),
    conditions: [{ namespaces: operator.namespaces }],
  };
  const store = new CustomResource(
    `${name}-store`,
    { apiVersion: "external-secrets.io/v1", kind: "ClusterSecretStore", metadata: { name: plan.store, labels }, spec },
    { ...opts, dependsOn: [release] },
  );
  return store.metadata.name;
}

interface OperatorArgs {
  readonly operator: SecretOperatorPlan;
  readonly namespace: pulumi.Input<string>;
  readonly access: SecretAccess | undefined;
}

/**
 * Its pods are the only ones with the cloud's identity, and a store that says nothing of credentials uses it: so there is one store, no kind that
 * would make another or write to it, and no right of a namespace's editors to make more of what reads it.
 * https://external-secrets.io/latest/guides/security-best-practices/
 */
function installOperator(
  name: string,
  { operator: { chart, controller, serviceAccount }, namespace, access }: OperatorArgs,
  opts: pulumi.CustomResourceOptions,
): Release {
  return installChart(
    name,
    {
      name: "external-secrets",
      namespace,
      chart,
      values: {
        serviceAccount: { create: true, name: serviceAccount.name, annotations: access?.annotations ?? {} },
        podLabels: access?.labels ?? {},
        replicaCount: controller.replicas,
        leaderElect: true,
        podDisruptionBudget: { enabled: true, minAvailable: 1 },
        resources: { requests: controller.requests, limits: { memory: "256Mi" } },
        livenessProbe: { enabled: true },
        readinessProbe: { enabled: true },
        // It judges objects that people write; these two kinds come from here alone, and their schemas are judged by the API server.
        webhook: { create: false },
        certController: { create: false },
        crds: {
          createSecretStore: false,
          createClusterExternalSecret: false,
          createClusterGenerator: false,
          createClusterPushSecret: false,
          createPushSecret: false,
        },
        processSecretStore: false,
        processClusterExternalSecret: false,
        processClusterGenerator: false,
        processClusterPushSecret: false,
        processPushSecret: false,
        rbac: { serviceAccountTokenCreate: false, servicebindings: { create: false }, aggregateToEdit: false, aggregateToAdmin: false },
      },
    },
    opts,
  );
}

/** Of no credential: the operator's pods have an identity in their cloud. https://external-secrets.io/latest/api/spec/ */
function providerOf(source: SecretSource): StoreSpec["provider"] {
  switch (source.cloud) {
    case "aws":
      return { aws: { service: "SecretsManager", region: source.region } };
    case "azure":
      return { azurekv: { authType: "WorkloadIdentity", vaultUrl: source.vaultUrl } };
    case "gcp":
      return { gcpsm: { projectID: source.project } };
  }
}

interface SecretArgs {
  readonly secret: SyncedSecret;
  readonly metadata: { readonly name: string; readonly namespace: pulumi.Input<string>; readonly labels: Record<string, string> };
  /** Name of the ClusterSecretStore. */
  readonly store: pulumi.Input<string>;
  readonly refreshInterval: string;
}

/** The Secret goes with its object, and with nothing else: what a store has lost, or cannot be asked for, stays in the cluster as it was. */
function createSecret(
  name: string,
  { secret: { key, field }, metadata, store, refreshInterval }: SecretArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const remote = field === undefined ? { dataFrom: [{ extract: { key } }] } : { data: [{ secretKey: field, remoteRef: { key } }] };
  const spec = {
    refreshPolicy: "Periodic",
    refreshInterval,
    target: { name: metadata.name, creationPolicy: "Owner", deletionPolicy: "Retain" },
    ...remote,
  } satisfies ExternalSecret["spec"];
  new CustomResource(
    name,
    {
      apiVersion: "external-secrets.io/v1",
      kind: "ExternalSecret",
      metadata,
      spec: { ...spec, secretStoreRef: { kind: "ClusterSecretStore", name: store } },
    },
    opts,
  );
}
