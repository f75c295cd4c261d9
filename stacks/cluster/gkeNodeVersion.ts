import * as pulumi from "@pulumi/pulumi";
import type { GkePlan } from "../../plan/model/gke";
import type { Recorded } from "../recorded";
import type { NodePoolPlan } from "../../plan/model/pool";
import { ownEntry } from "../../facts/properties/ownEntry";

/**
 * The control plane's version in the update that finds a pool's nodes on another minor than the stack file says, and undefined in any other.
 * GKE patches nodes by itself, but the exclusion that keeps minors to the stack file holds for nodes too. A version that were always sent
 * would be the recorded one, and undo those patches.
 */
export function versionInUpdate(
  { name, kubernetes }: GkePlan,
  { key }: NodePoolPlan,
  recorded: Recorded,
  controlPlane: pulumi.Output<string>,
): pulumi.Output<string | undefined> {
  return pulumi.output(recorded()).apply((before) => {
    const minor = ownEntry(ownEntry(before?.clusters, name)?.pools, key)?.minor;
    return minor === undefined || minor === kubernetes ? pulumi.output(undefined) : controlPlane;
  });
}
