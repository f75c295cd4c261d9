import type { ResolvedFleet } from "../../config/resolve";
import type { Mesh } from "../../config/engines/mesh";
import { byCodeUnit } from "../order";
import { istioCharts } from "../../catalogue/versions";
import type { MeshPlan } from "../model/engines";
import type { Quantities, WorkloadPlan } from "../model/workload";

/** What Istio's own values ask for. https://github.com/istio/istio/blob/master/manifests/charts/istio-control/istio-discovery/values.yaml */
const proxy: Quantities = { cpu: "100m", memory: "128Mi" };

export function meshPlan(mesh: Mesh, { settings, clusters }: ResolvedFleet, cluster: string, workloads: readonly WorkloadPlan[]): MeshPlan {
  const cloud = clusters[cluster]?.cloud;
  return {
    charts: istioCharts,
    namespace: "istio-system",
    istioPlatform: cloud === "gcp" ? "gke" : undefined,
    meshId: settings.name,
    network: cluster,
    trustDomain: mesh.trustDomain,
    controlPlane: { replicas: 2, requests: { cpu: "200m", memory: "512Mi" } },
    nodeAgent: { cpu: "100m", memory: "100Mi" },
    sidecar: proxy,
    openPorts: workloads.flatMap(({ name, namespace, port, exposedPort }) =>
      exposedPort === undefined ? [] : [{ workload: name, namespace, port }],
    ),
    crossCluster:
      mesh.crossCluster === undefined || cloud === undefined || cloud === "existing"
        ? undefined
        : {
            cloud,
            exposure: mesh.crossCluster.exposure,
            gateway: { replicas: 2, requests: proxy },
            allowedCidrs: mesh.crossCluster.allowedCidrs,
            neighbours: Object.keys(clusters)
              .filter((name) => name !== cluster)
              .sort(byCodeUnit),
            services: workloads.map(({ name, namespace, port, exposedPort = port }) => ({
              name,
              namespace,
              host: `${name}.${namespace}.svc.cluster.local`,
              port: exposedPort,
            })),
          },
  };
}
