import type { ChartFacts } from "../chart";

/** https://github.com/istio/istio/blob/release-1.31/manifests/charts/base/values.yaml */
export const istioBase: ChartFacts = {
  version: "1.31",
  values: [
    "base.enableCRDTemplates",
    "base.enableIstioConfigCRDs",
    "base.excludedCRDs",
    "base.validationCABundle",
    "base.validationFailurePolicy",
    "base.validationURL",
    "compatibilityVersion",
    "defaultRevision",
    "experimental.stableValidationPolicy",
    "global.enableReaderRBAC",
    "global.imagePullSecrets",
    "global.istioNamespace",
    "global.resourceScope",
  ],
};
