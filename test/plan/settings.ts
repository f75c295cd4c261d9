import type { ManagedPlanCommon } from "../../plan/model/cluster";

/** What a stack file that says nothing of either gets. */
export const defaultSettings = {
  maintenance: { days: ["saturday", "sunday"], startHourUtc: 2, hours: 8 },
  nodeAutoscaling: {
    scaleDownDelayAfterAddMinutes: 10,
    scaleDownDelayAfterFailureMinutes: 3,
    scaleDownUnneededMinutes: 10,
    scaleDownUtilizationPercent: 50,
    maxNodeProvisionMinutes: 15,
    skipNodesWithLocalStorage: false,
    skipNodesWithSystemPods: true,
  },
} satisfies Pick<ManagedPlanCommon, "maintenance" | "nodeAutoscaling">;
