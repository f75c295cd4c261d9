import type { Properties } from "../../../../facts/properties/values";
import type { Chart, ChartWorkload } from "../chart";
import { given, lockedDown, object } from "../values";

/** https://github.com/fluxcd-community/helm-charts/blob/flux2-2.18.3/charts/flux2/values.yaml */
function controller(section: string, name: string, tag: string, strategy: Properties = {}): ChartWorkload {
  return {
    name,
    image: `ghcr.io/fluxcd/${name}`,
    values: (values) => {
      const said = object(values[section]);
      if (said["create"] === false) return undefined;
      return {
        ...given(said, ["resources", "nodeSelector", "tolerations", "affinity", "priorityClassName"]),
        ...strategy,
        replicaCount: said["replicas"] ?? 1,
        image: { tag },
        nameOverride: name,
        podLabels: object(said["labels"]),
        serviceAccount: { name, ...object(said["serviceAccount"]) },
        securityContext: { ...lockedDown, seccompProfile: { type: "RuntimeDefault" } },
      };
    },
  };
}

export const flux2: Chart = {
  workloads: [
    controller("sourceController", "source-controller", "v1.8.2", { strategy: { type: "Recreate" } }),
    controller("kustomizeController", "kustomize-controller", "v1.8.3"),
    controller("helmController", "helm-controller", "v1.5.3"),
    controller("notificationController", "notification-controller", "v1.8.3"),
    controller("imageReflectionController", "image-reflector-controller", "v1.1.1"),
    controller("imageAutomationController", "image-automation-controller", "v1.1.1"),
  ],
  /** https://github.com/fluxcd-community/helm-charts/tree/main/charts/flux2/templates */
  definitions: [
    { module: "github.com/fluxcd/source-controller", version: "v1.8.5", folder: "config/crd/bases" },
    { module: "github.com/fluxcd/kustomize-controller", version: "v1.9.0", folder: "config/crd/bases" },
  ],
};
