import type { FleetConfig } from "../../config";
import type { Mesh } from "../../config/engines/mesh";
import type { EnginePods } from "../nodes/packing";
import type { Cloud, Quantities, WorkloadPlan } from "../model/fleet";
import { byCodeUnit } from "../order";
import { istioCharts } from "../../catalogue/versions";

export interface MeshPlan {
  readonly charts: typeof istioCharts;
  readonly namespace: string;
  /** What Istio calls the kind of cluster where that matters to it. */
  readonly istioPlatform: "gke" | undefined;
  /** The fleet's name. */
  readonly meshId: string;
  /** The cluster's name: each cluster is a network of its own. */
  readonly network: string;
  readonly trustDomain: string;
  /** Ports that take requests from outside the mesh as well: what the front door leads to. */
  readonly openPorts: readonly { readonly workload: string; readonly namespace: string; readonly port: number }[];
  readonly controlPlane: EnginePods;
  /** Of the agent on every node. */
  readonly nodeAgent: Quantities;
  /** Beside the container in every workload's pod. */
  readonly sidecar: Quantities;
  readonly crossCluster: CrossClusterPlan | undefined;
}

export interface CrossClusterPlan {
  readonly cloud: Cloud;
  readonly exposure: "internal" | "public";
  readonly gateway: EnginePods;
  readonly allowedCidrs: readonly string[];
  /** The other clusters, by name. */
  readonly neighbours: readonly string[];
  readonly services: readonly SharedService[];
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

/** What Istio's own values ask for. https://github.com/istio/istio/blob/master/manifests/charts/istio-control/istio-discovery/values.yaml */
const proxy: Quantities = { cpu: "100m", memory: "128Mi" };

export function meshPlan(mesh: Mesh, { settings, clusters }: FleetConfig, cluster: string, workloads: readonly WorkloadPlan[]): MeshPlan {
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
