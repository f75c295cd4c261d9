import type { Quantities } from "./workload";
import type { ChartVersion, istioCharts, OciChartVersion } from "../../catalogue/versions";
import type { Cloud } from "../../catalogue/clouds";

/** Engines that a cluster runs beside its workloads, by the words of the stack file. What is not asked for is not there. */
export interface PlatformPlan {
  readonly configSync?: ConfigSyncPlan;
  readonly mesh?: MeshPlan;
  readonly monitoring?: MonitoringPlan;
  readonly secretSync?: SecretSyncPlan;
}

/** Pods of an engine: as many in every cluster, whatever its size. */
export interface EnginePods {
  readonly replicas: number;
  readonly requests: Quantities;
  /** What stands beside the container in each. @default nothing */
  readonly sidecar?: Quantities;
}

export interface ConfigSyncPlan {
  readonly chart: ChartVersion;
  readonly controllers: Readonly<Record<"source" | "kustomize", EnginePods>>;
  readonly namespace: string;
  readonly repository: string;
  readonly branch: string;
  /** The cluster's own folder, as Flux writes it: "./clusters/aws-usw2". */
  readonly path: string;
  /** As Go writes it, such as "5m". */
  readonly interval: string;
  /** Name of a Secret in its namespace. */
  readonly credentials: string | undefined;
  /** Where it may change objects. */
  readonly namespaces: readonly string[];
}

export interface MeshPlan {
  readonly charts: typeof istioCharts;
  readonly namespace: string;
  /** What Istio calls the kind of cluster where that matters to it. */
  readonly istioPlatform: "gke" | undefined;
  /** The fleet's name. */
  readonly meshId: string;
  /** The cluster's name: each cluster is a network of its own. */
  readonly network: string;
  readonly trustDomain: string;
  /** Ports that take requests from outside the mesh as well: what the front door leads to. */
  readonly openPorts: readonly { readonly workload: string; readonly namespace: string; readonly port: number }[];
  readonly controlPlane: EnginePods;
  /** Of the agent on every node. */
  readonly nodeAgent: Quantities;
  /** Beside the container in every workload's pod. */
  readonly sidecar: Quantities;
  readonly crossCluster: CrossClusterPlan | undefined;
}

export interface CrossClusterPlan {
  readonly cloud: Cloud;
  readonly exposure: "internal" | "public";
  readonly gateway: EnginePods;
  readonly allowedCidrs: readonly string[];
  /** The other clusters, by name. */
  readonly neighbours: readonly string[];
  readonly services: readonly SharedService[];
}

/** A Service that every cluster has. */
export interface SharedService {
  /** Of the workload, its Service and its service account. */
  readonly name: string;
  readonly namespace: string;
  /** As the clients of all clusters call it. */
  readonly host: string;
  readonly port: number;
}

export interface MonitoringPlan {
  readonly charts: { readonly kinds: OciChartVersion; readonly stack: OciChartVersion; readonly blackbox: OciChartVersion };
  /** sidecar: what reloads the configuration beside both, which the operator asks the same of. */
  readonly pods: Readonly<Record<"prometheus" | "alertmanager", Required<EnginePods>>> &
    Readonly<Record<"operator" | "stateMetrics" | "blackbox", EnginePods>>;
  /** Of the exporter on every node. */
  readonly nodeExporter: Quantities;
  readonly namespace: string;
  /** As Prometheus writes it, such as "15d". */
  readonly retention: string;
  /** "40GiB": the oldest series go before the volume is full. */
  readonly retentionSize: string;
  /** Kubernetes quantity. */
  readonly storage: string;
  /** What tells this cluster's series and alerts from those of the others. */
  readonly externalLabels: Readonly<Record<"cluster" | "cloud" | "region", string>>;
  /** Name of a Secret in the namespace. */
  readonly alertmanagerSecret: string | undefined;
  /** adminSecret: name of a Secret in the namespace. */
  readonly grafana: { readonly adminSecret: string; readonly pods: EnginePods } | undefined;
  readonly dns: "coreDns" | "kubeDns";
  readonly probes: ProbesPlan;
  readonly alerts: readonly AlertGroup[];
}

/** Durations as Prometheus writes them, such as "15s". */
export interface ProbesPlan {
  readonly job: string;
  readonly interval: string;
  readonly timeout: string;
}

/** As a PrometheusRule has it. https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/ */
export interface AlertGroup {
  readonly name: string;
  readonly rules: readonly Alert[];
}

export interface Alert {
  readonly alert: string;
  /** PromQL. */
  readonly expr: string;
  /** Time that it has to hold. Undefined: none, where the expression looks back itself. */
  readonly for?: string;
  readonly labels: { readonly severity: "critical" | "warning" } & Readonly<Record<string, string>>;
  readonly annotations: { readonly summary: string; readonly runbook: string };
}

export interface SecretSyncPlan {
  /** Undefined where whoever runs the cluster runs it. */
  readonly operator: SecretOperatorPlan | undefined;
  /** Name of the ClusterSecretStore. */
  readonly store: string;
  /** As Go writes it, such as "5m0s". */
  readonly refreshInterval: string;
  readonly secrets: readonly SyncedSecret[];
}

export interface SyncedSecret {
  readonly name: string;
  readonly namespace: string;
  /** Name in the store. */
  readonly key: string;
  /** Key that holds the whole value; undefined: every field of a JSON object becomes a key. */
  readonly field: string | undefined;
}

export interface SecretOperatorPlan<Source extends SecretSource = SecretSource> {
  readonly chart: ChartVersion;
  readonly controller: EnginePods;
  /** Whom the cloud lets read. */
  readonly serviceAccount: { readonly namespace: string; readonly name: string };
  /** With the hyphen: what the names of all that it may read begin with. */
  readonly prefix: string;
  readonly source: Source;
  /** That its store serves. */
  readonly namespaces: readonly string[];
}

/** The cloud's store that a cluster reads, always over TLS: no way to say otherwise exists. */
export type SecretSource =
  | { readonly cloud: "aws"; readonly region: string }
  | { readonly cloud: "azure"; readonly vaultId: string; readonly vaultUrl: string; readonly subscription: string }
  | { readonly cloud: "gcp"; readonly project: string; readonly projectNumber: string };
