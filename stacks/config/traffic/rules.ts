import type { Clouds } from "../clouds";
import type { Clusters } from "../clusters";
import { nearest } from "../messages";
import { Cloud } from "../names";
import type { Path, Scope } from "../rules";
import type { Settings } from "../settings";
import type { Workloads } from "../workloads";
import type { Traffic } from "./index";

/** What DNS sends people to. */
export interface Served {
  readonly settings: Settings;
  readonly clouds: Clouds;
  readonly clusters: Clusters;
  readonly workloads: Workloads;
}

/** The two files, where fleet and traffic are stacks of their own. */
export interface TwoStacks {
  readonly fleet: string;
  readonly traffic: string;
}

interface Scopes {
  readonly traffic: Scope;
  readonly fleet: Scope;
}

/**
 * Traffic goes to clusters that exist and answer, and a fleet drops no cluster that traffic still serves.
 *
 * @param stacks names of the two stacks; undefined where one stack owns both
 */
export function checkTraffic(traffic: Traffic, fleet: Served, scopes: Scopes, stacks: TwoStacks | undefined): void {
  if (scopes.fleet.sound("settings", "asOf")) checkExpiry(traffic, fleet.settings.asOf, scopes.traffic);
  if (!scopes.fleet.readable("clouds") || !scopes.fleet.readable("clusters")) return;
  checkWeights(traffic, fleet, scopes, stacks);
  if (traffic.clusters !== undefined && scopes.traffic.readable("clusters")) checkServingClusters(traffic, fleet, scopes, stacks);
  checkRegions(traffic, fleet, scopes);
  checkOverrides(traffic, fleet, scopes);
  checkProbedPort(traffic, fleet, scopes);
}

function checkWeights(traffic: Traffic, fleet: Served, scopes: Scopes, stacks: TwoStacks | undefined): void {
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
    else if (knowsEveryCloud && scopes.traffic.readable("clusters") && !serving(traffic, fleet).some((other) => other.cloud === cloud))
      scopes.traffic.report(
        path,
        `${cloud} has a weight, but traffic.clusters names none of its clusters that serves; name one, or give the weight to the others`,
        ["clusters"],
      );
  }
}

function checkServingClusters(traffic: Traffic, fleet: Served, scopes: Scopes, stacks: TwoStacks | undefined): void {
  const known = Object.keys(fleet.clusters);
  const weighted = scopes.traffic.readable("weights") ? weightedClouds(traffic) : undefined;
  for (const [name, member] of Object.entries(traffic.clusters ?? {})) {
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
    else if (cloud !== undefined && weighted !== undefined && !weighted.includes(cloud) && member !== "disabled")
      scopes.traffic.report(
        ["clusters", name],
        `serves, but its cloud ${cloud} has no weight; add weights.${cloud}, or remove the cluster here`,
        ["weights"],
      );
  }
}

/** A cloud that divides its answers by region names every region that serves, and no other. */
function checkRegions(traffic: Traffic, fleet: Served, scopes: Scopes): void {
  if (!scopes.traffic.readable("regions") || !scopes.traffic.readable("clusters")) return;
  const names = Object.keys(fleet.clusters);
  if (!names.every((name) => scopes.fleet.sound("clusters", name, "cloud") && scopes.fleet.sound("clusters", name, "region"))) return;
  for (const [cloud, regions] of Object.entries(traffic.regions)) {
    const path = ["regions", cloud];
    if (!scopes.traffic.readable(...path)) continue;
    const present = [...new Set(serving(traffic, fleet).flatMap((other) => (other.cloud === cloud ? [other.region] : [])))].sort();
    if (present.length === 0) {
      scopes.traffic.report(path, `no cluster of ${cloud} serves; remove it, or let one serve`, ["clusters"]);
      continue;
    }
    const list = `${present.length} ${present.length === 1 ? "region" : "regions"} of ${cloud} serve: ${present.join(", ")}`;
    for (const region of Object.keys(regions).filter((region) => !present.includes(region)))
      scopes.traffic.report([...path, region], `"${region}" has a weight, but no cluster that serves; ${list}`, ["clusters"]);
    for (const region of present.filter((region) => !Object.hasOwn(regions, region)))
      scopes.traffic.report(path, `has no weight for ${region}; ${list}; write a number, standby or disabled for each`, ["clusters"]);
  }
}

/** Overrides name places that serve, once each, and somebody is left to answer. */
function checkOverrides(traffic: Traffic, fleet: Served, scopes: Scopes): void {
  if (!scopes.traffic.readable("overrides") || !scopes.traffic.readable("weights") || !scopes.traffic.readable("clusters")) return;
  const there = serving(traffic, fleet).filter(({ cloud }) => weightedClouds(traffic).includes(cloud));
  const places = new Set(there.flatMap(({ name, cloud, region }) => [name, cloud, region]));
  const first = new Map<string, number>();
  traffic.overrides.forEach((override, index) => {
    const key = override.kind === "canary" ? "to" : "from";
    const path: Path = ["overrides", index, key];
    if (!scopes.traffic.sound("overrides", index)) return;
    const place = override.kind === "canary" ? override.to : override.from;
    const near = nearest(place, [...places]);
    const earlier = first.get(place);
    if (!places.has(place))
      scopes.traffic.report(
        path,
        `"${place}" is no cloud, region or cluster that serves${near === undefined ? `; there are ${[...places].sort().join(", ")}` : `; did you mean "${near}"?`}`,
      );
    else if (earlier !== undefined) scopes.traffic.report(path, `"${place}" has an override already, number ${earlier + 1}; keep one`);
    first.set(place, earlier ?? index);
  });
  const gone = new Set(traffic.overrides.flatMap((override) => (override.kind === "canary" ? [] : [override.from])));
  if (there.length > 0 && there.every(({ name, cloud, region }) => [name, cloud, region].some((place) => gone.has(place))))
    scopes.traffic.report(["overrides"], "take every place away, and DNS would have nobody to answer with; remove one");
}

/** What is temporary has an end. Days are judged at settings.asOf, since a plan never reads the clock. */
function checkExpiry(traffic: Traffic, asOf: string, scope: Scope): void {
  const check = (path: Path, until: string): void => {
    if (until < asOf)
      scope.report([...path, "until"], `${until} is over at settings.asOf ${asOf}; remove it, or decide again and write a later day`);
  };
  if (scope.readable("overrides"))
    traffic.overrides.forEach(({ until }, index) => {
      if (scope.sound("overrides", index)) check(["overrides", index], until);
    });
}

/** Probing a port that nothing listens on takes every address out of the answers. */
function checkProbedPort(traffic: Traffic, fleet: Served, scopes: Scopes): void {
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

/** Those with a share of the answers, however small. */
function weightedClouds(traffic: Traffic): Cloud[] {
  return Cloud.options.filter((cloud) => (traffic.weights[cloud] ?? "disabled") !== "disabled");
}

interface ServingCluster {
  readonly name: string;
  readonly cloud: Cloud;
  readonly region: string;
}

/** Every cluster of a cloud that may answer; all of them where a stack has the fleet too and names none. */
function serving({ clusters }: Traffic, fleet: Served): ServingCluster[] {
  return Object.entries(fleet.clusters).flatMap(([name, cluster]) => {
    const member = clusters === undefined ? 1 : clusters[name];
    if (member === undefined || member === "disabled" || cluster.cloud === "existing") return [];
    return [{ name, cloud: cluster.cloud, region: cluster.region }];
  });
}
