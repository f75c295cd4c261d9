import { partitionIn, partitionOf } from "../../catalogue/partitions";
import { checkAwsZone, checkGoogleZone } from "../../catalogue/zones";
import type { Clouds } from "../clouds";
import type { Cluster, Clusters } from "../clusters";
import type { Databases } from "../databases";
import type { Platform } from "../engines";
import type { Rule, Scope } from "../file/rules";
import type { Settings } from "../settings";
import type { NewPlaces } from "./newPlaces";
import { addedZones, describeUnfitRegion, describeUnknownRegion } from "./regions";

/** The sections of a fleet stack that name places. */
interface Sections {
  readonly settings: Settings;
  readonly clouds: Clouds;
  readonly clusters: Clusters;
  readonly databases: Databases;
  readonly platform: Platform;
}

/** Every region and every zone that a fleet names is there. */
export const placesExist: Rule<Sections> = ({ settings, clouds, clusters, databases, platform }, scope) => {
  const { readable, sound, report } = scope;
  const newPlaces = newPlacesOf(settings, scope);
  if (newPlaces === "unsound") return;
  if (readable("clusters")) for (const [name, cluster] of Object.entries(clusters)) checkCluster(name, cluster, newPlaces, scope);
  const regions = [
    ...(readable("databases") ? copiesOf(databases, scope) : []),
    ...(readable("clouds", "gcp", "secretsKeys")
      ? Object.keys(clouds.gcp?.secretsKeys ?? {}).map((region) => ({
          cloud: "gcp" as const,
          region,
          path: ["clouds", "gcp", "secretsKeys", region],
        }))
      : []),
    ...secretsIn(platform, scope),
  ];
  for (const { cloud, region, path } of regions) {
    const message = sound(...path) ? describeUnknownRegion(cloud, region, newPlaces) : undefined;
    if (message !== undefined) report(path, message);
  }
};

/** Without what somebody knows better, everything would be judged by the catalogue alone. */
export function newPlacesOf(settings: Partial<Settings> | undefined, { readable, sound }: Scope): NewPlaces | undefined | "unsound" {
  if (!readable("settings")) return "unsound";
  return sound("settings", "newPlaces") ? settings?.newPlaces : "unsound";
}

function copiesOf(databases: Databases, { sound }: Scope) {
  return Object.entries(databases).flatMap(([name, database]) => {
    const path = ["databases", name, "replication"];
    if (!sound(...path) || database.replication?.mechanism !== "auroraGlobal") return [];
    return Object.keys(database.replication.secondaries).map((region) => ({
      cloud: "aws" as const,
      region,
      path: [...path, "secondaries", region],
    }));
  });
}

function secretsIn(platform: Platform, { sound }: Scope) {
  const region = sound("platform") ? platform.secretSync?.stores.aws?.region : undefined;
  return region === undefined ? [] : [{ cloud: "aws" as const, region, path: ["platform", "secretSync", "stores", "aws", "region"] }];
}

/** A region that is not there has no zones that could be wrong. */
function checkCluster(name: string, cluster: Cluster, newPlaces: NewPlaces | undefined, { sound, report }: Scope): void {
  if (!sound("clusters", name, "cloud") || !sound("clusters", name, "region") || cluster.cloud === "existing") return;
  const { cloud, region } = cluster;
  const message = describeUnfitRegion(cloud, region, newPlaces);
  if (message !== undefined) return report(["clusters", name, "region"], message, ["clusters", name, "zones"]);
  if (!sound("clusters", name, "zones") || cloud === "azure") return;
  if (cloud === "aws") checkControlPlane(["clusters", name], cluster, { sound, report });
  const check = cloud === "aws" ? checkAwsZone : checkGoogleZone;
  cluster.zones.forEach((zone, index) => {
    const wrong = check(zone, region, addedZones(region, newPlaces));
    if (wrong !== undefined) report(["clusters", name, "zones", index], wrong, ["clusters", name, "region"]);
  });
}

/** The control plane's interfaces are in subnets that nodes have too. */
function checkControlPlane(
  path: readonly string[],
  { zones, controlPlaneZones = [] }: Extract<Cluster, { cloud: "aws" }>,
  { sound, report }: Pick<Scope, "sound" | "report">,
): void {
  if (!sound(...path, "controlPlaneZones")) return;
  controlPlaneZones.forEach((zone, index) => {
    if (!zones.includes(zone))
      report([...path, "controlPlaneZones", index], `"${zone}" is none of zones (${zones.join(", ")}); add it there, or take it out here`, [
        ...path,
        "zones",
      ]);
  });
}

/** An account is in one partition, and so is everything that its principals make or call. */
export const partitionsAgree: Rule<Pick<Sections, "clouds" | "clusters" | "databases" | "platform">> = (
  { clouds, clusters, databases, platform },
  scope,
) => {
  const { readable, sound, report } = scope;
  if (!readable("clouds") || clouds.aws === undefined || !sound("clouds", "aws", "deployer")) return;
  const { deployer } = clouds.aws;
  const home = partitionIn(deployer);
  const places = [
    ...(readable("clusters")
      ? Object.entries(clusters).flatMap(([name, cluster]) =>
          sound("clusters", name, "cloud") && sound("clusters", name, "region") && cluster.cloud === "aws"
            ? [{ region: cluster.region, path: ["clusters", name, "region"] }]
            : [],
        )
      : []),
    ...(readable("databases") ? copiesOf(databases, scope) : []),
    ...secretsIn(platform, scope),
  ];
  for (const { region, path } of places) {
    const partition = partitionOf(region);
    if (partition !== undefined && partition !== home)
      report(
        path,
        `"${region}" is in the partition ${partition}, and the account of clouds.aws in ${home} ("${deployer}"); ` +
          `choose a region of ${home}, or name an account and principals of ${partition} (arn:${partition}:...)`,
        ["clouds", "aws", "deployer"],
      );
  }
};
