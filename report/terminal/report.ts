import { renderProblems, renderWarnings } from "../../config/file/problems";
import { byCodeUnit } from "../../plan/order";
import type { UpgradePlan } from "../../plan/rollout/upgradeWaves";
import { changeColumns, changeRows, changesHeading } from "./changes";
import type { ReportedChanges } from "../../preview/change/compare";
import type { ReportedLoss, ReportedSurvival } from "../sections/losses";
import { askedHeading, askedTable, lossesHeading, lossTable } from "./losses";
import type { PlanReport } from "../report";
import type { ReportedCluster } from "../sections/clusters";
import { table } from "./table";
import type { Commitment } from "../../plan/model/accounts";
import type { ReportedFailover, ReportedTraffic } from "../sections/traffic";
import type { ReportedQuota } from "../sections/quotas";
import type { ReportedResource } from "../sections/resources";
import { percent } from "../percent";

/**
 * The report for people: clusters, where answers lead, how many resources of which type.
 *
 * @param colour only where a terminal shows it
 */
export function renderReport(report: PlanReport, colour: boolean): string {
  const heading = (text: string) => (colour ? `\u001b[1m${text}\u001b[22m` : text);
  const changes = report.changes === null ? [] : [heading(changesHeading(report.changes)), ...changeTable(report.changes)];
  const survival = report.survival === null ? [] : [heading(lossesHeading(report.survival)), lossTable(report.survival, report.losses)];
  const losses = [...survival, ...askedSection(report.survival, heading)];
  if (report.errors.length > 0) return [...changes, ...losses, renderProblems(report.errors), ""].join("\n");
  return [
    heading(`Clusters of ${report.stack}`),
    clusterTable(report.clusters),
    ...report.clusters.filter(({ notManaged }) => notManaged.length > 0).map(notManagedLine),
    ...(report.traffic === null ? [] : [heading(trafficHeading(report.traffic)), trafficTable(report.traffic)]),
    ...(report.traffic === null || report.traffic.degraded.length === 0
      ? []
      : [heading("Answers while a cloud is slow but alive"), degradedTable(report.traffic)]),
    ...(report.failover === null ? [] : [heading(failoverHeading(report.failover, report.losses)), failoverTable(report.failover)]),
    ...losses,
    ...(report.upgrade === null ? [] : [heading(`Upgrade to ${report.upgrade.to}, wave after wave`), upgradeTable(report.upgrade)]),
    ...(report.quotas.length === 0
      ? []
      : [heading("Quotas, with every pool at its maximum and its replacement beside it"), quotaTable(report.quotas)]),
    ...(report.commitments.length === 0 ? [] : [heading("Nodes to commit to in advance"), commitmentTable(report.commitments)]),
    heading(resourceHeading(report.resources)),
    resourceTable(report.resources),
    ...changes,
    ...(report.warnings.length === 0 ? [] : [renderWarnings(report.warnings)]),
    "",
  ].join("\n");
}

function askedSection(survival: ReportedSurvival | null, heading: (text: string) => string): string[] {
  if (survival === null || survival.asked === null) return [];
  return [heading(askedHeading(survival.asked, survival)), ...(survival.asked.clusters.length === 0 ? [] : [askedTable(survival.asked)])];
}

function clusterTable(clusters: readonly ReportedCluster[]): string {
  const rows = clusters.map(({ name, cloud, region, kubernetes, cidr, pools, workloads }) => [
    name,
    cloud,
    region,
    kubernetes,
    cidr ?? "",
    pools
      .map(
        ({ key, min, max, machineTypes: [type, ...more] }) => `${key} ${min}-${max} ${type}${more.length === 0 ? "" : ` +${more.length}`}`,
      )
      .join("\n"),
    workloads.map((workload) => `${workload.name} ${workload.minReplicas}-${workload.maxReplicas}`).join("\n"),
  ]);
  return table(["name", "cloud", "region", "version", "addresses", "nodes", "replicas"], rows);
}

function notManagedLine({ name, context, notManaged }: ReportedCluster): string {
  return `${name} is the cluster of context ${context ?? ""}; left to whoever runs it: ${notManaged.join(", ")}`;
}

function upgradeTable({ to, waves }: UpgradePlan): string {
  const rows = waves.flatMap((steps, wave) => steps.map(({ cluster, from }) => [String(wave + 1), cluster, `${from} to ${to}`]));
  return table(["wave", "cluster", "minor"], rows);
}

