import { stringify } from "yaml";
import { z } from "zod";
import { type ChartVersion, chartFolderName } from "../../catalogue/charts";
import { installedCharts } from "../../catalogue/versions";
import type { Finding } from "../file/messages";
import { ChartSource } from "./source";

/** https://helm.sh/docs/chart_best_practices/conventions/#chart-names; it is a part of a file's name here. */
const ChartName = z.string().regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/);

/** https://helm.sh/docs/topics/charts/#charts-and-versioning */
const ChartVersionText = z.string().regex(/^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/);

const LockedChart = z.strictObject({
  chart: ChartName.describe("its name"),
  version: ChartVersionText.describe("its version"),
  source: ChartSource.describe("where its publisher has it"),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .describe("of its archive, as it was first seen"),
});
export type LockedChart = z.output<typeof LockedChart>;

/** Which archive each chart is installed from, whoever hands it out: docs/decisions/charts.md. */
export const ChartLock = z.strictObject({
  mirror: ChartSource.optional().describe("what is asked in place of every source"),
  charts: z.array(LockedChart).describe("the charts"),
});
export type ChartLock = z.output<typeof ChartLock>;

/** What writes rows and digests. */
export const lockCommand = "`npm run charts -- --lock`";

const heading = `# The archives that charts of catalogue/versions.ts are installed from: docs/decisions/charts.md.
# \`npm run charts\` fetches them into this folder; ${lockCommand} writes this file, and keeps of it the mirror and the digests.
# A mirror is one line, and takes the place of all sources: "mirror: https://<host>/<path>" or "mirror: oci://<host>/<path>".
`;

/** Rows are in the order of their archives. */
export function renderLock({ mirror, charts }: ChartLock): string {
  const rows = charts.map(({ chart, version, source, sha256 }) => ({
    chart,
    version,
    source,
    ...(sha256 === undefined ? {} : { sha256 }),
  }));
  return heading + stringify({ ...(mirror === undefined ? {} : { mirror }), charts: rows }, { lineWidth: 0 });
}

/** The row that an installed chart is fetched by. */
export function rowOf({ charts }: ChartLock, { chart, version, source }: ChartVersion): LockedChart | undefined {
  return charts.find((row) => row.chart === chart && row.version === version && row.source === source);
}

/**
 * What the lock lacks or has otherwise than the catalogue. Rows of no chart in the catalogue are left alone: a frozen cluster may still have
 * the release that one is of.
 */
export function disagreements(lock: ChartLock, installed: readonly ChartVersion[] = installedCharts): readonly Finding[] {
  return [...installed.filter((chart) => rowOf(lock, chart) === undefined).map((chart) => disagreement(lock, chart)), ...twice(lock)];
}

function disagreement({ charts }: ChartLock, { chart, version, source }: ChartVersion): Finding {
  const index = charts.findIndex((row) => row.chart === chart);
  const row = charts[index];
  const remedy = `${lockCommand} writes it`;
  if (row === undefined)
    return { path: ["charts"], message: `no row has ${chart} ${version}, which catalogue/versions.ts installs; ${remedy}` };
  if (row.version !== version)
    return {
      path: ["charts", index, "version"],
      message: `${chart} is ${row.version} here and ${version} in catalogue/versions.ts; ${remedy}`,
    };
  return { path: ["charts", index, "source"], message: `${chart} is of ${source} in catalogue/versions.ts; ${remedy}` };
}

function twice({ charts }: ChartLock): readonly Finding[] {
  const keys = charts.map(({ chart, version }) => `${chart} ${version}`);
  return keys.flatMap((key, index) =>
    keys.indexOf(key) === index ? [] : [{ path: ["charts", index], message: `${key} has a row already; remove one of the two` }],
  );
}

/** As messages and people name it. */
export const lockName = `${chartFolderName}/lock.yaml`;
