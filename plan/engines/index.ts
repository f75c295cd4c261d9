import type { Platform } from "../../config/engines";
import type { ResolvedFleet } from "../../config/resolve";
import type { Finding } from "../../config/file/messages";
import type { ClusterPlan } from "../model/fleet";
import type { EnginePlan } from "../model/engines/plan";
import type { EngineWord, PlatformPlan } from "../model/engines";
import type { WorkloadPlan } from "../model/workload";
import { namespacesOf } from "../workloads/workloads";
import { configSyncPlan } from "./configSync";
import { type EngineContext, enginesIn } from "./engine";
import { eventScalingPlan } from "./eventScaling";
import { meshPlan } from "./mesh";
import { monitoringPlan } from "./monitoring";
import { namespaceFindings } from "./namespaces";
import { secretSyncPlan } from "./secretSync";
import { secretSyncFindings } from "./secretSync/findings";

type Sections = { readonly [Word in EngineWord]: NonNullable<Platform[Word]> };
type Plans = { readonly [Word in EngineWord]: NonNullable<PlatformPlan[Word]> };
type Planners = { readonly [Word in EngineWord]: (section: Sections[Word], context: EngineContext) => Plans[Word] | undefined };

/** Every engine; below those that it has to know of. */
const planners: Planners = {
  configSync: configSyncPlan,
  eventScaling: eventScalingPlan,
  mesh: meshPlan,
  monitoring: monitoringPlan,
  secretSync: secretSyncPlan,
};

/** @param workloads the cluster's */
export function platformPlan(fleet: ResolvedFleet, cluster: string, workloads: readonly WorkloadPlan[]): PlatformPlan {
  const words = Object.keys(planners) as readonly EngineWord[];
  return words.reduce<PlatformPlan>((others, word) => ({ ...others, ...planned(word, { fleet, cluster, workloads, others }) }), {});
}

function planned<Word extends EngineWord>(word: Word, context: EngineContext): PlatformPlan {
  const sections: { readonly [Of in EngineWord]?: Sections[Of] | undefined } = context.fleet.platform;
  const section = sections[word];
  const plan = section === undefined ? undefined : planners[word](section, context);
  return plan === undefined ? {} : { [word]: plan };
}

/** The words of the cluster's engines in the order in which they are made: none before one that it needs. */
export function inOrder(platform: PlatformPlan): readonly EngineWord[] {
  const waiting = Object.entries(platform) as [EngineWord, EnginePlan][];
  const ordered: EngineWord[] = [];
  while (waiting.length > 0) {
    const ready = waiting.findIndex(([, { needs }]) => !waiting.some(([other]) => needs.includes(other)));
    if (ready < 0) throw new Error(`engines that need each other: ${waiting.map(([word]) => word).join(", ")}`);
    ordered.push(...waiting.splice(ready, 1).map(([word]) => word));
  }
  return ordered;
}

/** Services of AWS that the cluster's engines call in its own region, each once. */
export function awsServicesOf(platform: PlatformPlan): readonly string[] {
  return [...new Set(enginesIn(platform).flatMap(({ networkAccess }) => networkAccess.awsServices))];
}

/** What is wrong between engines and what they serve: the same in every cluster, so that one speaks for all. */
export function platformFindings(fleet: ResolvedFleet, clusters: readonly ClusterPlan[]): Finding[] {
  const namespaces = namespaceFindings(clusters);
  const { secretSync } = fleet.platform;
  const [cluster] = clusters;
  if (secretSync === undefined || cluster === undefined) return namespaces;
  const { secretSync: _itself, ...others } = cluster.platform;
  return [...namespaces, ...secretSyncFindings(fleet, secretSync, [...namespacesOf(cluster.workloads), ...namespacesOfEngines(others)])];
}

/** Those of their own. */
function namespacesOfEngines(platform: PlatformPlan): readonly string[] {
  return enginesIn(platform).flatMap(({ namespace }) => namespace?.name ?? []);
}
