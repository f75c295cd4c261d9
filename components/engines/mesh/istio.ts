import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import type { Namespace } from "@pulumi/kubernetes/core/v1";
import type { Release } from "@pulumi/kubernetes/helm/v3/release";
import * as pulumi from "@pulumi/pulumi";
import type { ServiceBinding } from "../../frontdoor";
import { managedLabels, selectorLabels } from "../../kubernetes/labels";
import { createNamespace } from "../../kubernetes/namespace";
import { installChart } from "../../kubernetes/chart";
import { EastWestGateway } from "./eastWestGateway";
import type { MeshPlan } from "../../../plan/model/engines";

export interface IstioArgs {
  readonly plan: MeshPlan;
  /** The fleet's name. */
  readonly partOf: string;
  /** By name: the workloads' namespaces, as they exist. */
  readonly namespaces: Readonly<Record<string, pulumi.Input<string>>>;
  /** What must outlive a Service, so that its load balancer is really deleted. */
  readonly binding: Pick<ServiceBinding, "dependsOn">;
  /** Nodes that it can run on. */
  readonly after: readonly pulumi.Resource[];
}

/** On a namespace: its pods get a sidecar. https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/ */
export const injected: Readonly<Record<string, string>> = { "istio-injection": "enabled" };

/** ConfigMap that the neighbours' gateways are written into: {@link MeshNeighbours}. */
export const neighboursConfig = "mesh-neighbours";

/**
 * Istio with sidecars: mutual TLS between all workloads, and a way in for the other clusters where the plan has one.
 * Takes the cluster's Kubernetes provider by its options. https://istio.io/latest/docs/setup/install/helm/
 */
export class Istio extends pulumi.ComponentResource {
  /** Istio's own. */
  readonly namespace: Namespace;
  /** Whoever waits for it gets sidecars. */
  readonly controlPlane: Release;
  readonly gateway: EastWestGateway | undefined;

  constructor(name: string, { plan, partOf, namespaces, binding, after }: IstioArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:platform:Istio", name, {}, opts);
    const child = { parent: this };
    const labels = { ...managedLabels(partOf) };

    this.namespace = createNamespace(`${name}-namespace`, plan.namespace, partOf, child);
    const namespace = this.namespace.metadata.name;
    const kinds = installChart(`${name}-base`, { name: "istio-base", namespace, chart: plan.charts.base }, child);
    const redirection = installNodeAgent(`${name}-cni`, plan, { ...child, dependsOn: [kinds, ...after] });
    this.controlPlane = installControlPlane(`${name}-istiod`, namespace, plan, { ...child, dependsOn: [redirection] });
    requireMutualTls(`${name}-mutual-tls`, { namespace, labels }, { ...child, dependsOn: [kinds] });
    for (const port of plan.openPorts)
      openPort(
        `${name}-${port.workload}-front-door`,
        { port, namespace: namespaces[port.namespace] ?? port.namespace, labels },
        { ...child, dependsOn: [kinds] },
      );
    this.gateway =
      plan.crossCluster === undefined
        ? undefined
        : new EastWestGateway(
            `${name}-east-west`,
            { plan, crossCluster: plan.crossCluster, namespace, labels, binding },
            { ...child, dependsOn: [this.controlPlane] },
          );
    this.registerOutputs({});
  }
}

/**
 * Leads a pod's traffic through its sidecar. Without it every pod would need an init container with NET_ADMIN, which the "restricted" profile
 * of the workloads' namespaces refuses. It is privileged itself, and so it is in kube-system, beside the other node agents: a namespace
 * of the program would have to admit privileged pods for it alone, and GKE takes its priority class nowhere else.
 * https://istio.io/latest/docs/setup/additional-setup/cni/
 */
function installNodeAgent(name: string, { charts, istioPlatform, nodeAgent }: MeshPlan, opts: pulumi.CustomResourceOptions): Release {
  return installChart(
    name,
    {
      name: "istio-cni",
      namespace: "kube-system",
      chart: charts.cni,
      values: {
        resources: { requests: nodeAgent },
        // Where the node's plugins lie. https://istio.io/latest/docs/ambient/install/platform-prerequisites/
        ...(istioPlatform === undefined ? {} : { global: { platform: istioPlatform } }),
      },
    },
    opts,
  );
}

function installControlPlane(
  name: string,
  namespace: pulumi.Input<string>,
  { charts, istioPlatform, meshId, network, trustDomain, controlPlane, sidecar, crossCluster }: MeshPlan,
  opts: pulumi.CustomResourceOptions,
): Release {
  return installChart(
    name,
    {
      name: "istiod",
      namespace,
      chart: charts.istiod,
      values: {
        autoscaleEnabled: false,
        replicaCount: controlPlane.replicas,
        resources: { requests: controlPlane.requests },
        seccompProfile: { type: "RuntimeDefault" },
        cni: { enabled: true },
        meshConfig: { trustDomain },
        global: {
          ...(istioPlatform === undefined ? {} : { platform: istioPlatform }),
          meshID: meshId,
          network,
          multiCluster: { clusterName: network },
          proxy: { resources: { requests: sidecar } },
        },
        ...(crossCluster === undefined ? {} : { ...sharedRoot, env: { SHARED_MESH_CONFIG: neighboursConfig } }),
      },
    },
    opts,
  );
}

/**
 * istiod takes its CA from the Secret "cacerts", and without one makes a CA of its own that no other cluster trusts. A mount that is not optional
 * keeps it from starting until the Secret is there. https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/
 */
const sharedRoot = {
  volumes: [{ name: "shared-root", secret: { secretName: "cacerts" } }],
  volumeMounts: [{ name: "shared-root", mountPath: "/etc/shared-root", readOnly: true }],
};

interface Policy {
  readonly namespace: pulumi.Input<string>;
  readonly labels: Record<string, string>;
}

/** In Istio's own namespace a policy holds for the whole mesh. https://istio.io/latest/docs/reference/config/security/peer_authentication/ */
function requireMutualTls(name: string, { namespace, labels }: Policy, opts: pulumi.CustomResourceOptions): void {
  new CustomResource(
    name,
    {
      apiVersion: "security.istio.io/v1",
      kind: "PeerAuthentication",
      metadata: { name: "default", namespace, labels },
      spec: { mtls: { mode: "STRICT" } },
    },
    opts,
  );
}

/**
 * The front door passes its clients' TCP connections on as they come, and they have no certificate of the mesh. So the port that it leads to, and
 * only that one, takes plain requests as well. Those of other clusters never come so: their gateway passes on nothing but mutual TLS.
 */
function openPort(
  name: string,
  { port: { workload, port }, namespace, labels }: Policy & { readonly port: MeshPlan["openPorts"][number] },
  opts: pulumi.CustomResourceOptions,
): void {
  new CustomResource(
    name,
    {
      apiVersion: "security.istio.io/v1",
      kind: "PeerAuthentication",
      metadata: { name: `${workload}-front-door`, namespace, labels },
      spec: {
        selector: { matchLabels: { ...selectorLabels(workload) } },
        mtls: { mode: "STRICT" },
        portLevelMtls: { [String(port)]: { mode: "PERMISSIVE" } },
      },
    },
    opts,
  );
}
