import type { Mesh } from "../../config/engines/mesh";
import { byCodeUnit } from "../order";
import { istioCharts } from "../../catalogue/versions";
import type { EngineChart, EngineObject, EnginePods } from "../model/engines/plan";
import type { CrossClusterPlan, MeshPlan } from "../model/engines";
import type { Quantities, WorkloadPlan } from "../model/workload";
import { type EngineContext, nothingElse, rollByShare } from "./engine";

/** What Istio's own values ask for. https://github.com/istio/istio/blob/master/manifests/charts/istio-control/istio-discovery/values.yaml */
const proxy: Quantities = { cpu: "100m", memory: "128Mi" };
const controlPlane: EnginePods = { replicas: 2, requests: { cpu: "200m", memory: "512Mi" } };
const nodeAgent: Quantities = { cpu: "100m", memory: "100Mi" };

const namespace = "istio-system";

const neighboursConfig = "mesh-neighbours";

/**
 * Istio with sidecars: mutual TLS between all workloads, and a way in for the other clusters where the section has one.
 * https://istio.io/latest/docs/setup/install/helm/
 */
export function meshPlan(mesh: Mesh, context: EngineContext): MeshPlan {
  const { fleet, cluster, workloads } = context;
  const crossCluster = crossClusterPlan(mesh, context);
  // What Istio calls the kind of cluster where that matters to it.
  const platform = fleet.clusters[cluster]?.cloud === "gcp" ? { platform: "gke" } : {};
  return {
    ...nothingElse,
    component: { type: "Istio", name: "istio" },
    namespace: { name: namespace, profile: "restricted" },
    charts: [
      { step: "base", release: "istio-base", namespace, chart: istioCharts.base, after: {} },
      nodeAgentChart(platform),
      controlPlaneChart(mesh, context, platform, crossCluster),
    ],
    objects: [mutualTls, ...workloads.flatMap(openPort)],
    pods: [controlPlane, ...(crossCluster === undefined ? [] : [crossCluster.gateway])],
    everyNode: [nodeAgent],
    // A pod that starts before the mesh would run without a sidecar, and nobody of the mesh would talk to it.
    // https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/
    provides: { namespaceLabels: { "istio-injection": "enabled" }, beforePods: ["istiod"], sidecar: proxy },
    network: cluster,
    crossCluster,
  };
}

function crossClusterPlan(
  { crossCluster }: Mesh,
  { fleet: { clusters }, cluster, workloads }: EngineContext,
): CrossClusterPlan | undefined {
  const cloud = clusters[cluster]?.cloud;
  if (crossCluster === undefined || cloud === undefined || cloud === "existing") return undefined;
  return {
    cloud,
    exposure: crossCluster.exposure,
    gateway: { replicas: 2, requests: proxy },
    gatewayChart: istioCharts.gateway,
    allowedCidrs: crossCluster.allowedCidrs,
    neighbours: Object.keys(clusters)
      .filter((name) => name !== cluster)
      .sort(byCodeUnit),
    services: workloads.map(({ name, namespace: of, port, exposedPort = port }) => ({
      name,
      namespace: of,
      host: `${name}.${of}.svc.cluster.local`,
      port: exposedPort,
    })),
    neighboursConfig,
  };
}

/**
 * Leads a pod's traffic through its sidecar. Without it every pod would need an init container with NET_ADMIN, which the "restricted" profile
 * of the workloads' namespaces refuses. It is privileged itself, and so it is in kube-system, beside the other node agents: a namespace
 * of the program would have to admit privileged pods for it alone, and GKE takes its priority class nowhere else.
 * https://istio.io/latest/docs/setup/additional-setup/cni/
 */
function nodeAgentChart(platform: { readonly platform?: string }): EngineChart {
  return {
    step: "cni",
    release: "istio-cni",
    namespace: "kube-system",
    chart: istioCharts.cni,
    values: {
      resources: { requests: nodeAgent },
      updateStrategy: rollByShare,
      // Where the node's plugins lie. https://istio.io/latest/docs/ambient/install/platform-prerequisites/
      ...(platform.platform === undefined ? {} : { global: platform }),
    },
    after: { steps: ["base"], nodes: true },
  };
}

function controlPlaneChart(
  { trustDomain }: Mesh,
  { fleet, cluster }: EngineContext,
  platform: { readonly platform?: string },
  crossCluster: CrossClusterPlan | undefined,
): EngineChart {
  return {
    step: "istiod",
    release: "istiod",
    namespace,
    chart: istioCharts.istiod,
    values: {
      autoscaleEnabled: false,
      replicaCount: controlPlane.replicas,
      resources: { requests: controlPlane.requests },
      seccompProfile: { type: "RuntimeDefault" },
      cni: { enabled: true },
      meshConfig: { trustDomain },
      global: {
        ...platform,
        meshID: fleet.settings.name,
        network: cluster,
        multiCluster: { clusterName: cluster },
        proxy: { resources: { requests: proxy } },
      },
      ...(crossCluster === undefined ? {} : { ...sharedRoot, env: { SHARED_MESH_CONFIG: neighboursConfig } }),
    },
    after: { steps: ["cni"] },
  };
}

/**
 * istiod takes its CA from the Secret "cacerts", and without one makes a CA of its own that no other cluster trusts. A mount that is not optional
 * keeps it from starting until the Secret is there. https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/
 */
const sharedRoot = {
  volumes: [{ name: "shared-root", secret: { secretName: "cacerts" } }],
  volumeMounts: [{ name: "shared-root", mountPath: "/etc/shared-root", readOnly: true }],
};

const policy = { apiVersion: "security.istio.io/v1", kind: "PeerAuthentication" };

/** In Istio's own namespace a policy holds for the whole mesh. https://istio.io/latest/docs/reference/config/security/peer_authentication/ */
const mutualTls: EngineObject = {
  ...policy,
  step: "mutual-tls",
  name: "default",
  namespace,
  body: { spec: { mtls: { mode: "STRICT" } } },
  // The webhook that judges its removal is istiod's, and what goes last is what was made first.
  after: { steps: ["istiod"] },
};

/**
 * The front door passes its clients' TCP connections on as they come, and they have no certificate of the mesh. So the port that it leads to, and
 * only that one, takes plain requests as well. Those of other clusters never come so: their gateway passes on nothing but mutual TLS.
 */
function openPort({ name, namespace: of, port, exposedPort, selectorLabels }: WorkloadPlan): EngineObject[] {
  if (exposedPort === undefined) return [];
  return [
    {
      ...policy,
      step: `${name}-front-door`,
      name: `${name}-front-door`,
      namespace: of,
      body: {
        spec: {
          selector: { matchLabels: selectorLabels },
          mtls: { mode: "STRICT" },
          portLevelMtls: { [String(port)]: { mode: "PERMISSIVE" } },
        },
      },
      after: { steps: ["istiod"] },
    },
  ];
}
