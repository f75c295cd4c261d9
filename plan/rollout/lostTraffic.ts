import type { Deployed } from "../model/outputs";
import { ownEntry } from "../../facts/properties/ownEntry";

/** A traffic stack that no file speaks of any more. */
export interface LostTraffic {
  readonly message: string;
  /** Whether a cluster goes, or is replaced, whose addresses it may still answer with. */
  readonly stops: boolean;
}

/**
 * Whether the last update knew a traffic stack in front of the fleet that the files do not: deleted, renamed, or pointed elsewhere by a slip.
 *
 * @param servedBy traffic stack by cluster, from the files
 */
export function lostTraffic(
  clusters: readonly { readonly name: string; readonly slot?: number }[],
  servedBy: Readonly<Record<string, string>>,
  recorded: Deployed | undefined,
): LostTraffic | undefined {
  const stack = recorded?.servedBy;
  if (recorded === undefined || stack === undefined || Object.values(servedBy).includes(stack)) return undefined;
  const slots = Object.fromEntries(clusters.map(({ name, slot }) => [name, slot]));
  const gone = Object.entries(recorded.clusters)
    .filter(([name, { slot }]) => !Object.hasOwn(slots, name) || ownEntry(slots, name) !== slot)
    .map(([name]) => name)
    .sort();
  const found = `${stack} answered with this fleet's addresses at the last update, and no file here says so any more`;
  const back = `bring Pulumi.${stack}.yaml back, with the fleet that it names`;
  return gone.length === 0
    ? { message: `${found}; ${back}, or go on where ${stack} is destroyed: this update forgets it`, stops: false }
    : {
        message: `${found}, while this update takes away ${gone.join(", ")}; ${back}, or, where ${stack} is destroyed, update once without taking anything away`,
        stops: true,
      };
}
