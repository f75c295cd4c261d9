import { sharesAfter } from "../../../stacks/plan/traffic/dns";
import { type IsLost, survives } from "../../../stacks/plan/traffic/shares";
import type { CloudBranch, TrafficPlan } from "../../../stacks/plan/traffic/trafficPlan";
import type { PicturedLoss, PictureInput } from "./input";

/** What the picture shows of a traffic plan: its tree, and the loss of every cloud and region alone. */
export function pictureOf(plan: TrafficPlan): PictureInput {
  const { host, clouds } = plan;
  return {
    host,
    facts: factsOf(plan),
    clouds,
    losses: [
      pictured(plan, [], () => false),
      ...placesOf(clouds).map(({ name, leaves }) => pictured(plan, [name], (key) => leaves.has(key))),
    ],
    figures: ["somebody answers", "all recovered after"],
  };
}

function factsOf({ ttlSeconds, onCloudLoss, probing, objectives }: TrafficPlan): string[] {
  const { intervalSeconds, failuresToLeave } = probing;
  const lost = onCloudLoss === "redirect" ? "a lost cloud redirects to one other" : "the others divide a lost cloud's share";
  const promised = objectives === undefined ? "nothing is promised" : `recovery in ${objectives.rtoSeconds} s is promised`;
  return [`TTL ${ttlSeconds} s, probed every ${intervalSeconds} s, out after ${failuresToLeave} failures; ${lost}; ${promised}`];
}

interface Place {
  readonly name: string;
  readonly leaves: ReadonlySet<string>;
}

/** Clouds first; a region that is all of its cloud is lost with it. */
function placesOf(clouds: readonly CloudBranch[]): Place[] {
  const whole = clouds.map(({ cloud, regions }) => ({ name: cloud, leaves: leavesOf(regions) }));
  const parts = clouds
    .filter(({ regions }) => regions.length > 1)
    .flatMap(({ regions }) => regions.map((region) => ({ name: region.region, leaves: leavesOf([region]) })));
  return [...whole, ...parts];
}

function leavesOf(regions: CloudBranch["regions"]): ReadonlySet<string> {
  return new Set(regions.flatMap(({ clusters }) => clusters.flatMap(({ leaves }) => leaves.map(({ key }) => key))));
}

function pictured(plan: TrafficPlan, lost: readonly string[], isLost: IsLost): PicturedLoss {
  const answers = survives(plan.clouds, isLost);
  const { clusters } = sharesAfter(plan, isLost);
  return {
    lost,
    survives: answers,
    cells: new Map([...clusters].map(([cluster, share]) => [cluster, { share, load: undefined }])),
    figures: [answers ? "yes" : "no", lost.length === 0 || !answers ? "" : `${plan.failover.worstSeconds} s`],
  };
}
