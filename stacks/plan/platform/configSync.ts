import type { ConfigSync } from "../../config/platform/configSync";
import { platformCharts, type ChartVersion } from "../versions";

export interface ConfigSyncPlan {
  readonly chart: ChartVersion;
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

export function configSyncPlan(
  { repository, branch, path, intervalMinutes, credentials }: ConfigSync,
  cluster: string,
  namespaces: readonly string[],
): ConfigSyncPlan {
  return {
    chart: platformCharts.flux,
    namespace: "flux-system",
    repository,
    branch,
    path: `./${path}/${cluster}`,
    interval: `${intervalMinutes}m`,
    credentials,
    namespaces,
  };
}
