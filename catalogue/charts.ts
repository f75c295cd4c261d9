/** A Helm chart at one version: who publishes it, and what an update installs it from. */
export interface ChartVersion {
  /** As its Chart.yaml has it. */
  readonly chart: string;
  readonly version: string;
  /** "https://..." of a repository that lists it, or "oci://..." of the chart itself. */
  readonly source: string;
  /**
   * Path below the program's folder, where `npm run charts` puts its archive. It is an input of every release and recorded in the state, so it is
   * the same on every machine: docs/decisions/charts.md.
   */
  readonly archive: string;
}

/** Below the program's folder. */
export const chartFolderName = "charts";

/** What a repository lists by name. https://helm.sh/docs/topics/chart_repository/ */
export function chartInRepository(repository: string, chart: string, version: string): ChartVersion {
  return { chart, version, source: repository, archive: `./${chartFolderName}/${archiveName(chart, version)}` };
}

/** @param source "oci://<registry>/<path>/<chart>". https://helm.sh/docs/topics/registries/ */
export function chartInRegistry(source: string, version: string): ChartVersion {
  return { ...chartInRepository(source, source.slice(source.lastIndexOf("/") + 1), version), source };
}

/** As `helm package` and `helm pull` call it: https://helm.sh/docs/helm/helm_package/ */
export function archiveName(chart: string, version: string): string {
  return `${chart}-${version}.tgz`;
}