function quotaTable(quotas: readonly ReportedQuota[]): string {
  const rows = quotas.map(({ cloud, quota, place, unit, demand, limit, percent }) => [
    cloud,
    quota,
    place,
    `${demand} ${unit}`,
    limit === null ? "not published" : String(limit),
    percent === null ? "" : `${percent} %`,
  ]);
  return table(["cloud", "quota", "where", "demand", "limit", "used"], rows);
}

function commitmentTable(commitments: readonly Commitment[]): string {
  const rows = commitments.map(({ cloud, region, family, machineType, nodes, vcpu, memoryGiB, years }) => [
    cloud,
    region,
    family,
    `${nodes} x ${machineType}`,
    String(vcpu),
    String(memoryGiB),
    years === 1 ? "1 year" : `${years} years`,
  ]);
  return table(["cloud", "region", "family", "nodes", "vCPU", "GiB", "term"], rows);
}

function trafficHeading({
  host,
  stack,
  ttlSeconds,
  probing: { intervalSeconds, failuresToLeave, successesToReturn },
}: ReportedTraffic): string {
  const probe = `probed every ${intervalSeconds} s, out after ${counted(failuresToLeave, "failure")}, back after ${counted(successesToReturn, "success", "successes")}`;
  return `Answers for ${host} (stack ${stack}, TTL ${ttlSeconds} s, ${probe})`;
}

function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

function trafficTable({ tree }: ReportedTraffic): string {
  const rows = tree.flatMap((cloud) => [
    [cloud.cloud, ...branchCells(cloud), cloud.backup === undefined ? "the others" : cloud.backup, ""],
    ...cloud.regions.flatMap((region) => [
      [`  ${region.region}`, ...branchCells(region), "", ""],
      ...region.clusters.map((cluster) => [
        `    ${cluster.cluster}`,
        ...branchCells(cluster),
        "",
        cluster.leaves.map(({ address }) => address).join(", "),
      ]),
    ]),
  ]);
  return table(["answer", "weight", "share", "when lost", "addresses"], rows);
}

function degradedTable({ degraded, tree }: ReportedTraffic): string {
  const clouds = tree.map(({ cloud }) => cloud);
  const rows = degraded.map(({ cloud, afterMinutes, shares }) => [
    cloud,
    `${afterMinutes} min`,
    ...clouds.map((other) => percent(shares[other] ?? 0)),
  ]);
  return table(["slow", "after", ...clouds], rows);
}

function failoverHeading({ objectiveSeconds, worstSeconds }: ReportedFailover, losses: readonly ReportedLoss[]): string {
  const final = losses.flatMap(({ lost, clusters }) => (clusters.length === 0 ? [lost] : []));
  const objective = objectiveSeconds === null ? "nothing is promised" : `${objectiveSeconds} s are promised`;
  const which = final.length === 0 ? "any loss" : `any loss but of ${final.join(" or ")}`;
  return `After ${which}, for clients that honour the TTL: ${worstSeconds} s at worst (${objective})`;
}

function failoverTable({ refused, blackHole, slow }: ReportedFailover): string {
  const row = (loss: string, { detectSeconds, p50Seconds, p95Seconds, p99Seconds, worstSeconds }: ReportedFailover["slow"]) => [
    loss,
    ...[detectSeconds, p50Seconds, p95Seconds, p99Seconds, worstSeconds].map((seconds) => `${seconds} s`),
  ];
  const rows = [row("refused at once", refused), row("nothing answers", blackHole), row("answers come too late", slow)];
  return table(["loss", "detected by", "half recovered", "95 %", "99 %", "all recovered"], rows);
}

type Branch = Pick<ReportedTraffic["tree"][number], "weight" | "role" | "away" | "share">;

function branchCells({ weight, role, away, share }: Branch): [string, string] {
  return [away ? "away" : role === "standby" ? `${weight} (standby)` : String(weight), percent(share)];
}

function changeTable(changes: ReportedChanges): string[] {
  const rows = changeRows(changes);
  return rows.length === 0 ? [] : [table(changeColumns, rows)];
}

function resourceHeading(resources: readonly ReportedResource[]): string {
  const stacks = [...new Set(resources.map(({ stack }) => stack))];
  const counts = stacks.map((stack) => `${resources.filter((resource) => resource.stack === stack).length} in ${stack}`);
  return `Resources: ${counts.join(", ")}`;
}

function resourceTable(resources: readonly ReportedResource[]): string {
  const counts = new Map<string, number>();
  for (const { stack, type } of resources) {
    const key = `${stack} ${type}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const rows = [...counts].sort(([a], [b]) => byCodeUnit(a, b)).map(([key, count]) => [...key.split(" "), String(count)]);
  return table(["stack", "type", "count"], rows);
}
