import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import Table from "cli-table3";
import { Command } from "commander";
import type { FleetConfig } from "../stacks/config";
import type { ManagedCluster } from "../stacks/config/clusters";
import { loadStack } from "../stacks/config/load";
import { planStack } from "../stacks/plan";
import { quotaTable } from "../stacks/plan/quotaTable";

/** One measured figure against its goal. */
interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Largest value that is good. */
  readonly goal: number;
  readonly holds: boolean;
}

const repository = resolve(__dirname, "..");

new Command("bench")
  .description("Measures what the program and the plan cost. Ratios compare two runs of the same machine; a busy one still blurs them.")
  .option("--json", "print one JSON document and nothing else", false)
  .option("--runs <n>", "runs per figure, the median counts", Number, 5)
  .action(({ json, runs }: { readonly json: boolean; readonly runs: number }) => {
    const figures = [...evaluation(runs), growth(runs), planCommand(runs)];
    process.stdout.write(json ? `${JSON.stringify({ figures }, undefined, 2)}\n` : `${tableOf(figures)}\n`);
    if (figures.some(({ holds }) => !holds)) process.exitCode = 1;
  })
  .parse();

/** The program against bare registrations of the same resources. */
function evaluation(runs: number): readonly Figure[] {
  const measure = (what: "program" | "floor"): { readonly milliseconds: number; readonly megabytes: number } =>
    JSON.parse(run(["cli/bench/evaluation.ts", what, "prod"]).stdout) as { milliseconds: number; megabytes: number };
  const pairs = Array.from({ length: runs }, () => ({ program: measure("program"), floor: measure("floor") }));
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
function planCommand(runs: number): Figure {
  const report = JSON.parse(run(["cli/plan.ts", "prod", "--json"]).stdout) as { resources: readonly unknown[] };
  const pairs = Array.from({ length: runs }, () => ({
    floor: seconds(["cli/bench/floor.ts", String(report.resources.length)]),
    plan: seconds(["cli/plan.ts", "prod", "--json"]),
  }));
  const floor = median(pairs.map((pair) => pair.floor));
  return figure(
    "npm run plan -- prod --json, wall",
    median(pairs.map(({ plan }) => plan)),
    "s",
    Math.max(2, Number((1.5 * floor).toFixed(3))),
  );
}

function seconds(script: readonly string[]): number {
  const before = process.hrtime.bigint();
  run(script);
  return Number(process.hrtime.bigint() - before) / 1e9;
}

function run([script = "", ...args]: readonly string[]): { readonly stdout: string } {
  const result = spawnSync(process.execPath, ["--import", "tsx", join(repository, script), ...args], { cwd: repository, encoding: "utf8" });
  if (result.status !== 0) throw new Error(`node ${script} ${args.join(" ")} failed: ${result.stderr}`);
  return result;
}

function figure(name: string, value: number, unit: string, goal: number): Figure {
  return { name, value: Number(value.toFixed(3)), unit, goal, holds: value <= goal };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function tableOf(figures: readonly Figure[]): string {
  const table = new Table({ head: ["figure", "value", "goal", "holds"], style: { head: [], border: [], compact: true } });
  for (const { name, value, unit, goal, holds } of figures)
    table.push([name, `${value} ${unit}`, `<= ${goal} ${unit}`, holds ? "yes" : "no"]);
  return table.toString();
}
