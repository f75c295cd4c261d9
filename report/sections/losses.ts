import { describeUnknown } from "../../config/file/messages";
import { ConfigError } from "../../config/file/problems";
import { describe } from "../../plan/survival/findings";
import { type Place, placesOf } from "../../plan/survival/places";
import { type DatabaseLoad, type Loss, outcomeOf, type Outcome, survivalOf } from "../../plan/survival/survival";
import type { FleetCapacity } from "../../plan/model/capacity";
import type { TrafficPlan } from "../../plan/model/traffic";

/** What happens to the answers while places are lost, and whether those who are left carry the load. */
export interface ReportedLoss {
  /** Names, joined by " + "; empty while nothing is lost. */
  readonly lost: string;
  readonly places: readonly string[];
  readonly survives: boolean;
  /** Why the fleet need not survive it; null where it has to. */
  readonly allowed: { readonly reason: string; readonly until: string } | null;
  /** Of all answers, 0 to 1, by cloud. */
  readonly shares: Readonly<Record<string, number>>;
  readonly clusters: readonly ReportedLoad[];
  readonly databases: readonly DatabaseLoad[];
  /** Until the last client that honours the TTL is somewhere alive; null where nobody is left, so that none ever is. */
  readonly worstSeconds: number | null;
}

export interface ReportedLoad {
  readonly cluster: string;
  readonly share: number;
  /** Requests per second at peak, and replicas that they need; null where the load, or what a replica carries, is not said. */
  readonly rps: number | null;
  readonly capacityRps: number | null;
  readonly replicas: number | null;
  readonly maxReplicas: number | null;
  /** Replicas that the pools' maxima have room for. */
  readonly room: number | null;
}

export interface ReportedSurvival {
  /** Null where nobody says. */
  readonly peakRps: number | null;
  readonly nothingLost: ReportedLoss;
  /** Of everything that was asked for at once; null where nothing was. */
  readonly asked: ReportedLoss | null;
}

export interface SurvivalReport {
  /** Of each cloud and each region alone. */
  readonly losses: readonly ReportedLoss[];
  readonly survival: ReportedSurvival;
  /** What is wrong with the loss that was asked for; of a cloud or a region alone the plan says it anyway. */
  readonly problem: string | undefined;
}

/**
 * @param capacity what the clusters carry
 * @param lose names of clouds, regions and clusters that are lost together
 * @throws ConfigError for a name that nothing here has
 */
export function reportSurvival(plan: TrafficPlan, capacity: FleetCapacity, lose: readonly string[]): SurvivalReport {
  const { nothingLost, losses } = survivalOf(plan, capacity);
  const asked = lose.length === 0 ? undefined : outcomeOf(plan, capacity, placesNamed(plan, lose));
  const single = losses.find(({ lost }) => asked !== undefined && isSameLoss(plan, lost, asked.lost));
  return {
    losses: losses.map((loss) => reportLoss(plan, loss, loss.allowed)),
    survival: {
      peakRps: plan.peakRps ?? null,
      nothingLost: reportLoss(plan, nothingLost, nothingLost.allowed),
      asked: asked === undefined ? null : reportLoss(plan, asked, single?.allowed),
    },
    problem: asked === undefined || asked.survives || single !== undefined ? undefined : describe(plan, capacity, asked),
  };
}

/** A region that is all of its cloud is lost with it, and so is a cluster that is all of its region. */
function isSameLoss({ clouds }: TrafficPlan, one: readonly string[], other: readonly string[]): boolean {
  const leavesOf = (names: readonly string[]) =>
    new Set(placesOf(clouds).flatMap(({ name, leaves }) => (names.includes(name) ? leaves : [])));
  const [mine, theirs] = [leavesOf(one), leavesOf(other)];
  return mine.size === theirs.size && [...mine].every((leaf) => theirs.has(leaf));
}

function placesNamed({ clouds }: TrafficPlan, names: readonly string[]): Place[] {
  const places = placesOf(clouds);
  const known = places.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new ConfigError(
      unknown.map((name) => ({
        file: "--lose",
        path: "",
        message: describeUnknown(name, known, "is no cloud, region or cluster that serves"),
      })),
    );
  return places.filter(({ name }) => names.includes(name));
}

function reportLoss({ failover }: TrafficPlan, outcome: Outcome, allowed: Loss["allowed"]): ReportedLoss {
  const { lost, shares, clusters, databases, survives } = outcome;
  return {
    lost: lost.join(" + "),
    places: lost,
    survives,
    allowed: allowed === undefined ? null : { reason: allowed.reason, until: allowed.until },
    shares,
    clusters: clusters.map(({ cluster, share, load }) => ({
      cluster,
      share,
      rps: load?.rps ?? null,
      capacityRps: load?.capacityRps ?? null,
      replicas: load?.replicas ?? null,
      maxReplicas: load?.maxReplicas ?? null,
      room: load?.room ?? null,
    })),
    databases,
    worstSeconds: clusters.length === 0 ? null : failover.worstSeconds,
  };
}
