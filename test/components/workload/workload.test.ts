import assert from "node:assert/strict";
import { join } from "node:path";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Deployment } from "kubernetes-types/apps/v1";
import type { HorizontalPodAutoscaler } from "kubernetes-types/autoscaling/v2";
import type { Service } from "kubernetes-types/core/v1";
import type { PodDisruptionBudget } from "kubernetes-types/policy/v1";
import { record } from "../../../preview/record/record";
import type { ServiceBinding } from "../../../components/frontdoor";
import { rootDisk } from "../../../components/nodepool/eks/node";
import { createNamespace } from "../../../components/kubernetes/namespace";
import { Workload } from "../../../components/workload/workload";
import { loadStack } from "../../../config/file/load";
import { planStack } from "../../../plan";
import { machinesOf } from "../../../catalogue/machines";
import { aksHost } from "../../../plan/nodes/aks";
import { podsPerNode } from "../../../plan/nodes/podsPerNode";
import { mebibytesOf } from "../../../plan/workloads/quantities";
import { assertWaits } from "../fixtures/order";
import { insideOf } from "../fixtures/inside";
import { at, ofType, only } from "../fixtures/recording";
import type { Recording } from "../../../preview/record/recording";
import type { WorkloadPlan } from "../../../plan/model/workload";

const deployment = "kubernetes:apps/v1:Deployment";
const service = "kubernetes:core/v1:Service";
const autoscaler = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler";
const budget = "kubernetes:policy/v1:PodDisruptionBudget";
const namespace = "kubernetes:core/v1:Namespace";

