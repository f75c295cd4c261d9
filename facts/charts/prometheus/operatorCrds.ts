import type { ChartFacts } from "../chart";

/** https://github.com/prometheus-community/helm-charts/blob/prometheus-operator-crds-31.0.1/charts/prometheus-operator-crds/values.yaml */
export const operatorCrds: ChartFacts = {
  version: "31.0.1",
  values: [
    "crds.alertmanagerconfigs.enabled",
    "crds.alertmanagers.enabled",
    "crds.annotations",
    "crds.podmonitors.enabled",
    "crds.probes.enabled",
    "crds.prometheusagents.enabled",
    "crds.prometheuses.enabled",
    "crds.prometheusrules.enabled",
    "crds.scrapeconfigs.enabled",
    "crds.servicemonitors.enabled",
    "crds.thanosrulers.enabled",
  ],
};
