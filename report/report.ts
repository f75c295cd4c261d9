import type { StackConfig } from "../config";
import { Day } from "../config/values/date";
import { requireLock } from "../config/charts/folder";
import { chosenStack, loadStack, withLines } from "../config/file/load";
import { parse } from "../config/file/messages";
import { ConfigError, type Problem } from "../config/file/problems";
import { readProjectName, requireProject } from "../config/file/project";
import { planStack } from "../plan";
import type { FleetPlan } from "../plan/model/fleet";
import type { FleetCapacity } from "../plan/model/capacity";
import type { TrafficPlan } from "../plan/model/traffic";
import type { UpgradePlan } from "../plan/rollout/upgradeWaves";
import type { ReportedChanges } from "../preview/change/compare";
import { readBoth } from "./readBoth";
import { reportSurvival, type ReportedLoss, type ReportedSurvival, type SurvivalReport } from "./sections/losses";
import { evaluateStacks, type PlannedStack } from "../preview/evaluateStacks";
import { reportCluster, type ReportedCluster } from "./sections/clusters";
import type { Commitment } from "../plan/model/accounts";
import { type ReportedFailover, type ReportedTraffic, reportFailover, reportTraffic } from "./sections/traffic";
import { pictureOf } from "./svg/fromPlan";
import type { PictureInput } from "./svg/input";
import { type ReportedQuota, reportQuota } from "./sections/quotas";
import { type ReportedResource, reportResources } from "./sections/resources";

/** What `plan --json` prints; docs/plan-json.md describes every field. */
export interface PlanReport {
  readonly stack: string;
  readonly clusters: readonly ReportedCluster[];
  /** Nodes that may be bought in advance. */
  readonly commitments: readonly Commitment[];
  /** An upgrade in waves that is in the fleet's file. */
  readonly upgrade: UpgradePlan | null;
  /** What the fleet draws on the quotas of its accounts, at its pools' maxima, each with its replacement beside it. */
  readonly quotas: readonly ReportedQuota[];
  readonly resources: readonly ReportedResource[];
  readonly traffic: ReportedTraffic | null;
  readonly failover: ReportedFailover | null;
  /** What each cloud's and each region's loss does; empty without traffic. */
  readonly losses: readonly ReportedLoss[];
  /** The load while nothing is lost, and the loss that was asked for; null without traffic. */
  readonly survival: ReportedSurvival | null;
  /** What an update from the base to the working tree would do; null without a base. */
  readonly changes: ReportedChanges | null;
  /** What stops nothing yet. */
  readonly warnings: readonly Problem[];
  readonly errors: readonly Problem[];
}

export interface ReportOptions {
  /** Judges support windows at this day, YYYY-MM-DD. @default `settings.asOf` */
  readonly asOf?: string | undefined;
  /** Git ref of the version to compare with. @default none */
  readonly base?: string | undefined;
  /** Clouds, regions and clusters that are lost together. @default none */
  readonly lose?: readonly string[] | undefined;
  /** Folder with the lock of the charts. @default the program's */
  readonly charts?: string | undefined;
}

export interface Reported {
  readonly report: PlanReport;
  /** What a picture of its traffic shows; undefined where there is none, or the stack is invalid. */
  readonly picture: PictureInput | undefined;
}

/** Plans a stack, and with a fleet stack the traffic stack that names it; what is wrong is in `errors`. */
export async function reportOf(projectRoot: string, stack: string, options: ReportOptions = {}): Promise<PlanReport> {
  const { report } = await planAndReport(projectRoot, stack, options);
  return report;
}

/**
 * The same, with a picture of the traffic beside it.
 *
 * @param asked undefined where no stack was named
 * @param evaluate makes resources of plans, which takes a hundred times as long as planning
 */
