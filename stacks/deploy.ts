import * as pulumi from "@pulumi/pulumi";
import { deployFleet } from "./fleet";
import { type FleetCluster, isMade, type MadeCluster } from "./cluster/fleetCluster";
import { requireContexts } from "./guards/kubeconfig";
import { fleetOutputs } from "./outputs";
import type { StackPlan } from "../plan";
import { requireCharts } from "./guards/charts";
import { requireAuthPlugins } from "./guards/preflight";
import { readLastOutputs } from "./recorded";
import { deployReplicationAlarms } from "./replicationAlarms";
import { deployTraffic } from "./traffic";

/**
 * Makes everything that a stack's plan says.
 *
 * @returns the stack's outputs, by name
 */
export function deploy(plan: StackPlan): Readonly<Record<string, unknown>> {
  // Where there is no engine, no provider reads an archive: a plan needs none.
  if (plan.kind === "fleet" && pulumi.runtime.getEngine() !== undefined) requireCharts(plan.fleet.clusters);
  const last = readLastOutputs();
  switch (plan.kind) {
    case "traffic":
      return said({ ...deployTraffic(plan.traffic, last.traffic(), { capacity: plan.fleet.capacity }) });
    case "fleet": {
      const { fleet, servedBy, upgrade, replicationAlarms, traffic } = plan;
      if (!pulumi.runtime.isDryRun()) {
        requireAuthPlugins(fleet.clusters);
        requireContexts(fleet.clusters);
      }
      const clusters = deployFleet(fleet, servedBy, upgrade, last.fleet);
      deployReplicationAlarms(replicationAlarms, fleet.tags);
      const dns = traffic === undefined ? {} : deployTraffic(traffic, last.traffic(), { addresses: frontDoorAddresses(clusters) });
      const [front] = Object.values(servedBy);
      return said({ ...fleetOutputs(fleet, clusters, front), ...dns });
    }
  }
}

function frontDoorAddresses(clusters: readonly FleetCluster[]): Readonly<Record<string, MadeCluster["frontDoor"]["addresses"]>> {
  return Object.fromEntries(clusters.filter(isMade).map(({ plan, frontDoor }) => [plan.name, frontDoor.addresses]));
}

/** The engine warns of every output that is undefined. */
function said(outputs: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== undefined));
}
