import type { Addresses } from "../model/outputs";
import type { TrafficPlan } from "../model/traffic";
import { ownEntry } from "../../facts/properties/ownEntry";

/**
 * What keeps a traffic plan from being deployed: leaves without an address in the fleet stack's outputs, as one sentence with the remedy.
 *
 * @param found undefined before the fleet's first update
 * @returns undefined when every leaf has its address
 */
export function missingAddresses(plan: TrafficPlan, fleetStack: string, found: Addresses | undefined): string | undefined {
  const remedy = `update the fleet first: pulumi up --stack ${fleetStack}`;
  if (found === undefined) return `the fleet stack ${fleetStack} has no addresses yet; ${remedy}`;

  const missing = plan.healthChecks.filter(({ cluster, address }) => ownEntry(ownEntry(found, cluster), address) === undefined);
  if (missing.length === 0) return undefined;
  const names = missing.map(({ cluster, address }) => `${cluster}/${address}`).join(", ");
  return `the fleet stack ${fleetStack} has no address for ${names}, to which ${plan.stack} would send traffic; ${remedy}`;
}
