import type { ChartFacts } from "./chart";

/** https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/charts/karpenter-crd/values.yaml */
export const karpenterCrd: ChartFacts = {
  version: "1.14.1",
  values: ["additionalAnnotations"],
};
