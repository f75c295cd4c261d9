import { type ServiceSupport, supportWindows } from "../../catalogue/supportWindows";
import type { ClusterPlan, ManagedPlan } from "../model/fleet";
import type { DeployedCluster } from "../model/outputs";
import { isManaged } from "../cluster/isManaged";
import { byCodeUnit } from "../order";
import { supportOf } from "../upkeep/versionSupport";

/** What a recorded cluster runs. */
export type RunningCluster = Pick<DeployedCluster, "slot" | "kubernetes">;

/**
 * Why a cluster cannot come to its planned minor from what is recorded of it, with the remedy, however the file says it; undefined where it
 * can. Who runs an existing cluster decides about its own.
 *
 * @param recorded undefined: there is no such cluster yet
 * @param word where the file says the minor, such as "upgrade.to"
 */
export function versionRefusal(plan: ClusterPlan, recorded: RunningCluster | undefined, word: string): string | undefined {
  if (!isManaged(plan)) return undefined;
  if (recorded === undefined || recorded.slot !== plan.slot) return newRefusal(plan);
  // An older program did not record it.
  if (recorded.kubernetes === undefined || recorded.kubernetes === plan.kubernetes) return undefined;
  return stepRefusal(plan, recorded.kubernetes, word) ?? unreleasedRefusal(plan);
}

/** Minors from one to another: 1 is the next, below 0 is back. */
export function minorSteps(from: string, to: string): number {
  return minor(to) - minor(from);
}

/** "1.36" for "1.35". */
export function minorAfter(version: string): string {
  return `1.${minor(version) + 1}`;
}

/**
 * EKS takes a control plane back within seven days, nodes first and by a call of its own: no update of ours does, which raises it before them.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/rollback-cluster.html
 * @see https://learn.microsoft.com/azure/aks/upgrade-aks-cluster
 * @see https://docs.cloud.google.com/kubernetes-engine/docs/how-to/upgrading-a-cluster
 */
function stepRefusal({ name, kubernetes, unreachable }: ManagedPlan, from: string, word: string): string | undefined {
  if (unreachable !== undefined)
    return (
      `"${kubernetes}" would be no more than words: ${name} runs ${from} and is frozen until ${unreachable.until} (${unreachable.reason}); ` +
      `leave ${name} at ${from}, or remove clusters.${name}.unreachable once it answers again`
    );
  const steps = minorSteps(from, kubernetes);
  if (steps < 0)
    return (
      `"${kubernetes}" is below ${from}, which ${name} runs, and no update lowers a version; write ${from} (${word}), ` +
      `or give clusters.${name} another slot, which makes another cluster beside this one`
    );
  if (steps > 1)
    return `"${kubernetes}" is ${steps} minors above ${from}, which ${name} runs, and clouds raise one minor at a time; go by way of ${minorAfter(from)}`;
  return undefined;
}

/** @see https://docs.aws.amazon.com/eks/latest/userguide/disable-extended-support.html */
function newRefusal(plan: ManagedPlan): string | undefined {
  const { name, kubernetes, support, cloud } = plan;
  const { service, minors, page } = supportWindows[cloud];
  if (support !== "extended") return unreleasedRefusal(plan);
  return (
    `"${kubernetes}" has only extended support left since ${minors[kubernetes]?.standardUntil}, and ${service} makes no new cluster ` +
    `of it without, as the program asks: ${name} would be new; ${instead(plan, supportWindows[cloud])} (${page})`
  );
}

function unreleasedRefusal(plan: ManagedPlan): string | undefined {
  const { kubernetes, support, cloud } = plan;
  if (support !== "unreleased") return undefined;
  const { service, minors, page } = supportWindows[cloud];
  return (
    `"${kubernetes}" comes to ${service} on ${minors[kubernetes]?.released}, after the day that the plan is judged at (settings.asOf); ` +
    `${instead(plan, supportWindows[cloud])}, or move settings.asOf to the day of your review (${page})`
  );
}

function instead({ asOf }: ManagedPlan, { minors }: ServiceSupport): string {
  const good = Object.keys(minors).filter((minor) => ["supported", "ending"].includes(supportOf(minors[minor], asOf)));
  return `write one of ${good.sort(byCodeUnit).join(", ")}`;
}

function minor(version: string): number {
  return Number(version.split(".")[1]);
}
