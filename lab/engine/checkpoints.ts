import type { Latency } from "../clouds/simulator/latency";
import type { StateDeployment } from "./state";

/**
 * Whether an update may write its state once, at its end, and not after every step, which takes longer than all the steps of a small one.
 *
 * Losing the engine then loses the state. That costs nothing where the stack was empty: whatever exists was made by this update in the lab's
 * own clouds, which know whose it is and take it back, and the next update begins from nothing. On a stack that has something it would
 * leave ghosts of what was deleted, in a cluster that somebody else made it would leave objects, and where clouds take their time the work of
 * minutes would be lost.
 */
export function mayKeepOnlyTheEnd(
  { deployment: { resources = [] } }: StateDeployment,
  lab: { readonly latency: Latency; readonly hasExistingClusters: boolean },
): boolean {
  return resources.length === 0 && lab.latency.mode === "none" && !lab.hasExistingClusters;
}
