import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { KubernetesClient } from "../../../../lab/kubernetes/client/client";
import type { NodeGroup } from "../../../../lab/kubernetes/controlPlane/controlPlane";
import type { KubernetesObject } from "../../../../lab/kubernetes/client/objects";

export const execInfo = JSON.stringify({
  apiVersion: "client.authentication.k8s.io/v1",
  kind: "ExecCredential",
  spec: { interactive: false },
});
export const pluginArguments: Readonly<Record<string, string[]>> = {
  aws: ["eks", "get-token", "--cluster-name", "gateway-prod-aws-usw2-0", "--region", "us-west-2"],
  kubelogin: ["get-token", "--login", "azurecli", "--server-id", "any"],
  "gke-gcloud-auth-plugin": [],
};

export const group: NodeGroup = {
  id: "aws-usw2:general",
  size: 2,
  zones: ["usw2-az1", "usw2-az2"],
  region: "us-west-2",
  instanceType: "m7i.large",
  cpu: 2,
  memoryGiB: 8,
  arch: "amd64",
  labels: {},
  taints: [],
};

export function nameOf({ metadata }: KubernetesObject): string {
  return metadata.name ?? "";
}

export function configMap(data: Readonly<Record<string, string>>): KubernetesObject {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings" }, data };
}

export function deployment(name: string, replicas: number): KubernetesObject {
  const labels = { app: name };
  const container = { name, image: "registry.example/gateway:1.0.0", resources: { requests: { cpu: "100m" } } };
  const template = { metadata: { labels }, spec: { containers: [container] } };
  return { apiVersion: "apps/v1", kind: "Deployment", metadata: { name }, spec: { replicas, selector: { matchLabels: labels }, template } };
}

export function autoscaler(name: string, minReplicas: number): KubernetesObject {
  const scaleTargetRef = { apiVersion: "apps/v1", kind: "Deployment", name };
  const metrics = [{ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } } }];
  return {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name },
    spec: { scaleTargetRef, minReplicas, maxReplicas: 5, metrics },
  };
}

export async function available(client: KubernetesClient, name: string): Promise<number | undefined> {
  const found = await client.get({ apiVersion: "apps/v1", kind: "Deployment", name });
  return (found?.["status"] as { availableReplicas?: number } | undefined)?.availableReplicas;
}

export function withCondition({ items }: { items: KubernetesObject[] }, type: string, count: number): KubernetesObject[] | undefined {
  const holding = items.filter(({ status }) =>
    (status as { conditions?: { type: string; status: string }[] }).conditions?.some(
      (condition) => condition.type === type && condition.status === "True",
    ),
  );
  return holding.length === count ? holding : undefined;
}

export async function eventually<T>(what: string, probe: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const found = await probe();
    if (found !== undefined) return found;
    await sleep(100);
  }
  return assert.fail(`not within 60 s: ${what}`);
}
