import { CloudError } from "../../../provider/backend";
import { clusterKey } from "../../shared/clusterKey";
import { gcpMachine } from "../../../../facts/machines";
import { addedToNodes } from "../../../../facts/nodes";
import type { CloudFunction, Draft, ResourceModel, Subject } from "../../simulator/model";
import type { CloudResource } from "../../simulator/store";
import { taintOf } from "../../shared/taints";
import { minorNumber } from "../../shared/upgrade";
import { count, flag, has, objects, text, textMap } from "../../../../facts/properties/select";
import { clusterType, nodeLocations, nodePoolType } from "./cluster";

/** A pool of nodes. The live size of all its zones together is `hidden.size`: the node autoscaler moves it. */
export const nodePool: ResourceModel = {
  type: nodePoolType,
  seconds: { create: 150, update: 60, delete: 180 },
  refs: [
    { path: "cluster", to: [{ type: clusterType, output: "id" }] },
    {
      path: "nodeConfig.serviceAccount",
      to: [{ type: "gcp:serviceaccount/account:Account", output: "email" }],
      outside: /^default$|@developer\.gserviceaccount\.com$/,
    },
  ],
  admit: (draft) => refuseVersion(draft, masterVersionOf(draft)),
  admitUpdate: (change) => refuseVersion(change, text(change.hidden, "version")),
  provision: (draft) => ({
    size: within(draft, (count(draft.inputs, "nodeCount") ?? count(draft.inputs, "initialNodeCount") ?? 0) * zonesOf(draft).length),
    version: versionOf(draft) ?? masterVersionOf(draft),
  }),
  id: ({ inputs }) => `${text(inputs, "cluster")}/nodePools/${text(inputs, "name")}`,
  outputs: {
    // Per zone, as the API counts.
    nodeCount: (subject) => Math.floor((count(subject.hidden, "size") ?? 0) / Math.max(zonesOf(subject).length, 1)),
    version: ({ hidden }) => text(hidden, "version"),
    nodeLocations: zonesOf,
  },
  liveInputs: (subject) =>
    has(subject.inputs, "nodeCount")
      ? { ...subject.inputs, nodeCount: Math.floor((count(subject.hidden, "size") ?? 0) / Math.max(zonesOf(subject).length, 1)) }
      : subject.inputs,
  // An update sends bounds and, with autoscaling, no size. Google's autoscaler moves to new bounds when a node is next needed or free; here at once.
  update: (change) => {
    const resized = change.changed.some(([key]) => key === "nodeCount")
      ? (count(change.inputs, "nodeCount") ?? 0) * zonesOf(change).length
      : (count(change.hidden, "size") ?? 0);
    return { size: within(change, resized), version: versionOf(change) ?? text(change.hidden, "version") };
  },
  pool(subject) {
    const { inputs } = subject;
    const found = clusterOf(subject);
    const spot = flag(inputs, "nodeConfig.spot") === true;
    const type = text(inputs, "nodeConfig.machineType") || "e2-medium";
    const machine = gcpMachine(type) ?? { cpu: 2, memoryGiB: 4, arch: "amd64" as const };
    const added = addedToNodes("gcp", { spot, arch: machine.arch });
    return {
      cluster: clusterKey(found?.inputs ?? {}),
      controlPlane: text(found?.hidden ?? {}, "controlPlane"),
      ...boundsOf(subject),
      spot,
      nodes: {
        id: text(inputs, "name"),
        zones: zonesOf(subject),
        region: text(found?.outputs ?? {}, "location").replace(/-[a-z]$/, ""),
        instanceType: type,
        ...machine,
        labels: {
          ...textMap(inputs, "nodeConfig.labels"),
          "cloud.google.com/gke-nodepool": text(inputs, "name"),
          ...added.labels,
        },
        taints: [...objects(inputs, "nodeConfig.taints[*]").map(taintOf), ...added.taints],
      },
    };
  },
};

/** Of the whole pool; without autoscaling anything a person sets is fine. */
function boundsOf(draft: Pick<Draft, "inputs" | "account" | "cloud">): { readonly min: number; readonly max: number } {
  const { inputs } = draft;
  if (!has(inputs, "autoscaling")) return { min: 0, max: 1000 * zonesOf(draft).length };
  const [min, max] = [count(inputs, "autoscaling.totalMinNodeCount"), count(inputs, "autoscaling.totalMaxNodeCount")];
  if (max !== undefined) return { min: min ?? 0, max };
  const zones = zonesOf(draft).length;
  return { min: (count(inputs, "autoscaling.minNodeCount") ?? 0) * zones, max: (count(inputs, "autoscaling.maxNodeCount") ?? 0) * zones };
}

function within(draft: Pick<Draft, "inputs" | "account" | "cloud">, size: number): number {
  const { min, max } = boundsOf(draft);
  return Math.min(Math.max(size, min), max);
}

/** The version that a pool is given; undefined without one. A minor alone is the control plane's. */
function versionOf(draft: Pick<Draft, "inputs" | "cloud">): string | undefined {
  if (!has(draft.inputs, "version")) return undefined;
  const [own, control] = [text(draft.inputs, "version"), masterVersionOf(draft)];
  return control.startsWith(`${own}.`) ? control : own;
}

function masterVersionOf(draft: Pick<Draft, "inputs" | "cloud">): string {
  return text(clusterOf(draft)?.outputs ?? {}, "masterVersion");
}

/** @see https://docs.cloud.google.com/kubernetes-engine/docs/how-to/upgrading-a-cluster#upgrading-nodes */
function refuseVersion(draft: Draft, without: string): void {
  const [own, control] = [versionOf(draft) ?? without, masterVersionOf(draft)];
  const behind = minorNumber(control) - minorNumber(own);
  if (behind < 0)
    throw new CloudError(
      `googleapi: Error 400: Node version "${own}" must not have a greater minor version than master version "${control}", badRequest`,
    );
  if (behind > 1 && flag(draft.inputs, "management.autoUpgrade") === true)
    throw new CloudError(
      `googleapi: Error 400: Auto-upgrade is enabled, node version "${own}" must be within one minor version of master version "${control}", badRequest`,
    );
}

function clusterOf({ inputs, cloud }: Pick<Draft, "inputs" | "cloud">): CloudResource | undefined {
  return cloud.get(clusterType, text(inputs, "cluster"));
}

function zonesOf(draft: Pick<Subject, "inputs" | "account" | "cloud">): readonly string[] {
  if (has(draft.inputs, "nodeLocations")) return nodeLocations(draft);
  return nodeLocations({ inputs: clusterOf(draft)?.inputs ?? {}, account: draft.account });
}

/** Of the cluster, what the program asks for. @see https://www.pulumi.com/registry/packages/gcp/api-docs/container/getcluster/ */
const getCluster: CloudFunction = (args, { account, cloud }) => {
  const [name, location, project] = [text(args, "name"), text(args, "location"), text(args, "project") || account.owner];
  const found = cloud.get(clusterType, `projects/${project}/locations/${location}/clusters/${name}`);
  if (found === undefined)
    throw new CloudError(`projects/${project}/locations/${location}/clusters/${name} not found: googleapi: Error 404: Not found, notFound`);
  const pools = cloud.byType(nodePoolType).filter(({ inputs }) => text(inputs, "cluster") === found.id);
  return {
    ...found.outputs,
    id: found.id,
    nodePools: pools.map(({ inputs, outputs }) => ({ name: text(inputs, "name"), nodeCount: count(outputs, "nodeCount") ?? 0 })),
  };
};

export const containerFunctions: Readonly<Record<string, CloudFunction>> = { "gcp:container/getCluster:getCluster": getCluster };
