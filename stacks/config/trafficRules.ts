import type { Clouds } from "./clouds";
import type { Clusters } from "./clusters";
import { nearest } from "./messages";
import type { Cloud } from "./names";
import type { Scope } from "./rules";
import type { Traffic } from "./traffic";
import type { Workloads } from "./workloads";

/** What DNS sends people to. */
export interface Served {
  readonly clouds: Clouds;
  readonly clusters: Clusters;
  readonly workloads: Workloads;
}

/** The two files, where fleet and traffic are stacks of their own. */
export interface TwoStacks {
  readonly fleet: string;
  readonly traffic: string;
}

/**
 * Traffic goes to clusters that exist and answer, and a fleet drops no cluster that traffic still serves.
 *
 * @param stacks names of the two stacks; undefined where one stack owns both
 */
export function checkTraffic(
  traffic: Traffic,
  fleet: Served,
  scopes: { readonly traffic: Scope; readonly fleet: Scope },
  stacks: TwoStacks | undefined,
): void {
  if (!scopes.fleet.readable("clouds") || !scopes.fleet.readable("clusters")) return;
  checkWeights(traffic, fleet, scopes, stacks);
  if (traffic.clusters !== undefined && scopes.traffic.readable("clusters")) checkServingClusters(traffic, fleet, scopes, stacks);
  checkProbedPort(traffic, fleet, scopes);
}

function checkWeights(
  traffic: Traffic,
  fleet: Served,
  scopes: { readonly traffic: Scope; readonly fleet: Scope },
  stacks: TwoStacks | undefined,
): void {
  if (!scopes.traffic.readable("weights")) return;
  const names = Object.keys(fleet.clusters);
  const knowsEveryCloud = names.every((name) => scopes.fleet.sound("clusters", name, "cloud"));
  const where = stacks === undefined ? "" : ` in Pulumi.${stacks.fleet}.yaml`;
  for (const cloud of weightedClouds(traffic)) {
    const path = ["weights", cloud];
    if (!Object.hasOwn(fleet.clouds, cloud))
      scopes.traffic.report(
        path,
        `${cloud} is not configured under clouds${where}; give its weight to the others, or add clouds.${cloud} and a cluster`,
      );
    else if (knowsEveryCloud && !names.some((name) => fleet.clusters[name]?.cloud === cloud))
      scopes.traffic.report(path, `${cloud} has no cluster${where}; give its weight to the others, or add a cluster first`);
    else if (
      knowsEveryCloud &&
      scopes.traffic.readable("clusters") &&
      traffic.clusters !== undefined &&
      !servingClouds(traffic, fleet).includes(cloud)
    )
      scopes.traffic.report(
        path,
        `${cloud} has a weight, but traffic.clusters names none of its clusters; name one, or give the weight to the others`,
        ["clusters"],
      );
  }
}

function checkServingClusters(
  traffic: Traffic,
  fleet: Served,
  scopes: { readonly traffic: Scope; readonly fleet: Scope },
  stacks: TwoStacks | undefined,
): void {
  const known = Object.keys(fleet.clusters);
  const weighted = scopes.traffic.readable("weights") ? weightedClouds(traffic) : undefined;
  for (const name of Object.keys(traffic.clusters ?? {})) {
    if (!known.includes(name)) {
      scopes.traffic.report(["clusters", name], describeGone(name, known, Object.keys(traffic.clusters ?? {}), stacks));
      continue;
    }
    const cloud = scopes.fleet.sound("clusters", name, "cloud") ? fleet.clusters[name]?.cloud : undefined;
    if (cloud === "existing")
      scopes.traffic.report(
        ["clusters", name],
        "serves, but is an existing cluster: DNS answers with front doors that the program makes, and there is none; remove it here",
      );
    else if (cloud !== undefined && weighted !== undefined && !weighted.includes(cloud))
      scopes.traffic.report(
        ["clusters", name],
        `serves, but its cloud ${cloud} has no weight; add weights.${cloud}, or remove the cluster here`,
        ["weights"],
      );
  }
}

/** Probing a port that nothing listens on takes every address out of the answers. */
function checkProbedPort(traffic: Traffic, fleet: Served, scopes: { readonly traffic: Scope; readonly fleet: Scope }): void {
  if (!scopes.traffic.sound("health", "port") || !scopes.fleet.readable("workloads")) return;
  const names = Object.keys(fleet.workloads);
  if (!names.every((name) => scopes.fleet.sound("workloads", name, "expose"))) return;
  const exposed = names.flatMap((name) => fleet.workloads[name]?.expose?.port ?? []);
  const { port } = traffic.health;
  if (exposed.length === 0)
    scopes.traffic.report(
      ["health", "port"],
      `${port} is probed, but no workload answers at the front doors; give one of them expose: { port: ${port} }`,
    );
  else if (!exposed.includes(port))
    scopes.traffic.report(["health", "port"], `${port} is probed, but the front doors answer on ${exposed.join(", ")}; probe that port`);
}

function describeGone(name: string, known: readonly string[], served: readonly string[], stacks: TwoStacks | undefined): string {
  const near = nearest(
    name,
    known.filter((cluster) => !served.includes(cluster)),
  );
  const hint = near === undefined ? "" : `; did you mean "${near}"?`;
  if (stacks === undefined)
    return `"${name}" is served, but is not in clusters${hint === "" ? "; remove it here or add the cluster" : hint}`;
  const file = `Pulumi.${stacks.fleet}.yaml`;
  return `"${name}" is served, but ${file} has no such cluster${hint} (to drop it, remove it here and update ${stacks.traffic} first, then remove it from ${file}; to add it, update ${stacks.fleet} first)`;
}

function weightedClouds(traffic: Traffic): Cloud[] {
  return (["aws", "azure", "gcp"] as const).filter((cloud) => Object.hasOwn(traffic.weights, cloud));
}

function servingClouds(traffic: Traffic, fleet: Served): (Clusters[string]["cloud"] | undefined)[] {
  return Object.keys(traffic.clusters ?? {}).map((name) => fleet.clusters[name]?.cloud);
}
