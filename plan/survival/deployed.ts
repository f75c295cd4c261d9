import type { Deployed } from "../model/outputs";
import type { TrafficPlan } from "../model/traffic";
import { asDeployed } from "./fleetCapacity";
import { survivalFindings } from "./findings";

/**
 * What keeps a traffic plan from being deployed in front of a fleet: losses that the fleet, as its last update left it, does not carry. An
 * edit that was never applied carries nothing.
 *
 * @param deployed undefined before the fleet's first update
 * @returns undefined when it carries them all
 */
export function undeployedCapacity(plan: TrafficPlan, fleetStack: string, deployed: Deployed | undefined): string | undefined {
  if (deployed === undefined) return undefined;
  const findings = survivalFindings(plan, asDeployed(plan.capacity, deployed));
  if (findings.length === 0) return undefined;
  const filesCarry = survivalFindings(plan).length === 0;
  const remedy = filesCarry ? `\nThe stack files carry it: update the fleet first: pulumi up --stack ${fleetStack}` : "";
  return `${findings.map(({ message }) => message).join("\n")}${remedy}`;
}
