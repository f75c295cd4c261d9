import type { Finding } from "../../config/file/messages";
import type { MinorSupport } from "../model/cluster";
import type { ClusterPlan } from "../model/fleet";
import { byCodeUnit } from "../order";
import { checked, projectWindows, type ServiceSupport, type SupportWindow, supportWindows } from "../../catalogue/supportWindows";

/** In the order in which a minor goes through them. */
export const phases = ["supported", "ending", "extended", "over"] as const;

/** Where a minor is in its life: supported, in its last {@link noticeDays} of standard support, in extended support, or past all of it. */
export type Phase = (typeof phases)[number];

/** An upgrade of a fleet takes weeks, and its first wave wants a look at what it did. */
const noticeDays = 90;

/** @param asOf day, YYYY-MM-DD */
export function phaseOf({ standardUntil, extendedUntil = standardUntil }: SupportWindow, asOf: string): Phase {
  if (asOf >= extendedUntil) return "over";
  if (asOf >= standardUntil) return "extended";
  return daysBetween(asOf, standardUntil) <= noticeDays ? "ending" : "supported";
}

/** The same of a minor that may be in no table, or not out yet. A month counts from its first day. */
export function supportOf(window: SupportWindow | undefined, asOf: string): MinorSupport {
  if (window === undefined) return "unlisted";
  return asOf < window.released ? "unreleased" : phaseOf(window, asOf);
}

/** What the dates of support say about a fleet: `findings` stop it, `warnings` are for whoever reads the plan. */
export interface SupportReview {
  readonly findings: readonly Finding[];
  readonly warnings: readonly Finding[];
}

/**
 * Judges every cluster's minor at a day. Who runs an existing cluster decides about its minor, so nothing about it is more than a warning.
 *
 * @param asOf `settings.asOf`; a day before the table was checked would be judged by dates that were not known then
 * @param pathOf where a cluster's planned minor is written
 */
export function reviewSupport(
  clusters: readonly Pick<ClusterPlan, "name" | "cloud" | "kubernetes">[],
  asOf: string,
  pathOf: (cluster: string) => Finding["path"],
): SupportReview {
  const findings: Finding[] = [];
  const warnings: Finding[] = [];
  if (asOf < checked)
    findings.push({
      path: ["settings", "asOf"],
      message: `${asOf} is before ${checked}, when catalogue/supportWindows.ts was checked; write the day of your review, ${checked} or later`,
    });
  for (const { name, cloud, kubernetes } of clusters) {
    if (cloud === "existing") {
      const message = describeExisting(kubernetes, asOf);
      if (message !== undefined) warnings.push({ path: pathOf(name), message });
      continue;
    }
    const support = supportWindows[cloud];
    const window = support.minors[kubernetes];
    const path = pathOf(name);
    if (window === undefined) findings.push({ path, message: describeUnlisted(kubernetes, support) });
    else {
      const phase = phaseOf(window, asOf);
      const notice = { path, message: describePhase[phase](kubernetes, window, support, asOf) };
      if (phase === "over") findings.push(notice);
      else if (phase !== "supported") warnings.push(notice);
    }
  }
  return { findings, warnings };
}

function describeExisting(minor: string, asOf: string): string | undefined {
  const { minors, page, afterStandard } = projectWindows;
  const window = minors[minor];
  const remedy = "ask whoever runs the cluster to raise it, and write here what it then is";
  if (window === undefined)
    return `${minor} has no support window of the Kubernetes project here, so nothing says how long it lasts: ${page}`;
  switch (phaseOf(window, asOf)) {
    case "supported":
      return undefined;
    case "ending":
      return `the Kubernetes project ends its support of ${minor} on ${window.standardUntil}; ${remedy} (afterwards ${afterStandard})`;
    case "extended":
    case "over":
      return `the Kubernetes project ended its support of ${minor} on ${window.standardUntil}: ${afterStandard}; ${remedy}`;
  }
}

function describeUnlisted(minor: string, { service, page, minors }: ServiceSupport): string {
  const known = Object.keys(minors).sort(byCodeUnit).join(", ");
  return `"${minor}" has no support window for ${service}; write one of ${known}, or add its dates (${page}) to catalogue/supportWindows.ts`;
}

type Describe = (minor: string, window: SupportWindow, support: ServiceSupport, asOf: string) => string;

const describePhase: Readonly<Record<Phase, Describe>> = {
  supported: () => "",
  ending: (minor, { standardUntil }, { service, afterStandard }, asOf) =>
    `${service} ends its standard support of ${minor} on ${standardUntil}, ${days(daysBetween(asOf, standardUntil))} after ${asOf}; ${upgrade(minor)} before (afterwards ${afterStandard})`,
  extended: (minor, { standardUntil, extendedUntil = standardUntil }, { service, afterStandard }) =>
    `${service} ended its standard support of ${minor} on ${standardUntil}: until ${extendedUntil} ${afterStandard}; ${upgrade(minor)}`,
  over: (minor, { standardUntil, extendedUntil = standardUntil }, { service, page }, asOf) =>
    `${service} ended its support of ${minor} on ${extendedUntil}, and the plan is judged at ${asOf} (settings.asOf); ${upgrade(minor)}, or correct a moved date (${page}) in catalogue/supportWindows.ts`,
};

function upgrade(minor: string): string {
  const next = `1.${Number(minor.split(".")[1]) + 1}`;
  return `upgrade to ${next} (docs/operate/upgrades.md)`;
}

function days(count: number): string {
  return count === 1 ? "1 day" : `${count} days`;
}

/** @param from,to YYYY-MM-DD; both at midnight in UTC, so that no zone's summer time is between them */
function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}
