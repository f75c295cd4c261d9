import type { ReportedLoss, ReportedSurvival } from "../sections/losses";
import { table } from "./table";
import { percent } from "../percent";

export function lossesHeading({ peakRps }: ReportedSurvival): string {
  const load = peakRps === null ? "traffic.peakRps is not said, so capacity is not judged" : `${peakRps} requests per second at peak`;
  return `When a place is lost (${load}; maxima as in the stack files)`;
}

/** Losses by what each cloud then answers, who is closest to its limit, and how long it is felt. */
export function lossTable({ nothingLost, asked, peakRps }: ReportedSurvival, losses: readonly ReportedLoss[]): string {
  const clouds = Object.keys(nothingLost.shares);
  const known = losses.some(({ lost }) => lost === asked?.lost);
  const rows = [nothingLost, ...losses, ...(asked === null || known ? [] : [asked])].map((loss) => [
    loss.lost === "" ? "nothing" : loss.lost,
    ...clouds.map((cloud) => percent(loss.shares[cloud] ?? 0)),
    ...(peakRps === null ? [] : [tightest(loss)]),
    loss.lost === "" ? "" : loss.worstSeconds === null ? "never" : `${loss.worstSeconds} s`,
    verdict(loss),
  ]);
  return table(["lost", ...clouds, ...(peakRps === null ? [] : ["closest to its limit"]), "recovered by", judged(peakRps)], rows);
}

function tightest({ clusters, databases }: ReportedLoss): string {
  const loads = [
    ...clusters.flatMap(({ cluster, rps, capacityRps }) =>
      rps === null || capacityRps === null ? [] : [{ name: cluster, needs: rps, has: capacityRps, unit: "rps" }],
    ),
    ...databases.map(({ database, connections, maxConnections }) => ({
      name: database,
      needs: connections,
      has: maxConnections,
      unit: "connections",
    })),
  ];
  const [most] = [...loads].sort((a, b) => b.needs / b.has - a.needs / a.has);
  return most === undefined ? "" : `${most.name} ${Math.ceil(most.needs)} of ${most.has} ${most.unit}`;
}

function verdict({ survives, allowed }: ReportedLoss): string {
  if (survives) return "yes";
  return allowed === null ? "NO" : `no, allowed until ${allowed.until}`;
}

/** What a loss is survived by: without a load there is only somebody to answer. */
function judged(peakRps: number | null): string {
  return peakRps === null ? "answered" : "carried";
}

export function askedHeading({ lost, survives, clusters }: ReportedLoss, { peakRps }: ReportedSurvival): string {
  if (clusters.length === 0) return `Without ${lost}: NOT answered`;
  return `Without ${lost}: ${survives ? judged(peakRps) : "NOT carried"}`;
}

export function askedTable({ clusters }: ReportedLoss): string {
  const rows = clusters.map(({ cluster, share, rps, capacityRps, replicas, maxReplicas, room }) => [
    cluster,
    percent(share),
    ...[rps, capacityRps, replicas, maxReplicas, room].map((value) => (value === null ? "" : String(Math.ceil(value)))),
  ]);
  return table(["cluster", "share", "rps", "carries", "replicas", "maximum", "room for"], rows);
}
