import type { AksUpgradeWindow } from "../model/aks";
import type { MaintenanceWindow, Weekday } from "../model/cluster";

/**
 * When AKS may do what, every week. It has three schedules, by kind of upgrade, and each of them one weekday only: so of a window of several
 * days, the first is for AKS's own releases and for Kubernetes patches, and the last for node images: no node is replaced for two reasons
 * on one day. Days between stay unused; of a single day, all three use the same hours.
 * https://learn.microsoft.com/azure/aks/planned-maintenance
 */
export function aksUpgradeWindows({ days, startHourUtc, hours }: MaintenanceWindow): AksUpgradeWindow[] {
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined) throw new Error("the maintenance window has no day; the config refuses that");
  const on = (day: Weekday) => ({
    dayOfWeek: dayNames[day],
    startTime: `${String(startHourUtc).padStart(2, "0")}:00`,
    durationHours: hours,
  });
  return [
    { schedule: "default", ...on(first) },
    { schedule: "aksManagedAutoUpgradeSchedule", ...on(first) },
    { schedule: "aksManagedNodeOSUpgradeSchedule", ...on(last) },
  ];
}

const dayNames = {
  monday: "Monday",
  tuesday: "Tuesday",
  wednesday: "Wednesday",
  thursday: "Thursday",
  friday: "Friday",
  saturday: "Saturday",
  sunday: "Sunday",
} as const satisfies Record<Weekday, string>;
