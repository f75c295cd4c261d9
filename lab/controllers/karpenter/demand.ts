import type { Pod, Toleration, NodeSelectorRequirement } from "kubernetes-types/core/v1";
import { parseQuantity } from "../../../config/workloads/quantity";

/** What a pool of machines would give a pod: one NodePool with its machines' size. */
export interface Offer {
  readonly pool: string;
  readonly weight: number;
  readonly milliCpu: number;
  readonly mebibytes: number;
  /** Machines that its limits still admit. */
  readonly machinesLeft: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
}

/**
 * The pools to start a machine of, one entry a machine, so that every pod finds room: each pod takes the first machine that still has some,
 * else a new one of the heaviest pool that would take it. A pod that no pool takes gets none.
 * https://karpenter.sh/docs/concepts/scheduling/
 */
export function machinesFor(pods: readonly Pod[], offers: readonly Offer[]): readonly string[] {
  const heaviestFirst = [...offers].sort((a, b) => b.weight - a.weight || (a.pool < b.pool ? -1 : 1));
  const started: { readonly offer: Offer; milliCpu: number; mebibytes: number }[] = [];
  for (const pod of pods) {
    const { milliCpu, mebibytes } = requestsOf(pod);
    const fits = (room: { readonly milliCpu: number; readonly mebibytes: number }): boolean =>
      milliCpu <= room.milliCpu && mebibytes <= room.mebibytes;
    let machine = started.find((each) => takes(each.offer, pod) && fits(each));
    if (machine === undefined) {
      const hasLeft = ({ pool, machinesLeft }: Offer): boolean => started.filter(({ offer }) => offer.pool === pool).length < machinesLeft;
      const offer = heaviestFirst.find((each) => takes(each, pod) && fits(each) && hasLeft(each));
      if (offer === undefined) continue;
      machine = { offer, milliCpu: offer.milliCpu, mebibytes: offer.mebibytes };
      started.push(machine);
    }
    machine.milliCpu -= milliCpu;
    machine.mebibytes -= mebibytes;
  }
  return started.map(({ offer }) => offer.pool);
}

/** Whether a pod waits because no node takes it, and not for a volume or for the scheduler's next round. */
export function waitsForNode({ metadata, spec, status }: Pod): boolean {
  if (spec?.nodeName !== undefined || metadata?.deletionTimestamp !== undefined) return false;
  const scheduled = status?.conditions?.find(({ type }) => type === "PodScheduled");
  return scheduled?.status === "False" && scheduled.reason === "Unschedulable" && !/PersistentVolumeClaim/.test(scheduled.message ?? "");
}

function takes({ labels, taints }: Offer, { spec }: Pod): boolean {
  const tolerated = taints
    .filter(({ effect }) => effect !== "PreferNoSchedule")
    .every((taint) => (spec?.tolerations ?? []).some((toleration) => tolerates(toleration, taint)));
  const selected = Object.entries(spec?.nodeSelector ?? {}).every(([key, value]) => labels[key] === value);
  const terms = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const wanted = terms.length === 0 || terms.some(({ matchExpressions = [] }) => matchExpressions.every((each) => matches(labels, each)));
  return tolerated && selected && wanted;
}

/** https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
function tolerates({ key, operator = "Equal", value = "", effect }: Toleration, taint: Offer["taints"][number]): boolean {
  if (effect !== undefined && effect !== taint.effect) return false;
  if (key === undefined) return operator === "Exists";
  return key === taint.key && (operator === "Exists" || value === (taint.value ?? ""));
}

function matches(labels: Offer["labels"], { key, operator, values = [] }: NodeSelectorRequirement): boolean {
  const value = labels[key];
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default:
      return false;
  }
}

function requestsOf({ spec }: Pod): { readonly milliCpu: number; readonly mebibytes: number } {
  const total = (resource: "cpu" | "memory"): bigint =>
    (spec?.containers ?? []).reduce(
      (sum, { resources }) => sum + (parseQuantity(String(resources?.requests?.[resource] ?? "0")) ?? 0n),
      0n,
    );
  // Quantities are in billionths.
  return { milliCpu: Number(total("cpu") / 1_000_000n), mebibytes: Number(total("memory") / 1_000_000_000n / 1_048_576n) };
}
