import { createHash } from "node:crypto";
import type { KubernetesClient } from "../client/client";
import type { NodeGroup } from "./controlPlane";
import type { KubernetesObject } from "../client/objects";

const groupLabel = "lab.gateway-fleet/node-group";
const fieldManager = "lab-cloud";

/** Makes the Node objects of one group match: creates, relabels, and removes from the highest number down. */
export async function setNodes(client: KubernetesClient, cluster: string, minor: string, group: NodeGroup): Promise<void> {
  const wanted = Array.from({ length: group.size }, (_, index) => nodeName(cluster, group.id, index));
  const surplus = (await groupNodes(client, group.id)).filter((name) => !wanted.includes(name));
  await Promise.all(wanted.map((name, index) => startNode(client, name, group.zones[index % group.zones.length], minor, group)));
  await removeAll(client, surplus);
}

export async function removeNodes(client: KubernetesClient, groupId: string): Promise<void> {
  await removeAll(client, await groupNodes(client, groupId));
}

/** "aws-usw2-general-od-3f9a1-0": readable, unique, and at most 63 characters, since it is a label's value too. */
export function nodeName(cluster: string, groupId: string, index: number): string {
  const ending = `${hash(groupId).slice(0, 5)}-${index}`;
  const pool = (groupId.split(/[/:]/).at(-1) ?? "").toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const stem = `${cluster}-${pool}`.slice(0, 62 - ending.length).replace(/-+$/, "");
  return `${stem}-${ending}`;
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Ids of pools have characters and lengths that labels cannot have. */
function groupLabelValue(groupId: string): string {
  return hash(groupId).slice(0, 16);
}

async function groupNodes(client: KubernetesClient, groupId: string): Promise<string[]> {
  const { items } = await client.list("v1", "Node", { labelSelector: `${groupLabel}=${groupLabelValue(groupId)}` });
  return items.flatMap(({ metadata }) => metadata.name ?? []);
}

/** Makes one Node object of a group, or relabels it. */
export async function startNode(
  client: KubernetesClient,
  name: string,
  zone: string | undefined,
  minor: string,
  group: NodeGroup,
): Promise<void> {
  const node: KubernetesObject = {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: {
        ...group.labels,
        [groupLabel]: groupLabelValue(group.id),
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "kubernetes.io/arch": group.arch,
        "node.kubernetes.io/instance-type": group.instanceType,
        "topology.kubernetes.io/region": group.region,
        ...(zone === undefined ? {} : { "topology.kubernetes.io/zone": zone }),
      },
      annotations: { "lab.gateway-fleet/node-group-id": group.id },
    },
    ...(group.taints.length === 0 ? {} : { spec: { taints: group.taints } }),
  };
  await client.apply(node, { fieldManager, force: true });
  await client.patchStatus({ apiVersion: "v1", kind: "Node", name }, { status: nodeStatus(name, minor, group) });
}

/** What a kubelet reports of its machine. */
function nodeStatus(name: string, minor: string, group: NodeGroup): object {
  const resources = { cpu: String(group.cpu), memory: `${group.memoryGiB}Gi`, pods: "110", "ephemeral-storage": "50Gi" };
  // Nothing answers there: the address only has to differ from the other nodes'.
  const bytes = createHash("sha256").update(name).digest();
  return {
    conditions: conditions(),
    capacity: resources,
    allocatable: resources,
    addresses: [
      { type: "InternalIP", address: `10.245.${bytes.readUInt8(0)}.${bytes.readUInt8(1)}` },
      { type: "Hostname", address: name },
    ],
    nodeInfo: {
      architecture: group.arch,
      operatingSystem: "linux",
      osImage: "simulated",
      kernelVersion: "simulated",
      containerRuntimeVersion: "kwok://simulated",
      kubeletVersion: `v${minor}.0`,
      kubeProxyVersion: "",
      machineID: name,
      systemUUID: name,
      bootID: name,
    },
  };
}

function conditions(): readonly object[] {
  const now = new Date().toISOString();
  const times = { lastHeartbeatTime: now, lastTransitionTime: now };
  const pressures = ["MemoryPressure", "DiskPressure", "PIDPressure"];
  return [
    ...pressures.map((type) => ({ type, status: "False", reason: `KubeletHasNo${type}`, ...times })),
    { type: "Ready", status: "True", reason: "KubeletReady", ...times },
  ];
}

/** As a cloud does it: no new pods first, then the pods go, then the node. */
async function removeAll(client: KubernetesClient, names: readonly string[]): Promise<void> {
  const highestFirst = [...names].sort((a, b) => numberOf(b) - numberOf(a));
  await Promise.all(highestFirst.map((name) => cordon(client, name)));
  for (const name of highestFirst) await evictAndDelete(client, name);
}

/** The same for one node; nothing where it is gone. */
export async function removeNode(client: KubernetesClient, name: string): Promise<void> {
  if ((await client.get({ apiVersion: "v1", kind: "Node", name })) === undefined) return;
  await cordon(client, name);
  await evictAndDelete(client, name);
}

async function cordon(client: KubernetesClient, name: string): Promise<void> {
  await client.mergePatch({ apiVersion: "v1", kind: "Node", name }, { spec: { unschedulable: true } });
}

async function evictAndDelete(client: KubernetesClient, name: string): Promise<void> {
  const { items } = await client.list("v1", "Pod", { fieldSelector: `spec.nodeName=${name}` });
  await Promise.all(
    items.map(({ metadata: { name: pod = "", namespace = "" } }) =>
      client.delete({ apiVersion: "v1", kind: "Pod", name: pod, namespace }, { gracePeriodSeconds: 0 }),
    ),
  );
  await client.delete({ apiVersion: "v1", kind: "Node", name });
}

function numberOf(name: string): number {
  return Number(name.slice(name.lastIndexOf("-") + 1));
}
