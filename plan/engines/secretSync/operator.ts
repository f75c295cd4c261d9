import { platformCharts } from "../../../catalogue/versions";
import type { EngineChart, EnginePods } from "../../model/engines/plan";
import type { ServiceAccount } from "../../model/identity";
import { operatorNamespace } from "./source";

export const operatorPods: EnginePods = { replicas: 2, requests: { cpu: "50m", memory: "128Mi" } };

/**
 * Its pods are the only ones with the cloud's identity, and a store that says nothing of credentials uses it: so there is one store, nothing
 * serves another or writes to it, and a namespace's editors get no right to make more of what reads it. The chart leaves out the definitions of
 * kinds that are the cluster's, and of what writes; that of a namespace's own SecretStore comes always, and no controller looks at one.
 * https://github.com/external-secrets/external-secrets/blob/main/hack/helm.generate.sh and
 * https://external-secrets.io/latest/guides/security-best-practices/
 */
export function operatorChart(serviceAccount: ServiceAccount): EngineChart {
  return {
    step: "release",
    release: "external-secrets",
    namespace: operatorNamespace,
    chart: platformCharts.externalSecrets,
    values: {
      serviceAccount: { create: true, name: serviceAccount.name, annotations: { $ref: "identityAnnotations" } },
      podLabels: { $ref: "identityLabels" },
      replicaCount: operatorPods.replicas,
      leaderElect: true,
      podDisruptionBudget: { enabled: true, minAvailable: 1 },
      resources: { requests: operatorPods.requests, limits: { memory: "256Mi" } },
      livenessProbe: { enabled: true },
      readinessProbe: { enabled: true },
      // It judges objects that people write; these two kinds come from here alone, and their schemas are judged by the API server.
      webhook: { create: false },
      certController: { create: false },
      crds: {
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
    after: { identity: true, nodes: true },
  };
}
