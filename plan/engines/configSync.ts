import type { ConfigSync } from "../../config/engines/configSync";
import { platformCharts } from "../../catalogue/versions";
import type { ConfigSyncPlan, EnginePods } from "../model/engines";

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
