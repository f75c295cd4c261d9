import type * as k8s from "@pulumi/kubernetes";
import { Deployment } from "@pulumi/kubernetes/apps/v1";
import type * as pulumi from "@pulumi/pulumi";
import type { HttpProbe, SpreadRule, WorkloadPlan } from "../../../plan/model/workload";
import type { ScalingPlan } from "../../../plan/model/scaling";
import type { ObjectMeta } from "../../kubernetes/objectMeta";

/** Name of the container port: probes and Services refer to it, so that the number is written once. */
export const httpPort = "http";

export interface DeploymentArgs {
  readonly plan: WorkloadPlan;
  readonly metadata: ObjectMeta;
  readonly serviceAccountName: pulumi.Input<string>;
}

/** Pods of one workload, spread, probed and locked down as the "restricted" pod security profile asks. */
export function createDeployment(name: string, args: DeploymentArgs, opts: pulumi.CustomResourceOptions): Deployment {
  const { plan, metadata } = args;
  const replicas = ownerOfReplicas(plan.scaling);
  return new Deployment(
    name,
    {
      metadata: { ...metadata, ...replicas.metadata },
      spec: {
        ...replicas.inputs,
        selector: { matchLabels: { ...plan.selectorLabels } },
        strategy: { type: "RollingUpdate", rollingUpdate: { ...plan.rollingUpdate } },
        template: { metadata: { labels: metadata.labels }, spec: podSpec(args) },
      },
    },
    { ...opts, ignoreChanges: [...replicas.ignored] },
  );
}

interface ReplicasOwner {
  readonly inputs: { readonly replicas?: number };
  readonly metadata: { readonly annotations?: Record<string, string> };
  readonly ignored: readonly string[];
}

/** Who says how many pods there are. Whoever takes over finds the number that the one before has left. */
function ownerOfReplicas(scaling: ScalingPlan): ReplicasOwner {
  switch (scaling.engine) {
    case "fixed":
      // The API server lets nobody change an autoscaler's number who does not insist. https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/managing-resources-with-server-side-apply/
      return { inputs: { replicas: scaling.replicas }, metadata: { annotations: { "pulumi.com/patchForce": "true" } }, ignored: [] };
    case "hpa":
      // A number here would undo the autoscaler's work with every update; and one that was here, taken away, would leave a single pod.
      // https://kubernetes.io/docs/reference/using-api/server-side-apply/#transferring-ownership
      return { inputs: {}, metadata: {}, ignored: ["spec.replicas"] };
  }
}

function podSpec({ plan, serviceAccountName }: DeploymentArgs): k8s.types.input.core.v1.PodSpec {
  return {
    serviceAccountName,
    automountServiceAccountToken: false,
    // Service links add variables per Service of the namespace, which slow large namespaces down and clash with the program's own.
    enableServiceLinks: false,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    // Counted from the moment of deletion: the pre-stop sleep is a part of it.
    terminationGracePeriodSeconds: plan.shutdown.gracePeriodSeconds,
    topologySpreadConstraints: plan.spread.map((rule) => spreadConstraint(rule, plan)),
    ...(Object.keys(plan.nodeSelector).length === 0 ? {} : { nodeSelector: { ...plan.nodeSelector } }),
    tolerations: plan.tolerations.map(({ key, value, effect }) => ({ key, operator: "Equal", value, effect })),
    containers: [container(plan)],
    volumes: [{ name: temporaryFiles.name, emptyDir: { sizeLimit: temporaryFiles.limit } }],
  };
}

function container(plan: WorkloadPlan): k8s.types.input.core.v1.Container {
  return {
    name: plan.name,
    image: plan.image,
    ports: [{ name: httpPort, containerPort: plan.port, protocol: "TCP" }],
    env: Object.entries(plan.env).map(([variable, value]) => ({ name: variable, value })),
    resources: {
      requests: { ...plan.resources.requests, "ephemeral-storage": localStorage.request },
      limits: { ...plan.resources.limits, "ephemeral-storage": localStorage.limit },
    },
    startupProbe: httpProbe(plan.probes.startup),
    livenessProbe: httpProbe(plan.probes.liveness),
    readinessProbe: httpProbe(plan.probes.readiness),
    ...preStop(plan.shutdown.preStopSeconds),
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
    },
    volumeMounts: [{ name: temporaryFiles.name, mountPath: "/tmp" }],
  };
}

/** The one place a container may write to. A limit evicts the pod that leaks files instead of filling its node's disk. */
const temporaryFiles = { name: "tmp", limit: "256Mi" };

/**
 * What a container may take of its node's disk: its temporary files, and its output until the node rotates that, which AKS does latest (five
 * files of 50 MB). The request is small enough for as many pods as any node takes, so that disk is never what a replica waits for.
 * https://kubernetes.io/docs/concepts/storage/ephemeral-storage/ and https://learn.microsoft.com/azure/aks/custom-node-configuration
 */
const localStorage = { request: "128Mi", limit: "1Gi" };

/**
 * Keeps answering while load balancers and other nodes still send to the pod: removal from the endpoints takes seconds.
 * `sleep` needs no shell in the image. https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/
 */
function preStop(seconds: number): { lifecycle?: k8s.types.input.core.v1.Lifecycle } {
  return seconds > 0 ? { lifecycle: { preStop: { sleep: { seconds } } } } : {};
}

function httpProbe(probe: HttpProbe): k8s.types.input.core.v1.Probe {
  const { path, periodSeconds, timeoutSeconds, failureThreshold } = probe;
  return { httpGet: { path, port: httpPort, scheme: "HTTP" }, periodSeconds, timeoutSeconds, failureThreshold };
}

function spreadConstraint(rule: SpreadRule, { selectorLabels }: WorkloadPlan): k8s.types.input.core.v1.TopologySpreadConstraint {
  return {
    topologyKey: rule.topologyKey,
    maxSkew: rule.maxSkew,
    whenUnsatisfiable: rule.whenUnsatisfiable,
    labelSelector: { matchLabels: { ...selectorLabels } },
    // Only pods of the same revision count: those of the one being replaced would leave the new ones lopsided.
    matchLabelKeys: ["pod-template-hash"],
    // A zone with nothing but tainted nodes is no place for the pod; counted as empty, it would block every other zone.
    nodeTaintsPolicy: "Honor",
  };
}
