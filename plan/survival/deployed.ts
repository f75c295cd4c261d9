import type { Deployed } from "../model/outputs";
import type { FleetCapacity } from "../model/capacity";
import type { TrafficPlan } from "../model/traffic";
import { asDeployed } from "./fleetCapacity";
import { survivalFindings } from "./findings";

/**
 * What keeps a traffic plan from being deployed in front of a fleet: losses that the fleet, as its last update left it, does not carry. An
 * edit that was never applied carries nothing.
 *
 * @param capacity the fleet's, by the stack files
 * @param deployed undefined before the fleet's first update
 * @returns undefined when it carries them all
 */
export function undeployedCapacity(
  plan: TrafficPlan,
  capacity: FleetCapacity,
  fleetStack: string,
  deployed: Deployed | undefined,
): string | undefined {
  if (deployed === undefined) return undefined;
  const findings = survivalFindings(plan, asDeployed(capacity, deployed));
  if (findings.length === 0) return undefined;
  const filesCarry = survivalFindings(plan, capacity).length === 0;
  const remedy = filesCarry ? `\nThe stack files carry it: update the fleet first: pulumi up --stack ${fleetStack}` : "";
  return `${findings.map(({ message }) => message).join("\n")}${remedy}`;
}