describe("Workload", () => {
  it("S0.5 lives in the namespace api-gateway", async () => {
    const recording = await recordWorkload();
    assert.equal(at(only(recording, namespace).inputs, "metadata", "name"), "api-gateway");
    for (const { type, inputs } of kubernetesObjects(recording)) assert.equal(at(inputs, "metadata", "namespace"), "api-gateway", type);
  });

  it("has a horizontal autoscaler and a disruption budget in that namespace", async () => {
    const recording = await recordWorkload();
    assert.equal(at(only(recording, autoscaler).inputs, "metadata", "namespace"), "api-gateway");
    assert.equal(at(only(recording, budget).inputs, "metadata", "namespace"), "api-gateway");
  });

  it("S0.7 lets drains take a quarter of the pods at once, and broken ones always", async () => {
    const expected: PodDisruptionBudget["spec"] = {
      maxUnavailable: "25%",
      selector: { matchLabels: { "app.kubernetes.io/name": "api-gateway" } },
      unhealthyPodEvictionPolicy: "AlwaysAllow",
    };
    assert.deepEqual(only(await recordWorkload(), budget).inputs["spec"], expected);
  });

  it("S0.21-24, S0.27-30 scales 3 to 50 pods on cpu 70 and memory 80 percent, quickly up and slowly down", async () => {
    const expected: HorizontalPodAutoscaler["spec"] = {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "api-gateway" },
      minReplicas: 3,
      maxReplicas: 50,
      metrics: [
        { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } } },
        { type: "Resource", resource: { name: "memory", target: { type: "Utilization", averageUtilization: 80 } } },
      ],
      behavior: {
        scaleUp: {
          stabilizationWindowSeconds: 60,
          selectPolicy: "Max",
          policies: [
            { type: "Percent", value: 100, periodSeconds: 60 },
            { type: "Pods", value: 5, periodSeconds: 60 },
          ],
        },
        scaleDown: {
          stabilizationWindowSeconds: 300,
          selectPolicy: "Min",
          policies: [
            { type: "Percent", value: 10, periodSeconds: 60 },
            { type: "Pods", value: 2, periodSeconds: 60 },
          ],
        },
      },
    };
    assert.deepEqual(only(await recordWorkload(), autoscaler).inputs["spec"], expected);
  });

  it("S0.78 is labelled app=api-gateway and leaves its replicas to the autoscaler", async () => {
    const { inputs } = only(await recordWorkload(), deployment);
    assert.equal(at(inputs, "metadata", "labels", "app"), "api-gateway");
    assert.equal(at(inputs, "spec", "template", "metadata", "labels", "app"), "api-gateway");
    assert.equal(Object.hasOwn(fields(at(inputs, "spec")), "replicas"), false);
  });

  it("keeps the number of pods that there are while its owner changes, to an autoscaler and back", async () => {
    const scaled = only(await recordWorkload(), deployment);
    assert.deepEqual(scaled.options.ignoreChanges, ["spec.replicas"]);
    const fixed = only(await recordWorkload({ ...gateway, scaling: { engine: "fixed", replicas: 4 } }), deployment);
    assert.deepEqual(fixed.options.ignoreChanges, []);
    assert.equal(at(fixed.inputs, "metadata", "annotations", "pulumi.com/patchForce"), "true");
  });

  it("says its replicas when nothing else does, and then has no autoscaler", async () => {
    const recording = await recordWorkload({ ...gateway, scaling: { engine: "fixed", replicas: 4 } });
    assert.equal(at(only(recording, deployment).inputs, "spec", "replicas"), 4);
    assert.deepEqual(ofType(recording, autoscaler), []);
    assert.equal(recording.outputs["maxReplicas"], 4);
  });

  it("S0.84, S0.85 spreads the pods of one revision strictly over zones and loosely over hosts", async () => {
    const shared = {
      labelSelector: { matchLabels: { "app.kubernetes.io/name": "api-gateway" } },
      matchLabelKeys: ["pod-template-hash"],
      nodeTaintsPolicy: "Honor",
    };
    assert.deepEqual(at(await podSpec(), "topologySpreadConstraints"), [
      { topologyKey: "topology.kubernetes.io/zone", maxSkew: 1, whenUnsatisfiable: "DoNotSchedule", ...shared },
      { topologyKey: "kubernetes.io/hostname", maxSkew: 2, whenUnsatisfiable: "ScheduleAnyway", ...shared },
    ]);
  });

  it("S0.145 requests 500m and 1Gi and is limited to 2 cores and 4Gi", async () => {
    const { requests, limits } = await resources();
    assert.deepEqual([requests["cpu"], requests["memory"]], ["500m", "1Gi"]);
    assert.deepEqual([limits["cpu"], limits["memory"]], ["2", "4Gi"]);
  });

  it("takes no more of a node's disk than its own files and its output come to", async () => {
    const { limits } = await resources();
    const [temporary = ""] = (at(await podSpec(), "volumes") as { emptyDir: { sizeLimit: string } }[]).map(
      ({ emptyDir }) => emptyDir.sizeLimit,
    );
    // AKS rotates a container's output latest: at five files of 50 MB.
    assert.ok(mebibytesOf(limits["ephemeral-storage"] ?? "") >= mebibytesOf(temporary) + 5 * 50);
  });

  it("never waits for disk: what it is sure of fits any node as often as that takes pods, and leaves half for images", async () => {
    const { requests } = await resources();
    const request = mebibytesOf(requests["ephemeral-storage"] ?? "");
    for (const vcpu of [2, 4, 8, 16])
      for (const memoryGiB of [2 * vcpu, 4 * vcpu, 8 * vcpu]) {
        const shape = { vcpu, memoryGiB, arch: "amd64" } as const;
        const { azure = "" } = machinesOf(shape) ?? {};
        // GKE's default is 100 GB. https://docs.cloud.google.com/kubernetes-engine/docs/how-to/custom-boot-disks
        const disks = { aws: rootDisk.sizeGiB, azure: aksHost(azure).osDisk.gibibytes, gcp: 93 };
        for (const cloud of ["aws", "azure", "gcp"] as const) {
          const taken = podsPerNode(cloud, shape) * request;
          assert.ok(taken <= (disks[cloud] * 1024) / 2, `${cloud}, ${vcpu} vCPU: ${taken} MiB of ${disks[cloud]} GiB`);
        }
      }
  });

  it("answers behind the front door's load balancer, as its binding says", async () => {
    const expected: Service["spec"] = {
      type: "LoadBalancer",
      loadBalancerClass: "example.com/class",
      externalTrafficPolicy: "Local",
      selector: { "app.kubernetes.io/name": "api-gateway" },
      ports: [{ name: "http", port: 80, targetPort: "http", protocol: "TCP", appProtocol: "http" }],
    };
    const { inputs } = only(await recordWorkload(), service);
    assert.deepEqual(inputs["spec"], expected);
    assert.deepEqual(at(inputs, "metadata", "annotations"), { "example.com/address": "gateway" });
  });

  it("names no load balancer class where the binding has none", async () => {
    const recording = await recordWorkload(gateway, { loadBalancerClass: undefined });
    assert.equal(Object.hasOwn(fields(only(recording, service).inputs["spec"]), "loadBalancerClass"), false);
  });

  it("keeps what removes its load balancer until its Service has gone", async () => {
    const recording = await recordWorkload();
    assertWaits(recording, only(recording, service), only(recording, "kubernetes:core/v1:ConfigMap", "controller"));
  });

  it("makes a Service again whose class changes, the old one first", async () => {
    const { options } = only(await recordWorkload(), service);
    assert.deepEqual(options.replaceOnChanges, ["spec.loadBalancerClass", "spec.type"]);
    assert.equal(options.deleteBeforeReplace, true);
  });

  it("is reached from inside the cluster alone when the plan exposes nothing", async () => {
    const expected: Service["spec"] = {
      type: "ClusterIP",
      selector: { "app.kubernetes.io/name": "api-gateway" },
      ports: [{ name: "http", port: 8080, targetPort: "http", protocol: "TCP", appProtocol: "http" }],
    };
    assert.deepEqual(only(await recordWorkload({ ...gateway, exposedPort: undefined }), service).inputs["spec"], expected);
  });

  it("is a Deployment that Kubernetes' own types accept", async () => {
    const labels = {
      app: "api-gateway",
      "app.kubernetes.io/name": "api-gateway",
      "app.kubernetes.io/part-of": "gateway",
      "app.kubernetes.io/managed-by": "pulumi",
    };
    const expected: Deployment = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "api-gateway", namespace: "api-gateway", labels },
      spec: {
        selector: { matchLabels: { "app.kubernetes.io/name": "api-gateway" } },
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: 0 } },
        template: {
          metadata: { labels },
          spec: {
            serviceAccountName: "api-gateway",
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
            terminationGracePeriodSeconds: 25,
            topologySpreadConstraints: [],
            tolerations: [{ key: "example.com/spot", operator: "Equal", value: "true", effect: "NoSchedule" }],
            containers: [
              {
                name: "api-gateway",
                image: "ghcr.io/example/api-gateway:1.8.2",
                ports: [{ name: "http", containerPort: 8080, protocol: "TCP" }],
                env: [{ name: "LOG_LEVEL", value: "info" }],
                resources: {
                  requests: { cpu: "500m", memory: "1Gi", "ephemeral-storage": "128Mi" },
                  limits: { cpu: "2", memory: "4Gi", "ephemeral-storage": "1Gi" },
                },
                startupProbe: probe("/healthz", { periodSeconds: 2, failureThreshold: 30 }),
                livenessProbe: probe("/healthz", { periodSeconds: 10, failureThreshold: 3 }),
                readinessProbe: probe("/ready", { periodSeconds: 5, failureThreshold: 3 }),
                lifecycle: { preStop: { sleep: { seconds: 10 } } },
                securityContext: {
                  allowPrivilegeEscalation: false,
                  capabilities: { drop: ["ALL"] },
                  readOnlyRootFilesystem: true,
                  runAsNonRoot: true,
                },
                volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
              },
            ],
            volumes: [{ name: "tmp", emptyDir: { sizeLimit: "256Mi" } }],
          },
        },
      },
    };
    const plan: WorkloadPlan = {
      ...gateway,
      env: { LOG_LEVEL: "info" },
      spread: [],
      tolerations: [{ key: "example.com/spot", value: "true", effect: "NoSchedule" }],
    };
    const { inputs } = only(await recordWorkload(plan), deployment);
    assert.deepEqual(inputs, expected);
  });

  it("sleeps before stopping only when the plan says so", async () => {
    const recording = await recordWorkload({ ...gateway, shutdown: { gracePeriodSeconds: 25, preStopSeconds: 0 } });
    const container = at(only(recording, deployment).inputs, "spec", "template", "spec", "containers", "0");
    assert.equal(Object.hasOwn(fields(container), "lifecycle"), false);
  });

  it("runs only where pods of the restricted profile run", async () => {
    const { inputs } = only(await recordWorkload(), namespace);
    for (const mode of ["enforce", "audit", "warn"])
      assert.equal(at(inputs, "metadata", "labels", `pod-security.kubernetes.io/${mode}`), "restricted");
  });

  it("has an account of its own that gets no token", async () => {
    const { inputs } = only(await recordWorkload(), "kubernetes:core/v1:ServiceAccount");
    assert.equal(inputs["automountServiceAccountToken"], false);
  });

  it("can be Guaranteed: what the plan requests and limits is what the pod has, and nothing beside the container has any", async () => {
    const same = { cpu: "1", memory: "1Gi" };
    const recording = await recordWorkload({ ...gateway, resources: { requests: same, limits: same } });
    const containers = at(only(recording, deployment).inputs, "spec", "template", "spec", "containers");
    assert.ok(Array.isArray(containers));
    // Its disk has no say in that: https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/
    const disk = (amount: string) => ({ ...same, "ephemeral-storage": amount });
    assert.deepEqual(
      containers.map((container) => at(container, "resources")),
      [{ requests: disk("128Mi"), limits: disk("1Gi") }],
    );
  });

  it("names every object itself and puts each below the component", async () => {
    const recording = await recordWorkload();
    const component = only(recording, "gateway-fleet:workload:Workload");
    for (const { type, name, inputs, parent } of kubernetesObjects(recording)) {
      assert.equal(at(inputs, "metadata", "name"), "api-gateway", type);
      assert.equal(parent, component.urn, type);
      assert.ok(name.startsWith("aws-usw2-api-gateway-"), name);
    }
  });
});

