import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { archiveName, type ChartVersion } from "../../catalogue/charts";
import { installedCharts } from "../../catalogue/versions";
import { chartInArchive, sha256Of } from "../../config/charts/archive";
import { lockFile, readLock } from "../../config/charts/folder";
import { type ChartLock, lockCommand, type LockedChart, lockName, renderLock, rowOf } from "../../config/charts/lock";
import { type Patience, patience } from "./download";
import { type ArchiveOf, openSources } from "./sources";

/** What became of each row, in their order. */
export interface Brought {
  /** "istiod 1.31.4" */
  readonly fetched: readonly string[];
  /** Were there already, and right. */
  readonly kept: readonly string[];
  /** One sentence each. */
  readonly problems: readonly string[];
}

/**
 * Brings every archive into the folder that the lock has a digest of and that is not there; nothing else of the folder is touched. An archive
 * is there whole or not at all.
 */
export async function bringArchives(folder: string, lock: ChartLock, bounds: Patience = patience): Promise<Brought> {
  const archiveOf = openSources(lock.mirror, bounds);
  return brought(await Promise.all(lock.charts.map((row) => bring(folder, row, archiveOf))));
}

/**
 * Writes the lock that the catalogue wants: a row a chart, with the digest that it had in the lock or, where it had none, that of the archive which
 * its source has today. From then on no other archive is taken for that version. Brings the archives, too.
 *
 * @throws ConfigError where there is a lock that cannot be read: its mirror and its digests would be lost
 */
export async function writeLock(
  folder: string,
  installed: readonly ChartVersion[] = installedCharts,
  bounds: Patience = patience,
): Promise<Brought> {
  const before: ChartLock = existsSync(lockFile(folder)) ? readLock(folder) : { charts: [] };
  const archiveOf = openSources(before.mirror, bounds);
  const rows = installed.map((wanted): LockedChart => {
    const { chart, version, source } = wanted;
    const sha256 = rowOf(before, wanted)?.sha256;
    return { chart, version, source, ...(sha256 === undefined ? {} : { sha256 }) };
  });
  const results = await Promise.all(
    rows.map((row) => (row.sha256 === undefined ? lockRow(folder, row, archiveOf) : bring(folder, row, archiveOf))),
  );
  const text = renderLock({ ...before, charts: results.map(({ row }) => row) });
  if (!existsSync(lockFile(folder)) || readFileSync(lockFile(folder), "utf8") !== text) replace(folder, "lock.yaml", text);
  return brought(results);
}

interface Result {
  readonly row: LockedChart;
  readonly became: "fetched" | "kept" | { readonly problem: string };
}

async function bring(folder: string, row: LockedChart, archiveOf: ArchiveOf): Promise<Result> {
  if (row.sha256 === undefined) return failed(row, `${lockName} has no sha256 of it; ${lockCommand} writes it`);
  const name = archiveName(row.chart, row.version);
  const file = join(folder, name);
  if (existsSync(file) && sha256Of(readFileSync(file)) === row.sha256) return { row, became: "kept" };
  try {
    const archive = await archiveOf(row);
    const found = sha256Of(archive);
    if (found !== row.sha256)
      return failed(
        row,
        `what came has the sha256 ${found}, and ${lockName} says ${row.sha256}; it was not written. Where its publisher says that this version ` +
          `was made anew, take the digest out of the lock and run ${lockCommand}`,
      );
    replace(folder, name, archive);
    return { row, became: "fetched" };
  } catch (error) {
    return failed(row, error instanceof Error ? error.message : String(error));
  }
}

/** The first time that an archive is seen: whatever it is, it must at least be the chart. */
async function lockRow(folder: string, row: LockedChart, archiveOf: ArchiveOf): Promise<Result> {
  try {
    const archive = await archiveOf(row);
    const said = chartInArchive(archive);
    if (said === undefined) return failed(row, "what came is no archive of a chart");
    if (said.name !== row.chart || said.version !== row.version) return failed(row, `what came is ${said.name} ${said.version}`);
    replace(folder, archiveName(row.chart, row.version), archive);
    return { row: { ...row, sha256: sha256Of(archive) }, became: "fetched" };
  } catch (error) {
    return failed(row, error instanceof Error ? error.message : String(error));
  }
}

function failed(row: LockedChart, reason: string): Result {
  return { row, became: { problem: `${nameOf(row)}: ${reason}` } };
}

function brought(results: readonly Result[]): Brought {
  const those = (became: Result["became"]): readonly string[] =>
    results.filter((result) => result.became === became).map(({ row }) => nameOf(row));
  return {
    fetched: those("fetched"),
    kept: those("kept"),
    problems: results.flatMap(({ became }) => (typeof became === "object" ? [became.problem] : [])),
  };
}

function nameOf({ chart, version }: LockedChart): string {
  return `${chart} ${version}`;
}

/** In one step: what is half written has a name that nobody reads. */
function replace(folder: string, name: string, content: string | Uint8Array): void {
  mkdirSync(folder, { recursive: true });
  const scratch = join(folder, `.${name}.${process.pid}`);
  try {
    writeFileSync(scratch, content);
    renameSync(scratch, join(folder, name));
  } catch (error) {
    rmSync(scratch, { force: true });
    throw error;
  }
}
