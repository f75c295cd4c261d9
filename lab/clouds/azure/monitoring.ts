import { CloudError } from "../../provider/backend";
import { uuid } from "../shared/ids";
import type { Draft, ResourceModel } from "../simulator/model";
import { text, texts } from "../../../facts/properties/select";
import { clusterType } from "./aks/credentials";
import { isSameId, resourceId } from "./ids";
import { refuseChanges } from "./refused";

const workspace: ResourceModel = {
  type: "azure-native:operationalinsights:Workspace",
  seconds: { create: 46, update: 10, delete: 10 },
  refs: [{ path: "resourceGroupName", to: [{ type: "azure-native:resources:ResourceGroup", output: "name" }] }],
  provision: () => ({ customerId: uuid() }),
  id: (draft) => resourceId(draft, "Microsoft.OperationalInsights", { workspaces: "workspaceName" }),
  outputs: {
    name: ({ inputs }) => text(inputs, "workspaceName"),
    customerId: ({ hidden }) => text(hidden, "customerId"),
    provisioningState: () => "Succeeded",
  },
  admitUpdate: (change) => refuseChanges(change),
};

/** https://learn.microsoft.com/azure/azure-monitor/reference/supported-logs/microsoft-containerservice-managedclusters-logs */
const clusterLogs = [
  "cloud-controller-manager",
  "cluster-autoscaler",
  "csi-azuredisk-controller",
  "csi-azurefile-controller",
  "csi-snapshot-controller",
  "fleet-mcs-controller-manager",
  "fleet-member-agent",
  "fleet-member-net-controller-manager",
  "guard",
  "karpenter-events",
  "kube-apiserver",
  "kube-audit",
  "kube-audit-admin",
  "kube-controller-manager",
  "kube-scheduler",
];

const settingsPerResource = 5;

/** Of a resource whose id is `resourceUri`, and below it. */
const diagnosticSetting: ResourceModel = {
  type: "azure-native:monitor:DiagnosticSetting",
  seconds: { create: 5, update: 5, delete: 5 },
  refs: [{ path: "workspaceId", to: [{ type: workspace.type, output: "id" }] }],
  admit(draft) {
    const resource = text(draft.inputs, "resourceUri");
    if (!draft.cloud.all().some(({ id }) => isSameId(id, resource)))
      throw new CloudError(`Status=404 Code="ResourceNotFound" Message="The resource '${resource}' was not found."`);
    const others = draft.cloud.byType(diagnosticSetting.type).filter(({ inputs }) => isSameId(text(inputs, "resourceUri"), resource));
    if (others.length >= settingsPerResource)
      throw new CloudError(`Code="Conflict" Message="${resource} has ${settingsPerResource} diagnostic settings, which is the limit"`);
    refuseUnknownLogs(draft);
  },
  id: ({ inputs }) => `${text(inputs, "resourceUri")}/providers/Microsoft.Insights/diagnosticSettings/${text(inputs, "name")}`,
  outputs: { name: ({ inputs }) => text(inputs, "name") },
  admitUpdate: refuseUnknownLogs,
};

function refuseUnknownLogs({ inputs, cloud }: Draft): void {
  const isCluster = cloud.byType(clusterType).some(({ id }) => isSameId(id, text(inputs, "resourceUri")));
  const unknown = isCluster ? texts(inputs, "logs[*].category").find((category) => !clusterLogs.includes(category)) : undefined;
  if (unknown !== undefined) throw new CloudError(`Code="BadRequest" Message="Category '${unknown}' is not supported."`);
}

// The workspace first: a deleted group takes its contents in the other order.
export const monitoring: readonly ResourceModel[] = [workspace, diagnosticSetting];
