import { type Outcome, survivalOf } from "../../plan/survival/survival";
import type { FleetCapacity } from "../../plan/model/capacity";
import type { TrafficPlan } from "../../plan/model/traffic";
import type { PicturedLoss, PictureInput } from "./input";

/** What the picture shows of a traffic plan: its tree, and the loss of every cloud and region alone. */
export function pictureOf(plan: TrafficPlan, capacity: FleetCapacity): PictureInput {
  const { host, clouds } = plan;
  const { nothingLost, losses } = survivalOf(plan, capacity);
  return {
    host,
    facts: factsOf(plan),
    clouds,
    losses: [nothingLost, ...losses.filter(({ lost: [name] }) => !isAllOfItsCloud(plan, name))].map((outcome) => pictured(plan, outcome)),
    figures: [plan.peakRps === undefined ? "somebody answers" : "the load is carried", "all recovered after"],
  };
}

/** A region that is all of its cloud is lost with it. */
function isAllOfItsCloud({ clouds }: TrafficPlan, name: string | undefined): boolean {
  return clouds.some(({ regions }) => regions.length === 1 && regions[0]?.region === name);
}

function factsOf({ ttlSeconds, onCloudLoss, probing, objectives, peakRps }: TrafficPlan): string[] {
  const { intervalSeconds, failuresToLeave } = probing;
  const lost = onCloudLoss === "redirect" ? "a lost cloud redirects to one other" : "the others divide a lost cloud's share";
  const promised = objectives === undefined ? "nothing is promised" : `recovery in ${objectives.rtoSeconds} s is promised`;
  const load = peakRps === undefined ? [] : [`${peakRps} requests per second at peak, against the maxima of the stack files`];
  return [`TTL ${ttlSeconds} s, probed every ${intervalSeconds} s, out after ${failuresToLeave} failures; ${lost}; ${promised}`, ...load];
}

function pictured({ failover }: TrafficPlan, { lost, survives, clusters }: Outcome): PicturedLoss {
  const loads = clusters.map(
    ({ cluster, share, load }) => [cluster, { share, load: load === undefined ? undefined : load.rps / load.capacityRps }] as const,
  );
  return {
    lost,
    survives,
    cells: new Map(loads),
    figures: [survives ? "yes" : "no", lost.length === 0 || clusters.length === 0 ? "" : `${failover.worstSeconds} s`],
  };
}
