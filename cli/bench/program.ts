import type { FleetConfig } from "../../config";
import type { ManagedCluster } from "../../config/clusters";
import { loadStack } from "../../config/file/load";
import { planStack } from "../../plan";
import { quotaTable } from "../../catalogue/quotaDefaults";
import { figure, median, type Figure } from "./figures";
import { repository, run } from "./processes";

/** What the program and the plan cost, most of it as ratios of two runs of the same machine. */
export async function programFigures(runs: number): Promise<readonly Figure[]> {
  return [...(await evaluation(runs)), growth(runs), await planCommand(runs)];
}

/** The program against bare registrations of the same resources. */
async function evaluation(runs: number): Promise<readonly Figure[]> {
  const measure = async (what: "program" | "floor"): Promise<{ readonly milliseconds: number; readonly megabytes: number }> =>
    JSON.parse((await run(["cli/bench/evaluation.ts", what, "prod"])).stdout) as { milliseconds: number; megabytes: number };
  const pairs = await repeat(runs, async () => ({ program: await measure("program"), floor: await measure("floor") }));
  return [
    figure(
      "evaluating prod, time against bare registrations",
      median(pairs.map(({ program, floor }) => program.milliseconds / floor.milliseconds)),
      "x",
      1.25,
    ),
    figure(
      "evaluating prod, memory against bare registrations",
      median(pairs.map(({ program, floor }) => program.megabytes / floor.megabytes)),
      "x",
      1.25,
    ),
  ];
}

/** The offline plan of 600 clusters against that of 6, per cluster. */
function growth(runs: number): Figure {
  const config = loadStack(repository, "prod");
  const cost = (clusters: number): number => {
    const fleet = enlarged(config.fleet, clusters);
    const repeats = Math.ceil(600 / clusters);
    const before = process.hrtime.bigint();
    for (let repeat = 0; repeat < repeats; repeat += 1) planStack({ kind: "fleet", stack: "prod", fleet });
    return Number(process.hrtime.bigint() - before) / repeats / clusters;
  };
  for (const clusters of [6, 600]) cost(clusters);
  return figure("planning 600 clusters against 6, per cluster", median(Array.from({ length: runs }, () => cost(600) / cost(6))), "x", 1.1);
}

/** The clusters that the fleet makes over and over, each with a slot of its own. Google Cloud's come first: their pod ranges end at slot 255. */
function enlarged(fleet: FleetConfig, clusters: number): FleetConfig {
  const made = Object.entries(fleet.clusters).flatMap(([name, cluster]): [string, ManagedCluster][] =>
    cluster.cloud === "existing" ? [] : [[name, cluster]],
  );
  const models = made.sort(([, a], [, b]) => Number(b.cloud === "gcp") - Number(a.cloud === "gcp"));
  const copies = models.flatMap(([name, cluster]) =>
    Array.from({ length: clusters / models.length }, (_, copy) => [`${name}-${copy}`, cluster] as const),
  );
  const { aws, azure, gcp } = fleet.clouds;
  const clouds = {
    aws: aws && { ...aws, quotas: withRoom(quotaTable.aws) },
    azure: azure && { ...azure, quotas: withRoom(quotaTable.azure) },
    gcp: gcp && { ...gcp, quotas: withRoom(quotaTable.gcp) },
  };
  return { ...fleet, clouds, clusters: Object.fromEntries(copies.map(([name, cluster], slot) => [name, { ...cluster, slot }])) };
}

/** No account that exists could hold them. */
function withRoom<Name extends string>(quotas: Readonly<Record<Name, unknown>>): Record<Name, number> {
  return Object.fromEntries(Object.keys(quotas).map((name) => [name, 1e6])) as Record<Name, number>;
}

/** At most two seconds, or where a machine needs longer for the SDKs alone, one and a half times that. */
async function planCommand(runs: number): Promise<Figure> {
  const report = JSON.parse((await run(["cli/plan.ts", "prod", "--json"])).stdout) as { resources: readonly unknown[] };
  const pairs = await repeat(runs, async () => ({
    floor: (await run(["cli/bench/floor.ts", String(report.resources.length)])).seconds,
    plan: (await run(["cli/plan.ts", "prod", "--json"])).seconds,
  }));
  const medianOf = (side: "floor" | "plan"): number => median(pairs.map((pair) => pair[side]));
  const floor = medianOf("floor");
  return figure("npm run plan -- prod --json, wall", medianOf("plan"), "s", Math.max(2, 1.5 * floor), floor);
}

/** One after another, so that none disturbs another. */
async function repeat<T>(runs: number, measure: () => Promise<T>): Promise<readonly T[]> {
  const measured: T[] = [];
  for (let round = 0; round < runs; round += 1) measured.push(await measure());
  return measured;
}
