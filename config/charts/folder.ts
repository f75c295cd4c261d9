import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { archiveName, chartFolderName, type ChartVersion } from "../../catalogue/charts";
import { type Finding, parse } from "../file/messages";
import { ConfigError, type Problem } from "../file/problems";
import { readText } from "../file/project";
import { readYaml } from "../file/yaml";
import { sha256Of } from "./archive";
import { ChartLock, disagreements, lockCommand, lockName, rowOf } from "./lock";

/** Names the folder in whose place the lab has one of its own: nothing there comes from a network. */
export const chartFolderVariable = "GATEWAY_FLEET_CHARTS";

/** Where the lock and the archives are: in the program's folder, which is the working directory of whatever reads `./charts`. */
export function chartFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const named = environment[chartFolderVariable] ?? "";
  return named === "" ? join(__dirname, "..", "..", chartFolderName) : named;
}

export function lockFile(folder: string): string {
  return join(folder, "lock.yaml");
}

/**
 * What `lock.yaml` says, whether or not it is what the catalogue wants.
 *
 * @throws ConfigError with all that is wrong with it
 */
export function readLock(folder: string): ChartLock {
  return readLocated(folder).lock;
}

/** @throws ConfigError where the lock is not of what the catalogue installs, or of nothing at all */
export function requireLock(folder: string = chartFolder()): void {
  const { lock, locate } = readLocated(folder);
  const found = disagreements(lock);
  if (found.length > 0) throw new ConfigError(locate(found));
}

interface LocatedLock {
  readonly lock: ChartLock;
  readonly locate: (findings: readonly Finding[]) => readonly Problem[];
}

function readLocated(folder: string): LocatedLock {
  const path = lockFile(folder);
  const refuse = (message: string) => new ConfigError([{ file: lockName, path: "", message }]);
  if (!existsSync(path)) throw refuse(`does not exist; ${lockCommand} writes it`);
  const read = readText(path);
  if (read.text === undefined) throw refuse(read.message);
  const { content, problems, locate } = readYaml(lockName, read.text);
  if (problems.length > 0) throw new ConfigError(problems);
  const parsed = parse(ChartLock, content);
  if (!parsed.ok) throw new ConfigError(locate(parsed.findings, (place) => place));
  return { lock: parsed.data, locate: (findings) => locate(findings, (place) => place) };
}

/** Why a chart cannot be installed from the folder, as the end of a sentence; undefined where it can. */
export function describeUnready(folder: string, lock: ChartLock, chart: ChartVersion): string | undefined {
  const row = rowOf(lock, chart);
  if (row === undefined) return `${lockName} has no row of it`;
  if (row.sha256 === undefined) return `${lockName} has no sha256 of it`;
  const name = archiveName(chart.chart, chart.version);
  const archive = join(folder, name);
  if (!existsSync(archive)) return `${chartFolderName}/${name} does not exist`;
  const found = sha256Of(readFileSync(archive));
  return found === row.sha256 ? undefined : `${chartFolderName}/${name} has the sha256 ${found}, and ${lockName} says ${row.sha256}`;
}
