import * as pulumi from "@pulumi/pulumi";
import type { ChartVersion } from "../../catalogue/charts";
import { chartFolder, describeUnready, readLock } from "../../config/charts/folder";
import { lockCommand } from "../../config/charts/lock";
import { enginesIn } from "../../plan/engines/engine";
import type { ClusterPlan } from "../../plan/model/fleet";

/**
 * Stops a preview or an update before it begins when an archive of a chart is missing, or is another one than the lock's: the provider would
 * find out at each release, and of the second not at all.
 *
 * @throws pulumi.RunError that lists every archive, and says what brings them
 */
export function requireCharts(clusters: readonly ClusterPlan[], folder: string = chartFolder()): void {
  const wanted = chartsOf(clusters);
  if (wanted.length === 0) return;
  const lock = readLock(folder);
  const unready = wanted.flatMap((chart) => {
    const reason = describeUnready(folder, lock, chart);
    return reason === undefined ? [] : [`  ${chart.chart} ${chart.version}: ${reason}`];
  });
  if (unready.length > 0)
    throw new pulumi.RunError(
      `charts are installed from archives below ${folder}, and not all of them are there:\n${unready.join("\n")}\n` +
        "`npm run charts` brings those that the lock has a sha256 of; " +
        `${lockCommand}, once and where there is a network, writes the others' into the lock: docs/decisions/charts.md`,
    );
}

/** What the clusters install, each once. A frozen cluster has the releases of its state, whatever the plan says. */
function chartsOf(clusters: readonly ClusterPlan[]): readonly ChartVersion[] {
  const charts = clusters.filter(({ unreachable }) => unreachable === undefined).flatMap(chartsIn);
  return [...new Map(charts.map((chart) => [chart.archive, chart])).values()];
}

function chartsIn(cluster: ClusterPlan): readonly ChartVersion[] {
  const ofCloud = cluster.cloud === "aws" ? [cluster.loadBalancerController, cluster.nodeAutoscaler.engine] : [];
  const engines = [...ofCloud, ...enginesIn(cluster.platform)];
  const gateway = cluster.platform.mesh?.crossCluster?.gatewayChart;
  return [...engines.flatMap(({ charts }) => charts.map(({ chart }) => chart)), ...(gateway === undefined ? [] : [gateway])];
}
