import type { Cloud } from "../../../catalogue/clouds";
import type { ChartVersion } from "../../../catalogue/charts";
import type { EngineNamespace, EnginePlan, EnginePods } from "./plan";

/** Engines that a cluster runs beside its workloads, by the words of the stack file. What is not asked for is not there. */
export interface PlatformPlan {
  readonly configSync?: EnginePlan;
  readonly eventScaling?: EnginePlan;
  readonly mesh?: MeshPlan;
  readonly monitoring?: MonitoringPlan;
  readonly secretSync?: EnginePlan;
}

/** Of the stack file. */
export type EngineWord = keyof PlatformPlan;

export interface MeshPlan extends EnginePlan {
  readonly namespace: EngineNamespace;
  /** The cluster's name: each cluster is a network of its own. */
  readonly network: string;
  readonly crossCluster: CrossClusterPlan | undefined;
}

export interface CrossClusterPlan {
  readonly cloud: Cloud;
  readonly exposure: "internal" | "public";
  readonly gateway: EnginePods;
  readonly gatewayChart: ChartVersion;
  readonly allowedCidrs: readonly string[];
  /** The other clusters, by name. */
  readonly neighbours: readonly string[];
  readonly services: readonly SharedService[];
  /** ConfigMap that the neighbours' gateways are written into. */
  readonly neighboursConfig: string;
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

export interface MonitoringPlan extends EnginePlan {
  readonly probes: ProbesPlan;
}

/** Durations as Prometheus writes them, such as "15s". */
export interface ProbesPlan {
  readonly job: string;
  readonly interval: string;
  readonly timeout: string;
  readonly namespace: string;
  /** Where Prometheus finds who probes, and how that one asks. */
  readonly prober: { readonly address: string; readonly module: string };
}
