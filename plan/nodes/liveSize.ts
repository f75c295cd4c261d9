import { createHash } from "node:crypto";
import type { DeployedPool } from "../model/outputs";
import type { Bounds } from "../model/pool";

/** Which size of an autoscaled pool a run sends to the cloud. */
export type PoolSize =
  /** The planned initial size: the pool is new. */
  | { readonly from: "plan" }
  /** The size in the state, which for an unchanged pool means that nothing is sent. */
  | { readonly from: "state" }
  /** The size that the node autoscaler has reached, read from the cloud. */
  | { readonly from: "cloud"; readonly pool: DeployedPool };

/**
 * The node autoscaler owns the size of a pool, but EKS and AKS take minimum, maximum and size together: an unrelated edit would
 * send the size that was recorded last and shrink a busy pool. So the live size is read exactly when an update changes the pool.
 *
 * @param planned fingerprint of what the update is about to send
 * @param recorded what the stack's last update recorded of the pool; undefined for a pool that it did not have
 */
export function sizeInUpdate(planned: string, recorded: DeployedPool | undefined): PoolSize {
  if (recorded === undefined) return { from: "plan" };
  if (recorded.fingerprint === planned) return { from: "state" };
  return { from: "cloud", pool: recorded };
}

/** The live size, moved into new bounds where they no longer hold it. */
export function clampSize(live: number, { min, max }: Bounds): number {
  return Math.min(Math.max(live, min), max);
}

/**
 * Changes exactly when something changes that is sent to the cloud: a value of the plan, but also a launch template's version or a
 * line of the program. The order of keys does not matter.
 *
 * @param sent plain inputs of a pool, without its size
 * @returns 10 hexadecimal digits
 */
export function fingerprintOf(sent: unknown): string {
  return createHash("sha256").update(canonical(sent)).digest("hex").slice(0, 10);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
