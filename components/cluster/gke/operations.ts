import type * as gcp from "@pulumi/gcp";
import type { GkePlan } from "../../../plan/model/gke";

type Arguments = Partial<gcp.container.ClusterArgs>;

/** What is written down about a cluster: logs, metrics, flows between pods of one node, cost by namespace. */
export function telemetry(): Arguments {
  return {
    loggingConfig: { enableComponents: ["SYSTEM_COMPONENTS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER", "WORKLOADS"] },
    // Every component but the first is billed by the sample, so only what a gateway's on-call reads: https://docs.cloud.google.com/kubernetes-engine/docs/how-to/configure-metrics
    monitoringConfig: { enableComponents: ["SYSTEM_COMPONENTS", "APISERVER", "DEPLOYMENT", "HPA"], managedPrometheus: { enabled: true } },
    enableIntranodeVisibility: true,
    costManagementConfig: { enabled: true },
  };
}

/**
 * Patches come by themselves, in the window. Minors come from the stack file: the release channel would otherwise raise them first. The
 * exclusion holds as long as GKE supports the minor, and starts anew with the next one.
 *
 * @see https://docs.cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions#exclusions
 */
export function upgradesOf({ kubernetes, recurringWindow }: GkePlan): Arguments {
  return {
    releaseChannel: { channel: "REGULAR" },
    minMasterVersion: kubernetes,
    maintenancePolicy: {
      recurringWindow,
      maintenanceExclusions: [
        {
          exclusionName: "minors-come-from-the-stack-file",
          // Long past: in force from the cluster's first minute.
          startTime: "2024-01-01T00:00:00Z",
          exclusionOptions: { scope: "NO_MINOR_UPGRADES", endTimeBehavior: "UNTIL_END_OF_SUPPORT" },
        },
      ],
    },
  };
}
