import type { Problem } from "../../resource";
import type { Properties } from "../../properties/values";
import { exactlyOne, inRange, oneOf } from "../../rules/limits";
import { has, text } from "../../properties/select";

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** What is wrong with a schedule's inputs by themselves. */
export function maintenanceLimits(inputs: Properties): readonly Problem[] {
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