const gateway = prodGateway();

function prodGateway(): WorkloadPlan {
  const { fleet } = planStack(loadStack(join(__dirname, "../../.."), "prod"));
  const plan = fleet.clusters.find(({ name }) => name === "aws-usw2")?.workloads.find(({ name }) => name === "api-gateway");
  assert.ok(plan, "Pulumi.prod.yaml has no api-gateway on aws-usw2");
  return plan;
}

function recordWorkload(plan: WorkloadPlan = gateway, differences: Partial<ServiceBinding> = {}): Promise<Recording> {
  return record(() => {
    const provider = new k8s.Provider("kubernetes", {});
    const controller = new k8s.core.v1.ConfigMap("controller", {}, { provider });
    const binding: ServiceBinding = {
      type: "LoadBalancer",
      annotations: { "example.com/address": pulumi.output("gateway") },
      loadBalancerClass: "example.com/class",
      dependsOn: [controller],
      ...differences,
    };
    const inside = insideOf(provider, { binding });
    inside.namespaces.add(plan.namespace, createNamespace("namespace", plan.namespace, "gateway", { provider }).metadata.name);
    const { maxReplicas } = new Workload("aws-usw2-api-gateway", { plan, dependsOn: [] }, inside);
    return { maxReplicas };
  });
}

async function resources() {
  return at(await podSpec(), "containers", "0", "resources") as Record<"requests" | "limits", Record<string, string>>;
}

async function podSpec(): Promise<unknown> {
  return at(only(await recordWorkload(), deployment).inputs, "spec", "template", "spec");
}

function kubernetesObjects({ resources }: Recording) {
  return resources.filter(({ type, name }) => type.startsWith("kubernetes:") && type !== namespace && name !== "controller");
}

function probe(path: string, rates: { readonly periodSeconds: number; readonly failureThreshold: number }) {
  return { httpGet: { path, port: "http", scheme: "HTTP" }, timeoutSeconds: 1, ...rates };
}

function fields(value: unknown): object {
  assert.ok(typeof value === "object" && value !== null, `${String(value)} has no fields`);
  return value;
}
