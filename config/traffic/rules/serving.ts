import type { Clouds } from "../../clouds";
import type { Clusters } from "../../clusters";
import { Cloud } from "../../values/names";
import type { Scope } from "../../file/rules";
import type { Settings } from "../../settings";
import type { Workloads } from "../../workloads";
import type { Traffic } from "../index";
import type { ServingMember } from "../weights";
import { ownEntry } from "../../../facts/properties/ownEntry";

/** What DNS sends people to. */
export interface Served {
  readonly settings: Settings;
  readonly clouds: Clouds;
  readonly clusters: Clusters;
  readonly workloads: Workloads;
}

/** Of the two sections of config, which may be two files. */
export interface Scopes {
  readonly traffic: Scope;
  readonly fleet: Scope;
}

/** Those with a share of the answers, however small. */
export function weightedClouds(traffic: Traffic): Cloud[] {
  return Cloud.options.filter((cloud) => (traffic.weights[cloud] ?? "disabled") !== "disabled");
}

export interface ServingCluster {
  readonly name: string;
  readonly cloud: Cloud;
  readonly region: string;
}

/** Every cluster of a cloud that may answer. */
export function serving(traffic: Traffic, fleet: Served): ServingCluster[] {
  return Object.entries(fleet.clusters).flatMap(([name, cluster]) => {
    if (cluster.cloud === "existing" || memberOf(traffic, name) === undefined) return [];
    return [{ name, cloud: cluster.cloud, region: cluster.region }];
  });
}

/** Those that serve in a cloud that has a share of the answers; undefined while something is wrong about who they are. */
export function answeringClusters(traffic: Traffic, fleet: Served, scopes: Scopes): ServingCluster[] | undefined {
  const { fleet: known, traffic: scope } = scopes;
  if (!known.readable("clouds") || !known.readable("clusters") || !scope.readable("weights") || !scope.readable("clusters"))
    return undefined;
  const isKnown = (name: string) => known.sound("clusters", name, "cloud") && known.sound("clusters", name, "region");
  if (!Object.keys(fleet.clusters).every(isKnown)) return undefined;
  const weighted = weightedClouds(traffic);
  return serving(traffic, fleet).filter(({ cloud }) => weighted.includes(cloud));
}

/** Undefined for a cluster that does not serve. Where a stack has the fleet too and names none, all of them do, alike. */
export function memberOf({ clusters }: Traffic, name: string): ServingMember | undefined {
  const member = clusters === undefined ? 1 : ownEntry(clusters, name);
  return member === "disabled" ? undefined : member;
}
