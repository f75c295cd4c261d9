import type { Properties } from "../../../../facts/properties/values";
import type { Chart, ChartWorkload } from "../chart";
import { given, lockedDown, section } from "../values";

const admission = "keda-admission-webhooks";

/** Sections say the same of each of its parts, and call them by different words. https://github.com/kedacore/charts/blob/v2.20.2/keda/values.yaml */
function part(name: string, image: string, words: { readonly replicas: string; readonly others: string; readonly labels: string }) {
  return {
    name,
    image,
    values: (values: Properties): Properties => ({
      ...given(values, ["nodeSelector", "tolerations", "affinity", "priorityClassName"]),
      ...given(section(values, words.replicas), ["replicaCount", "affinity", "nodeSelector", "tolerations"]),
      image: { tag: "2.20.2" },
      nameOverride: name,
      resources: section(values, "resources", words.others),
      podDisruptionBudget: section(values, "podDisruptionBudget", words.others),
      podLabels: section(values, "podLabels", words.labels),
      serviceAccount: { name, ...section(values, "serviceAccount", words.others) },
      securityContext: { ...lockedDown, seccompProfile: { type: "RuntimeDefault" }, ...section(values, "securityContext", words.others) },
    }),
  } satisfies ChartWorkload;
}

export const keda: Chart = {
  workloads: [
    part("keda-operator", "ghcr.io/kedacore/keda", { replicas: "operator", others: "operator", labels: "keda" }),
    part("keda-operator-metrics-apiserver", "ghcr.io/kedacore/keda-metrics-apiserver", {
      replicas: "metricsServer",
      others: "metricServer",
      labels: "metricsAdapter",
    }),
    {
      ...part(admission, "ghcr.io/kedacore/keda-admission-webhooks", { replicas: "webhooks", others: "webhooks", labels: "webhooks" }),
      webhookService: admission,
    },
  ],
  /** https://github.com/kedacore/charts/tree/v2.20.2/keda/templates/crds */
  definitions: [{ module: "github.com/kedacore/keda/v2", folder: "config/crd/bases" }],
  webhooks: [
    {
      kind: "ValidatingWebhookConfiguration",
      name: "keda-admission",
      service: admission,
      webhooks: [
        {
          name: "vscaledobject.kb.io",
          isAskedFor: (values) => section(values, "webhooks")["enabled"] !== false,
          failurePolicy: "Ignore",
          rules: [
            {
              operations: ["CREATE", "UPDATE"],
              apiGroups: ["keda.sh"],
              resources: ["scaledobjects", "scaledjobs", "triggerauthentications", "clustertriggerauthentications"],
            },
          ],
        },
      ],
    },
  ],
};
