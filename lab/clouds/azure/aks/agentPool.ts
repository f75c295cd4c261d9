import { CloudError } from "../../../provider/backend";
import type { Properties } from "../../../../facts/properties/values";
import { clusterKey } from "../../shared/clusterKey";
import type { Draft, ResourceModel, Subject } from "../../simulator/model";
import type { CloudResource } from "../../simulator/store";
import { count, has, object, text, texts } from "../../../../facts/properties/select";
import { clusterType, poolType } from "./credentials";
import { minorOf } from "./rules";
import { isSameId, resourceId } from "../ids";
import { addedTo, poolNodes, refuseCount } from "./poolNodes";
import { refuseChanges } from "../refused";

/** A pool of its own. The live size is `hidden.size`: the node autoscaler moves it. */
export const agentPool: ResourceModel = {
  type: poolType,
  seconds: { create: 170, update: 60, delete: 120 },
  refs: [{ path: "vnetSubnetID", to: [{ type: "azure-native:network:Subnet", output: "id" }] }],
  admit(draft) {
    const cluster = requireCluster(draft);
    refuseCount(draft.inputs);
    refuseVersion(draft, cluster);
  },
  provision: ({ inputs }) => ({ size: count(inputs, "count") ?? 0 }),
  id: (draft) => resourceId(draft, "Microsoft.ContainerService", { managedClusters: "resourceName", agentPools: "agentPoolName" }),
  outputs: {
    name: ({ inputs }) => text(inputs, "agentPoolName"),
    count: ({ hidden }) => count(hidden, "size"),
    nodeLabels: (subject) => spotFields(subject).nodeLabels,
    nodeTaints: (subject) => spotFields(subject).nodeTaints,
    currentOrchestratorVersion: ({ inputs }) => text(inputs, "orchestratorVersion"),
    powerState: () => ({ code: "Running" }),
    provisioningState: () => "Succeeded",
  },
  liveInputs: (subject) => ({ ...subject.inputs, ...spotFields(subject), count: count(subject.hidden, "size") ?? 0 }),
  admitUpdate(change) {
    refuseChanges(change);
    refuseCount(change.inputs);
    refuseVersion(change, requireCluster(change));
  },
  // The whole pool is sent, so its count holds whatever changed.
  update: ({ inputs }) => ({ size: count(inputs, "count") ?? 0 }),
  pool: (subject) => {
    const cluster = clusterOf(subject);
    return poolNodes(subject, subject.inputs, {
      cluster: clusterKey(cluster?.inputs ?? {}),
      controlPlane: text(cluster?.hidden ?? {}, "controlPlane"),
      name: text(subject.inputs, "agentPoolName"),
    });
  },
};

function clusterOf(draft: Pick<Draft, "inputs" | "account" | "cloud">): CloudResource | undefined {
  const id = resourceId(draft, "Microsoft.ContainerService", { managedClusters: "resourceName" });
  return draft.cloud.byType(clusterType).find((cluster) => isSameId(cluster.id, id));
}

function requireCluster(draft: Draft): CloudResource {
  const cluster = clusterOf(draft);
  if (cluster !== undefined) return cluster;
  throw new CloudError(
    `Status=404 Code="ParentResourceNotFound" Message="Failed to perform 'write' on ${text(draft.inputs, "agentPoolName")}: the cluster '${text(draft.inputs, "resourceName")}' was not found."`,
  );
}

/** A pool is never newer than its control plane. */
function refuseVersion({ inputs }: Draft, cluster: CloudResource): void {
  if (!has(inputs, "orchestratorVersion")) return;
  const [own, control] = [minorOf({ kubernetesVersion: text(inputs, "orchestratorVersion") }), minorOf(cluster.inputs)];
  if (Number(own.split(".")[1]) > Number(control.split(".")[1]))
    throw new CloudError(
      `Code="NodePoolMcVersionIncompatible" Message="Node pool version ${own} and control plane version ${control} are incompatible."`,
    );
}

/** The service adds its own label and taint to spot pools; where the program does not name them, a refresh shows them. */
function spotFields({ inputs }: Pick<Subject, "inputs">): { readonly nodeLabels?: Properties; readonly nodeTaints?: readonly string[] } {
  const taints = texts(inputs, "nodeTaints[*]");
  const labels = object(inputs, "nodeLabels");
  const spot = text(inputs, "scaleSetPriority") === "Spot";
  const added = addedTo(inputs);
  return {
    ...(spot || has(inputs, "nodeLabels") ? { nodeLabels: { ...labels, ...added.labels } } : {}),
    ...(spot || has(inputs, "nodeTaints") ? { nodeTaints: [...new Set([...taints, ...added.taints])] } : {}),
  };
}
