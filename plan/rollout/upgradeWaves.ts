import type { FleetConfig } from "../../config";
import { describeUnknown, type Finding } from "../../config/file/messages";
import type { ClusterPlan } from "../model/fleet";
import { byCodeUnit } from "../order";
import { minorAfter, minorSteps } from "./versionChanges";
import { ownEntry } from "../../facts/properties/ownEntry";

/** An upgrade in waves, as the stack file has it. */
export interface UpgradePlan {
  /** Minor version, such as "1.36". */
  readonly to: string;
  readonly waves: readonly (readonly UpgradeStep[])[];
}

export interface UpgradeStep {
  readonly cluster: string;
  /** What `clusters.<name>.kubernetes` says. */
  readonly from: string;
}

type Fleet = Pick<FleetConfig, "clusters" | "upgrade">;

/** The waves, each in order of its clusters' names; undefined while no upgrade is in the file. */
export function upgradePlan({ clusters, upgrade }: Fleet): UpgradePlan | undefined {
  if (upgrade === undefined) return undefined;
  const { to, waves } = upgrade;
  const steps = (wave: readonly string[]) =>
    [...wave].sort(byCodeUnit).flatMap((cluster) => {
      const from = ownEntry(clusters, cluster)?.kubernetes;
      return from === undefined ? [] : [{ cluster, from }];
    });
  return { to, waves: waves.map(steps) };
}

/** Where the file says what minor a cluster is to run: in an upgrade under way, or at the cluster. */
export function minorWord(cluster: string, upgrade: UpgradePlan | undefined): string {
  const rises = upgrade?.waves.some((wave) => wave.some((step) => step.cluster === cluster)) === true;
  return rises ? "upgrade.to" : `clusters.${cluster}.kubernetes`;
}

/** Clusters that may be changed at the same time. */
export interface Wave {
  readonly clusters: readonly ClusterPlan[];
  /** Whether later waves wait for it. */
  readonly isAwaited: boolean;
}

/** All clusters of a fleet: first those that are not being upgraded, for which nobody waits, then the upgrade's waves. */
export function wavesOf(clusters: readonly ClusterPlan[], upgrade: UpgradePlan | undefined): Wave[] {
  const steps = upgrade?.waves.map((wave) => new Set(wave.map(({ cluster }) => cluster))) ?? [];
  return [
    { clusters: clusters.filter(({ name }) => !steps.some((wave) => wave.has(name))), isAwaited: false },
    ...steps.map((wave) => ({ clusters: clusters.filter(({ name }) => wave.has(name)), isAwaited: true })),
  ];
}

/** Waves that no cloud would take, or that would not do what they say. */
export function upgradeFindings({ clusters, upgrade }: Fleet): Finding[] {
  if (upgrade === undefined) return [];
  const { to, waves } = upgrade;
  const places = waves.flatMap((wave, number) =>
    wave.map((name, index) => ({ name, wave: number, path: ["upgrade", "waves", number, index] })),
  );
  return places.flatMap(({ name, wave, path }, place) => {
    const first = places.findIndex((other) => other.name === name);
    const message =
      first < place
        ? `"${name}" is already in wave ${(places[first]?.wave ?? wave) + 1}; a cluster is upgraded once, name it once`
        : describeStep(name, clusters, to);
    return message === undefined ? [] : [{ path, message }];
  });
}

function describeStep(name: string, clusters: FleetConfig["clusters"], to: string): string | undefined {
  const cluster = ownEntry(clusters, name);
  if (cluster === undefined) return describeUnknown(name, Object.keys(clusters).sort(byCodeUnit), "is not in clusters");
  if (cluster.cloud === "existing")
    return `"${name}" is an existing cluster, which whoever runs it upgrades; take it out of its wave, and write clusters.${name}.kubernetes afterwards`;
  const { kubernetes: from, unreachable } = cluster;
  const step = minorSteps(from, to);
  if (step === 0)
    return `"${name}" is already on ${to} (clusters.${name}.kubernetes); take it out of its wave, or remove upgrade once every cluster says ${to}`;
  if (step < 0) return `"${name}" is on ${from}, above ${to}, and no cloud lowers a version; take it out of its wave`;
  if (step > 1) return `"${name}" is on ${from}, and clouds raise one minor at a time; upgrade it to ${minorAfter(from)} first`;
  if (unreachable !== undefined)
    return `"${name}" is frozen until ${unreachable.until} (${unreachable.reason}), so that nothing of it would be upgraded; take it out of its wave, or remove clusters.${name}.unreachable`;
  return undefined;
}
