import * as containerservice from "@pulumi/azure-native/containerservice";
import type * as pulumi from "@pulumi/pulumi";
import type { AksPlan } from "../../../plan/model/aks";

export interface AksUpgradesArgs {
  readonly plan: AksPlan;
  readonly resourceGroupName: pulumi.Input<string>;
  readonly clusterName: pulumi.Input<string>;
}

/** The minor is config, its patches are Azure's: an alias such as "1.35" would never move a cluster that is already on that minor. */
export const autoUpgrade = { upgradeChannel: "patch", nodeOSUpgradeChannel: "NodeImage" } as const;

/** When those channels may act. AKS holds to them as well as it can; urgent repairs come at any time. */
export function createUpgradeWindows(
  name: string,
  { plan, resourceGroupName, clusterName }: AksUpgradesArgs,
  opts: pulumi.CustomResourceOptions,
): containerservice.MaintenanceConfiguration[] {
  return plan.upgradeWindows.map(
    ({ schedule, dayOfWeek, startTime, durationHours }) =>
      new containerservice.MaintenanceConfiguration(
        `${name}-${logicalNames[schedule]}`,
        {
          configName: schedule,
          resourceGroupName,
          resourceName: clusterName,
          maintenanceWindow: {
            schedule: { weekly: { intervalWeeks: 1, dayOfWeek } },
            startTime,
            durationHours,
            utcOffset: "+00:00",
          },
        },
        opts,
      ),
  );
}

const logicalNames = {
  default: "releases",
  aksManagedAutoUpgradeSchedule: "kubernetes",
  aksManagedNodeOSUpgradeSchedule: "node-images",
} as const satisfies Record<AksPlan["upgradeWindows"][number]["schedule"], string>;
