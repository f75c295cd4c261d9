import * as monitor from "@pulumi/azure-native/monitor";
import * as operationalinsights from "@pulumi/azure-native/operationalinsights";
import * as pulumi from "@pulumi/pulumi";
import type { AksPlan } from "../../../plan/model/aks";

export interface AksLogsArgs {
  readonly plan: AksPlan;
  readonly resourceGroupName: pulumi.Input<string>;
  readonly clusterId: pulumi.Input<string>;
}

/** What the control plane logs, kept in a workspace that is this cluster's alone. */
export class AksLogs extends pulumi.ComponentResource {
  constructor(name: string, args: AksLogsArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:cluster:AksLogs", name, {}, opts);
    const workspace = createWorkspace(`${name}-workspace`, args, { parent: this });
    createSetting(`${name}-setting`, args, workspace, { parent: this });
    this.registerOutputs({});
  }
}

/** No daily limit on what it takes: that would drop the audit trail first when somebody floods the API server. */
function createWorkspace(
  name: string,
  { plan, resourceGroupName }: AksLogsArgs,
  opts: pulumi.CustomResourceOptions,
): operationalinsights.Workspace {
  return new operationalinsights.Workspace(
    name,
    {
      workspaceName: plan.names.logWorkspace,
      resourceGroupName,
      location: plan.region,
      sku: { name: "PerGB2018" },
      retentionInDays: plan.logRetentionDays,
      features: {
        // Entra ID only, no shared keys; who may see the cluster may read its logs.
        disableLocalAuth: true,
        enableLogAccessUsingOnlyResourcePermissions: true,
      },
      // Diagnostic settings come by a channel of Azure's own, which this does not close: https://learn.microsoft.com/azure/azure-monitor/logs/private-link-design
      publicNetworkAccessForIngestion: "Disabled",
      tags: plan.tags,
    },
    opts,
  );
}

/**
 * Gone before the cluster is: Azure may keep the setting of a deleted cluster, and apply it to the next one of that name.
 * https://learn.microsoft.com/azure/azure-monitor/platform/diagnostic-settings
 */
function createSetting(
  name: string,
  { clusterId }: AksLogsArgs,
  workspace: operationalinsights.Workspace,
  opts: pulumi.CustomResourceOptions,
): monitor.DiagnosticSetting {
  return new monitor.DiagnosticSetting(
    name,
    {
      name: "control-plane",
      resourceUri: clusterId,
      workspaceId: workspace.id,
      // Tables of AKS's own (AKSControlPlane, AKSAuditAdmin) instead of one for all of Azure: cheaper to keep and to query.
      logAnalyticsDestinationType: "Dedicated",
      logs: categories.map((category) => ({ category, enabled: true })),
    },
    opts,
  );
}

/**
 * The audit log without reads, which are most of it and cost accordingly.
 * https://learn.microsoft.com/azure/aks/monitor-aks#aks-control-planeresource-logs
 */
const categories = [
  "kube-apiserver",
  "kube-audit-admin",
  "kube-controller-manager",
  "kube-scheduler",
  "cluster-autoscaler",
  "cloud-controller-manager",
  "guard",
] as const;