export async function planAndReport(
  projectRoot: string,
  asked: string | undefined,
  { asOf, base, lose = [], charts }: ReportOptions,
  evaluate: typeof evaluateStacks = evaluateStacks,
): Promise<Reported> {
  try {
    requireProject(projectRoot);
    const stack = chosenStack(projectRoot, asked);
    const [project, config] = readBoth(
      () => readProjectName(projectRoot),
      () => judgedAt(loadStack(projectRoot, stack), asOf),
    );
    requireLock(charts);
    const stacks = plannedStacks(config);
    const { recordings, changes, errors, warnings } = await evaluate({ projectRoot, project, stacks, base });
    const owner = stacks.find(({ plan }) => plan.traffic !== undefined)?.plan;
    const traffic = owner?.traffic;
    const carried = owner === undefined || traffic === undefined ? undefined : { traffic, capacity: owner.fleet.capacity };
    const loss = survivalFor(carried, lose);
    const [{ plan } = { plan: undefined }] = stacks;
    const fleet = plan?.kind === "fleet" ? plan : undefined;
    const report: PlanReport = {
      stack,
      clusters: clustersOf(stacks),
      commitments: plan?.fleet.commitments ?? [],
      upgrade: fleet?.upgrade ?? null,
      quotas: (fleet?.quotas ?? []).map(reportQuota),
      resources: recordings.flatMap(({ stack, resources }) => reportResources(stack, resources)),
      traffic: traffic === undefined ? null : reportTraffic(traffic),
      failover: traffic === undefined ? null : reportFailover(traffic),
      losses: loss?.losses ?? [],
      survival: loss?.survival ?? null,
      changes,
      warnings: withLines(projectRoot, [...stacks.flatMap(({ plan }) => plan.warnings), ...warnings]),
      errors: withLines(projectRoot, [...errors, ...(owner?.unsurvived ?? []), ...askedProblems(loss?.problem)]),
    };
    return { report, picture: carried === undefined ? undefined : pictureOf(carried.traffic, carried.capacity) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { report: failedReport(asked ?? "", withLines(projectRoot, error.problems)), picture: undefined };
  }
}

/** Of a stack that cannot be planned. */
export function failedReport(stack: string, errors: readonly Problem[]): PlanReport {
  return { ...nothing, stack, errors };
}

const nothing: Omit<PlanReport, "stack" | "errors"> = {
  clusters: [],
  commitments: [],
  upgrade: null,
  quotas: [],
  resources: [],
  traffic: null,
  failover: null,
  losses: [],
  survival: null,
  changes: null,
  warnings: [],
};

/** Answers, and what those who give them carry. */
interface CarriedTraffic {
  readonly traffic: TrafficPlan;
  readonly capacity: FleetCapacity;
}

/** @throws ConfigError where places are lost that are not there */
function survivalFor(carried: CarriedTraffic | undefined, lose: readonly string[]): SurvivalReport | undefined {
  if (carried !== undefined) return reportSurvival(carried.traffic, carried.capacity, lose);
  if (lose.length === 0) return undefined;
  throw new ConfigError([
    { file: "--lose", path: "", message: "the stack has no traffic, so nothing is answered that a loss could change" },
  ]);
}

function askedProblems(message: string | undefined): readonly Problem[] {
  return message === undefined ? [] : [{ file: "--lose", path: "", message }];
}

/** @throws ConfigError where that is not a day */
function judgedAt(config: StackConfig, asOf: string | undefined): StackConfig {
  if (asOf === undefined) return config;
  const day = parse(Day, asOf);
  if (!day.ok) throw new ConfigError(day.findings.map(({ message }) => ({ file: "--as-of", path: "", message })));
  return { ...config, fleet: { ...config.fleet, settings: { ...config.fleet.settings, asOf } } };
}

/** The traffic stack is planned first: its plan tells what is wrong in either file. */
function plannedStacks(config: StackConfig): PlannedStack[] {
  const traffic = trafficStackOf(config);
  const planned = traffic === undefined ? [] : [{ stack: traffic.stack, plan: planStack(traffic) }];
  return [{ stack: config.stack, plan: planStack(config) }, ...planned];
}

/** The traffic stack of its own that comes with a fleet stack. */
function trafficStackOf(config: StackConfig): StackConfig | undefined {
  if (config.kind === "traffic" || config.traffic === undefined) return undefined;
  const { stack, fleet, traffic } = config;
  return { kind: "traffic", stack: traffic.stack, fleetStack: stack, fleet, traffic: traffic.config };
}

/** A traffic stack's report has them too: they are where its answers lead. */
function clustersOf(stacks: readonly PlannedStack[]): ReportedCluster[] {
  const [first] = stacks;
  const fleet: FleetPlan | undefined = first?.plan.fleet;
  return (fleet?.clusters ?? []).map(reportCluster);
}
