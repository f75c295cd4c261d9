import { nearest } from "../../file/messages";
import type { Traffic } from "../index";
import { checkOverrides } from "./overrides";
import { checkPlaces } from "./places";
import { checkProbed } from "./probed";
import { checkSurvival } from "./survival";
import { type Scopes, type Served, serving, weightedClouds } from "./serving";
import { checkChange } from "./change";
import { ownEntry } from "../../../facts/properties/ownEntry";

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
export function checkTraffic(traffic: Traffic, fleet: Served, scopes: Scopes, stacks: TwoStacks | undefined): void {
  checkOverrides(traffic, fleet, scopes);
  checkSurvival(traffic, fleet, scopes);
  checkChange(traffic, fleet, scopes);
  checkPlaces(traffic, fleet, scopes);
  checkProbed(traffic, fleet, scopes, stacks === undefined ? undefined : `Pulumi.${stacks.fleet}.yaml`);
  checkTenant(traffic, fleet, scopes);
  if (!scopes.fleet.readable("clouds") || !scopes.fleet.readable("clusters")) return;
  checkWeights(traffic, fleet, scopes, stacks);
  if (traffic.clusters !== undefined && scopes.traffic.readable("clusters")) checkServingClusters(traffic, fleet, scopes, stacks);
  checkRegions(traffic, fleet, scopes);
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
    else if (knowsEveryCloud && !names.some((name) => ownEntry(fleet.clusters, name)?.cloud === cloud))
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
    const cloud = scopes.fleet.sound("clusters", name, "cloud") ? ownEntry(fleet.clusters, name)?.cloud : undefined;
    if (cloud === "existing")
      scopes.traffic.report(
        ["clusters", name],
        "serves, but is an existing cluster: DNS answers with front doors that the program makes, and there is none; remove it here",
      );
    else if (cloud !== undefined && weighted?.includes(cloud) === false && traffic.weights[cloud] === undefined && member !== "disabled")
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

/** A subscription is in one tenant, whoever names it. https://learn.microsoft.com/entra/fundamentals/how-subscriptions-associated-directory */
function checkTenant(traffic: Traffic, { clouds }: Served, { traffic: scope, fleet: known }: Scopes): void {
  if (!scope.sound("provider") || traffic.provider !== "trafficManager" || !known.readable("clouds")) return;
  const { azure } = clouds;
  const isKnown = scope.sound("subscription") && scope.sound("tenant") && known.sound("clouds", "azure", "subscription");
  if (azure === undefined || !isKnown || !known.sound("clouds", "azure", "tenant")) return;
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  if (same(traffic.subscription, azure.subscription) && !same(traffic.tenant, azure.tenant))
    scope.report(
      ["tenant"],
      `"${traffic.tenant}" is another tenant than ${azure.tenant} of clouds.azure, whose subscription this is, and a subscription is in one; correct one of the two`,
      ["subscription"],
    );
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
  return `"${name}" is served, but ${file} has no such cluster${hint} (to drop it, first disable it here and update ${stacks.traffic}, then remove it here and from ${file}; to add it, update ${stacks.fleet} first)`;
}
