import type { ConfigSync } from "../../config/engines/configSync";
import type { EnginePods } from "../nodes/packing";
import { platformCharts, type ChartVersion } from "../../catalogue/versions";

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

/** The chart's own. https://github.com/fluxcd-community/helm-charts/blob/main/charts/flux2/values.yaml */
const controller: EnginePods = { replicas: 1, requests: { cpu: "100m", memory: "64Mi" } };

export function configSyncPlan(
  { repository, branch, path, intervalMinutes, credentials }: ConfigSync,
  cluster: string,
  namespaces: readonly string[],
): ConfigSyncPlan {
  return {
    chart: platformCharts.flux,
    controllers: { source: controller, kustomize: controller },
    namespace: "flux-system",
    repository,
    branch,
    path: `./${path}/${cluster}`,
    interval: `${intervalMinutes}m`,
    credentials,
    namespaces,
  };
}
