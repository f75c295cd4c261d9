import Table from "cli-table3";
import type { SimulatedClouds } from "../clouds/clouds";
import { readFaults } from "../faults";
import { readFrontDoor, readFrontDoorStatus } from "../doors/registry";
import type { LabHome } from "../home";
import { connect } from "../kubernetes/client/client";
import type { ControlPlane, ControlPlanes } from "../kubernetes/controlPlane/controlPlane";
import type { Say } from "./operate";
import type { KubernetesObject } from "../kubernetes/client/objects";

/** What the lab holds: clouds, clusters, front doors, faults. */
export async function status(home: LabHome, clouds: SimulatedClouds, controlPlanes: ControlPlanes, say: Say): Promise<void> {
  sayClouds(clouds, say);
  await sayClusters(home, controlPlanes, say);
  sayFrontDoor(home, say);
  const { broken, spared } = readFaults(home);
  if (broken.length > 0) say(`broken: ${broken.join(", ")}${spared.length > 0 ? `; spared: ${spared.join(", ")}` : ""}`);
}

function sayClouds(clouds: SimulatedClouds, say: Say): void {
  for (const { cloud, types } of clouds.inventory()) {
    const total = types.reduce((sum, { count }) => sum + count, 0);
    say(
      total === 0
        ? `${cloud}: empty`
        : `${cloud}: ${total} resources (${types.map(({ type, count }) => `${count} ${type.slice(type.lastIndexOf(":") + 1)}`).join(", ")})`,
    );
  }
  for (const { cloud, type, id, reason } of clouds.leftovers()) say(`${cloud} keeps ${type} ${id}: ${reason}`);
}

async function sayClusters(home: LabHome, controlPlanes: ControlPlanes, say: Say): Promise<void> {
  const running = [...controlPlanes.list()].sort((a, b) => (a.cluster < b.cluster ? -1 : 1));
  if (running.length === 0) return;
  const table = new Table({
    head: ["cluster", "API server", "nodes", "deployments", "kubeconfig"],
    style: { head: [], border: [], compact: true },
  });
  for (const controlPlane of running)
    table.push([titleOf(controlPlane), ...(await clusterFacts(controlPlane)), `${home.kubeconfigs}/${controlPlane.cluster}.yaml`]);
  for (const line of table.toString().split("\n")) say(line);
}

function titleOf({ cluster, context }: ControlPlane): string {
  return context === undefined ? cluster : `${cluster} (existing, context ${context})`;
}

async function clusterFacts(controlPlane: ControlPlane): Promise<readonly [string, string, string]> {
  const client = connect({ endpoint: controlPlane.endpoint, caCertificate: controlPlane.caCertificate, token: controlPlane.adminToken });
  try {
    const version = await client.version();
    const nodes = await client.list("v1", "Node");
    const deployments = await client.list("apps/v1", "Deployment");
    return [
      `${version} ${controlPlane.endpoint}`,
      `${nodes.items.filter(isReady).length} of ${nodes.items.length} ready`,
      deployments.items.map(describeDeployment).join("\n"),
    ];
  } catch (error) {
    return [`no answer at ${controlPlane.endpoint}`, "", error instanceof Error ? error.message : String(error)];
  } finally {
    client.close();
  }
}

function isReady(node: KubernetesObject): boolean {
  const { conditions = [] } = (node["status"] ?? {}) as { conditions?: readonly { type: string; status: string }[] };
  return conditions.some(({ type, status }) => type === "Ready" && status === "True");
}

function describeDeployment(deployment: KubernetesObject): string {
  const { replicas = 0, readyReplicas = 0 } = (deployment["status"] ?? {}) as { replicas?: number; readyReplicas?: number };
  return `${deployment.metadata.namespace}/${deployment.metadata.name} ${readyReplicas} of ${replicas}`;
}

function sayFrontDoor(home: LabHome, say: Say): void {
  const door = readFrontDoor(home);
  if (door === undefined) {
    say("front doors: not running");
    return;
  }
  say(`DNS at ${door.dns.address} port ${door.dns.port}; HTTP at every front-door address, port ${door.http.port}`);
  const health = readFrontDoorStatus(home);
  if (health === undefined) return;
  const table = new Table({
    head: ["address", "cluster", "zone", "answers", "health check"],
    style: { head: [], border: [], compact: true },
  });
  for (const { address, cluster, zone, up, health: verdict } of health.addresses)
    table.push([address, cluster, zone, up ? "yes" : "no", verdict]);
  for (const line of table.toString().split("\n")) say(line);
}
