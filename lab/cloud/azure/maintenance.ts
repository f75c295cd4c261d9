import { CloudError } from "../../provider/backend";
import type { Properties } from "../../../facts/properties/values";
import { exactlyOne, inRange, oneOf } from "../../../facts/rules/limits";
import type { Problem } from "../../../facts/resource";
import type { ResourceModel } from "../model";
import { has, text } from "../../../facts/properties/select";
import { clusterType, maintenanceType } from "./credentials";
import { resourceId } from "./ids";

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** A cluster's schedule for one kind of upgrade. The name is the kind. */
export const maintenanceConfiguration: ResourceModel = {
  type: maintenanceType,
  source: "https://learn.microsoft.com/azure/aks/planned-maintenance",
  seconds: { create: 3, update: 3, delete: 3 },
  required: [
    "resourceGroupName",
    "resourceName",
    "maintenanceWindow.durationHours",
    "maintenanceWindow.startTime",
    "maintenanceWindow.schedule",
    "maintenanceWindow.schedule.weekly.dayOfWeek",
    "maintenanceWindow.schedule.weekly.intervalWeeks",
  ],
  name: {
    property: "configName",
    max: 31,
    pattern: /^(default|aksManagedAutoUpgradeSchedule|aksManagedNodeOSUpgradeSchedule)$/,
    auto: "copy",
  },
  limits,
  refs: [{ path: "resourceGroupName", to: [{ type: "azure-native:resources:ResourceGroup", output: "name" }] }],
  admit(draft) {
    const cluster = resourceId(draft, "Microsoft.ContainerService", { managedClusters: "resourceName" });
    if (draft.cloud.get(clusterType, cluster) === undefined)
      throw new CloudError(`Status=404 Code="ParentResourceNotFound" Message="The cluster '${cluster}' was not found."`);
  },
  id: (draft) =>
    resourceId(draft, "Microsoft.ContainerService", { managedClusters: "resourceName", maintenanceConfigurations: "configName" }),
  outputs: { name: ({ inputs }) => text(inputs, "configName") },
};

function limits(inputs: Properties): readonly Problem[] {
  const start = text(inputs, "maintenanceWindow.startTime");
  if (!has(inputs, "maintenanceWindow"))
    return text(inputs, "configName") === "default" && has(inputs, "timeInWeek")
      ? []
      : [{ property: "maintenanceWindow", reason: `${text(inputs, "configName")} needs a maintenanceWindow` }];
  const schedules = ["daily", "weekly", "absoluteMonthly", "relativeMonthly"].map((kind) => `maintenanceWindow.schedule.${kind}`);
  return [
    ...exactlyOne(inputs, schedules),
    ...(text(inputs, "configName") === "default" && !has(inputs, "maintenanceWindow.schedule.weekly")
      ? [{ property: "maintenanceWindow.schedule", reason: "default takes a weekly schedule only" }]
      : []),
    ...oneOf(inputs, "maintenanceWindow.schedule.weekly.dayOfWeek", weekdays),
    ...inRange(inputs, "maintenanceWindow.schedule.weekly.intervalWeeks", 1, 4),
    ...inRange(inputs, "maintenanceWindow.durationHours", 4, 24),
    ...(start === "" || /^([01]\d|2[0-3]):[0-5]\d$/.test(start)
      ? []
      : [{ property: "maintenanceWindow.startTime", reason: `${start} is no time from 00:00 to 23:59` }]),
  ];
}
