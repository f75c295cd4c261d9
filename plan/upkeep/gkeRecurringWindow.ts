import type { RecurringWindow } from "../model/gke";
import type { MaintenanceWindow, Weekday } from "../model/cluster";

/** Begins with a Monday, so that a weekday's number is its date. Which month does not matter: a window recurs from its first time on. */
const month = "2024-01";

const codes: Readonly<Record<Weekday, string>> = {
  monday: "MO",
  tuesday: "TU",
  wednesday: "WE",
  thursday: "TH",
  friday: "FR",
  saturday: "SA",
  sunday: "SU",
};

/**
 * A weekly window as GKE takes it: the times of its first occurrence, whose distance is its length, and the weekdays on which it begins.
 *
 * @see https://docs.cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions
 * @example weekly({ days: ["saturday", "sunday"], startHourUtc: 2, hours: 8 }) // 2024-01-06T02:00:00Z to T10:00:00Z, FREQ=WEEKLY;BYDAY=SA,SU
 */
export function weekly({ days, startHourUtc, hours }: MaintenanceWindow): RecurringWindow {
  const [first = "monday"] = days;
  const date = 1 + Object.keys(codes).indexOf(first);
  const at = (hour: number) => `${month}-${twoDigits(date + Math.floor(hour / 24))}T${twoDigits(hour % 24)}:00:00Z`;
  return {
    startTime: at(startHourUtc),
    endTime: at(startHourUtc + hours),
    recurrence: `FREQ=WEEKLY;BYDAY=${days.map((day) => codes[day]).join(",")}`,
  };
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}
