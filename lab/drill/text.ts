import Table from "cli-table3";
import { stretch, type ClientKind } from "./clients/clients";
import { listOf } from "./measures/failures";
import { lossKinds } from "./losses/kinds";
import type { DrillReport } from "./report";

/** The report for people. */
export function renderDrill(report: DrillReport): readonly string[] {
  const { answers, requests, judged, holds } = report;
  return [
    ...heading(report),
    ...tableLines(
      ["after the loss", "clients", "struck", "p50", "p95", "p99", "worst"],
      [
        ...(report.model === null ? [] : [modelRow(report.model)]),
        ...(Object.keys(titles) as ClientKind[]).map((kind) => recoveryRow(kind, report)),
      ],
    ),
    `answers: the last one with ${report.lost} ${seconds(answers.leftAfterSeconds, "had not come when it was given back")}`,
    `back: first answer ${seconds(answers.backAfterSeconds, "never")}, every address ${seconds(answers.wholeAfterSeconds, "never")} after it was given back`,
    `requests while it was lost: ${requests.sent}, of which ${requests.failed} failed${listOf(requests.failures)}`,
    ...tableLines(
      ["share served", "before", "plan", "lost", "plan", "after", "kept connections after"],
      report.shares.map(({ cloud, before, beforeModel, lost, lostModel, after, pooledAfter }) => [
        cloud,
        percent(before),
        percent(beforeModel),
        percent(lost),
        lostModel === null ? "" : percent(lostModel),
        percent(after),
        percent(pooledAfter),
      ]),
    ),
    ...capacityLines(report.capacity ?? []),
    ...judged.map(({ what, holds: held }) => `${held ? "holds" : "FAILS"}  ${what}`),
    holds ? "the drill holds" : "the drill does not hold",
  ];
}

const titles: Readonly<Record<ClientKind, string>> = {
  honouring: "honour the TTL",
  stretching: `stretch it to ${stretch} times`,
  pooled: "keep connections",
};

function heading({ stack, lost, kind, clusters, seed, timeScale, ttlSeconds }: DrillReport): readonly string[] {
  const clock = timeScale === 1 ? "in real time" : `on a clock ${timeScale} times as fast as real time`;
  return [
    `${stack} loses ${lost} (${clusters.join(", ")}): ${lossKinds[kind]}`,
    `${clock}, seed ${seed}, TTL ${ttlSeconds} s; seconds are that clock's`,
  ];
}

function modelRow({ p50Seconds, p95Seconds, p99Seconds, worstSeconds }: NonNullable<DrillReport["model"]>): readonly string[] {
  return ["model", "", "", ...[p50Seconds, p95Seconds, p99Seconds, worstSeconds].map((value) => `${value} s`)];
}

function recoveryRow(kind: ClientKind, { recovery, clients }: DrillReport): readonly string[] {
  const { struck, p50Seconds, p95Seconds, p99Seconds, worstSeconds } = recovery[kind];
  const figures = [p50Seconds, p95Seconds, p99Seconds, worstSeconds].map((value) => seconds(value, "never"));
  return [titles[kind], String(clients[kind]), String(struck), ...figures];
}

function capacityLines(capacity: NonNullable<DrillReport["capacity"]>): readonly string[] {
  if (capacity.length === 0) return [];
  const rows = capacity.map(({ cluster, replicasBefore, replicasAfter, mostLoad, metAfterSeconds }) => [
    cluster,
    String(replicasBefore),
    String(replicasAfter),
    percent(mostLoad),
    seconds(metAfterSeconds, "never"),
  ]);
  return tableLines(["survivor", "replicas", "then", "most load of one, of its target", "enough after"], rows);
}

function tableLines(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const table = new Table({ head: [...head], style: { head: [], border: [], compact: true } });
  table.push(...rows.map((row) => [...row]));
  return table.toString().split("\n");
}

function seconds(value: number | null, otherwise: string): string {
  return value === null ? otherwise : `${value.toFixed(1)} s`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
