import { randomBytes } from "node:crypto";
import type { Deployment } from "kubernetes-types/apps/v1";
import type { Pod } from "kubernetes-types/core/v1";
import type { Machine } from "../../../facts/machines";
import type { CloudResource, CloudStore } from "../../clouds/simulator/store";
import { text } from "../../../facts/properties/select";
import type { KubernetesClient } from "../../kubernetes/client/client";
import { removeNode, startNode } from "../../kubernetes/controlPlane/nodes";
import { machinesFor, waitsForNode } from "./demand";
import { unlessPassing } from "../passing";
import { settleClasses } from "./nodeClasses";
import { labelsOf, machineOf, offerOf, ofPool } from "./offers";
import { claimKind, classKind, finalizersOf, isReady, poolKind, poolLabel, readyCondition, type NodeClass, type NodePool } from "./objects";
import type { KubernetesObject } from "../../kubernetes/client/objects";

export interface KarpenterOptions {
  readonly client: KubernetesClient;
  /** The cluster in its cloud. */
  readonly cluster: CloudResource;
  readonly cloud: Pick<CloudStore, "byType">;
}

const claimFinalizer = "karpenter.sh/termination";
const fieldManager = "karpenter";

/**
 * One round of what Karpenter does: nodes for pods that wait, within the pools' limits, spot first; and no nodes of pools that go. It consolidates,
 * expires and replaces nothing. Every step can be repeated. It is a workload of the cluster, so it acts only while its Deployment is available.
 * https://karpenter.sh/docs/concepts/
 */
export async function settleKarpenter(options: KarpenterOptions): Promise<void> {
  await unlessPassing(settle(options));
}

async function settle(options: KarpenterOptions): Promise<void> {
  const { client } = options;
  if (!(await isOperational(options))) return;
  const claims = await objects(client, claimKind);
  await Promise.all(claims.filter(({ metadata }) => metadata.deletionTimestamp !== undefined).map((claim) => terminate(client, claim)));
  const classes = (await objects(client, classKind)) as NodeClass[];
  await settleClasses(options, classes, claims);
  const pools = ((await objects(client, poolKind)) as NodePool[]).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  await Promise.all(pools.map((pool) => writePoolStatus(client, pool, claims)));
  await provision(options, classes.filter(isReady), pools, claims);
}

/** Whether its pods run, and their service account has a role. The cloud is asked first: most clusters have none. */
async function isOperational({ client, cluster, cloud }: KarpenterOptions): Promise<boolean> {
  const accounts = cloud
    .byType("aws:eks/podIdentityAssociation:PodIdentityAssociation")
    .filter(({ inputs }) => text(inputs, "clusterName") === cluster.id && text(inputs, "serviceAccount") === "karpenter");
  for (const { inputs } of accounts) {
    const namespace = text(inputs, "namespace");
    const found = (await client.get({ apiVersion: "apps/v1", kind: "Deployment", namespace, name: "karpenter" })) as Deployment | undefined;
    if (found?.status?.conditions?.some(({ type, status }) => type === "Available" && status === "True") === true) return true;
  }
  return false;
}

/** Empty where the kind is not defined, as while its chart comes and goes. */
async function objects(client: KubernetesClient, { apiVersion, kind }: { apiVersion: string; kind: string }): Promise<KubernetesObject[]> {
  return (await client.list(apiVersion, kind)).items;
}

async function provision(
  { client, cluster, cloud }: KarpenterOptions,
  classes: readonly NodeClass[],
  pools: readonly NodePool[],
  claims: readonly KubernetesObject[],
): Promise<void> {
  const waiting = (await client.list("v1", "Pod", { fieldSelector: "spec.nodeName=,status.phase=Pending" })).items
    .map((item) => item as Pod)
    .filter(waitsForNode);
  if (waiting.length === 0 || (await isAnyStarting(client, claims))) return;

  const candidates = pools.flatMap((pool) => {
    const nodeClass = classes.find(({ metadata }) => metadata.name === pool.spec.template.spec.nodeClassRef.name);
    const machine = machineOf(pool);
    return nodeClass === undefined || machine === undefined ? [] : [{ pool, nodeClass, machine }];
  });
  const offers = candidates.map(({ pool, machine }) => offerOf(pool, machine, claims));
  const zonesInUse = claims.map(({ metadata }) => metadata.labels?.[zoneLabel] ?? "");
  for (const name of machinesFor(waiting, offers)) {
    const candidate = candidates.find(({ pool }) => pool.metadata.name === name);
    if (candidate === undefined) continue;
    const zone = emptiest(zonesOf(candidate.nodeClass, cloud), zonesInUse);
    zonesInUse.push(zone);
    await start(client, cluster, { ...candidate, zone });
  }
}

