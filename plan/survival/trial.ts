import type { FleetConfig } from "../../config";
import { merge } from "../../config/layers";
import { resolveFleet } from "../../config/resolve";
import { planFleet } from "../fleet";
import type { FleetCapacity } from "../model/capacity";
import type { Growth } from "./remedies";

/**
 * What the fleet would carry after it has grown; undefined where its plan would then be refused, as where addresses or quotas do not suffice: to
 * advise that would help nobody.
 */
export function grown(stack: string, fleet: FleetConfig, growth: readonly Growth[]): FleetCapacity | undefined {
  const { clusters } = resolveFleet(fleet);
  const edited = growth.reduce<FleetConfig>((config, { kind, path, cluster = "", amount }) => {
    const pool = path.at(-2) ?? "";
    const before = kind === "nodes" ? (clusters[cluster]?.nodePools[pool]?.max ?? 0) : 0;
    const edit = [...path].reverse().reduce<unknown>((value, key) => ({ [key]: value }), before + amount);
    return merge(config, edit) as FleetConfig;
  }, fleet);
  const { plan, findings } = planFleet(stack, edited);
  return findings.length === 0 ? plan.capacity : undefined;
}