const zoneLabel = "topology.kubernetes.io/zone";

/** A machine that comes may take the pods that wait: they are not counted twice. */
async function isAnyStarting(client: KubernetesClient, claims: readonly KubernetesObject[]): Promise<boolean> {
  const settledBefore = Date.now() - 2_000;
  const fresh = claims.filter(({ metadata }) => Date.parse(metadata.creationTimestamp ?? "") > settledBefore);
  if (fresh.length > 0) return true;
  const nodes = (await client.list("v1", "Node", { labelSelector: poolLabel })).items as { readonly status?: NodePool["status"] }[];
  return !nodes.every(isReady);
}

function zonesOf({ spec }: NodeClass, cloud: Pick<CloudStore, "byType">): readonly string[] {
  const ids = spec.subnetSelectorTerms.map(({ id }) => id);
  return cloud
    .byType("aws:ec2/subnet:Subnet")
    .filter(({ id }) => ids.includes(id))
    .map(({ outputs }) => text(outputs, "availabilityZone"));
}

function emptiest(zones: readonly string[], inUse: readonly string[]): string {
  const count = (zone: string): number => inUse.filter((each) => each === zone).length;
  return [...zones].sort((a, b) => count(a) - count(b))[0] ?? "";
}

interface Start {
  readonly pool: NodePool;
  readonly machine: Machine & { readonly type: string };
  readonly zone: string;
}

/** The claim first: a node that nobody claims would stay. It belongs to its pool, and keeps it until it is gone. */
async function start(client: KubernetesClient, cluster: CloudResource, { pool, machine, zone }: Start): Promise<void> {
  const { name: poolName = "", uid } = pool.metadata;
  const { nodeClassRef, requirements, taints = [], expireAfter } = pool.spec.template.spec;
  const name = `${poolName}-${randomBytes(3).toString("hex")}`;
  const labels = { ...labelsOf(pool), [zoneLabel]: zone };
  await client.apply(
    {
      ...claimKind,
      metadata: {
        name,
        labels,
        finalizers: [claimFinalizer],
        ownerReferences: [{ ...poolKind, name: poolName, uid, blockOwnerDeletion: true }],
      },
      spec: { nodeClassRef, requirements, taints, ...(expireAfter === undefined ? {} : { expireAfter }) },
    },
    { fieldManager },
  );
  await startNode(client, name, zone, text(cluster.outputs, "version"), {
    id: name,
    size: 1,
    zones: [zone],
    region: text(cluster.outputs, "arn").split(":")[3] ?? "",
    instanceType: machine.type,
    cpu: machine.cpu,
    memoryGiB: machine.memoryGiB,
    arch: machine.arch,
    labels,
    taints: taints.map(({ key, value = "", effect }) => ({ key, value, effect })),
  });
  await client.patchStatus({ ...claimKind, name }, { status: { nodeName: name, providerID: `aws:///${zone}/i-${name}` } });
}

async function terminate(client: KubernetesClient, claim: KubernetesObject): Promise<void> {
  const { name = "", resourceVersion } = claim.metadata;
  await removeNode(client, name);
  const finalizers = finalizersOf(claim).filter((finalizer) => finalizer !== claimFinalizer);
  await client.mergePatch({ ...claimKind, name }, { metadata: { finalizers, resourceVersion } });
}

async function writePoolStatus(client: KubernetesClient, pool: NodePool, claims: readonly KubernetesObject[]): Promise<void> {
  const { name = "" } = pool.metadata;
  const nodes = ofPool(claims, name).length;
  if (pool.status?.nodes === nodes && isReady(pool)) return;
  await client.patchStatus({ ...poolKind, name }, { status: { nodes, conditions: [readyCondition()] } });
}
