import { z } from "zod";
import { Clouds } from "./clouds";
import { Clusters } from "./clusters";
import { Databases, replicationIsMeasured } from "./databases";
import { cloudsAreConfigured, poolsHaveRoomForEverybody, secretsKeysReachEveryCluster, slotsFitSupernet } from "./fleetRules";
import { NodePools } from "./nodePools";
import { overridesHold } from "./overrideRules";
import { Platform } from "./engines";
import { frozenForAWhile } from "./clusters/frozen";
import { meshLeavesPorts, meshReachesOthers } from "./engines/meshRules";
import { below, withRules } from "./file/rules";
import { databasesAreKnown } from "./workloads/capacity";
import { frontDoorsCanServe } from "./workloads/frontDoor";
import { placesExist, partitionsAgree } from "./places/rules";
import { Settings } from "./settings";
import { FleetReference, Traffic } from "./traffic";
import { checkTraffic } from "./traffic/rules";
import { Upgrade } from "./upgrade";
import { Workloads } from "./workloads";

export type { Problem } from "./file/problems";

/** Owns clouds, clusters, pools and workloads; a small environment may add its traffic. */
export const FleetConfig = withRules(
  z.strictObject({
    settings: Settings.describe("Names, tags and address space of the whole fleet."),
    clouds: Clouds.default({}).describe("Account, access and spot share of each cloud in use. None where every cluster is `existing`."),
    clusters: Clusters.describe(
      "The clusters; the key is the cluster's name everywhere: lowercase letters, digits and hyphens. Its place in the map means nothing.",
    ),
    nodePools: NodePools.default({}).describe(
      "The node pools that every cluster has which the program makes, by name; a cloud's and a cluster's overrides may differ. Counts are nodes per cluster. `existing` clusters bring their own nodes.",
    ),
    upgrade: Upgrade.optional().describe(
      "An upgrade of Kubernetes under way, in waves: docs/operate/upgrades.md. Removed once every cluster's own kubernetes says where it went.",
    ),
    workloads: Workloads.describe(
      "What runs on every cluster, by name; a cloud's and a cluster's overrides may differ. Counts are replicas per cluster.",
    ),
    platform: Platform.default({}).describe("Engines beside the workloads, on every cluster. None runs unless it is asked for here."),
    databases: Databases.default({}).describe("Databases that workloads share, by name: limits that every replica draws on."),
    traffic: Traffic.optional().describe(
      "DNS in front of the fleet: zone, weighted records and health checks. In a stack of its own, or beside the fleet in a small environment.",
    ),
  }),
  placesExist,
  partitionsAgree,
  cloudsAreConfigured,
  secretsKeysReachEveryCluster,
  slotsFitSupernet,
  poolsHaveRoomForEverybody,
  overridesHold,
  databasesAreKnown,
  replicationIsMeasured,
  meshReachesOthers,
  meshLeavesPorts,
  frontDoorsCanServe,
  frozenForAWhile,
  (config, scope) => {
    if (config.traffic !== undefined && scope.readable("traffic"))
      checkTraffic(config.traffic, config, { traffic: below(scope, "traffic"), fleet: scope }, undefined);
  },
);

/** Owns zone, records and health checks, and nothing else. */
export const TrafficConfig = withRules(
  z.strictObject({
    fleet: FleetReference.describe(
      "The fleet whose clusters the DNS answers with. Its presence makes the stack a traffic stack: DNS and nothing else.",
    ),
    traffic: Traffic.describe("DNS in front of the fleet: zone, weighted records and health checks."),
  }),
  ({ traffic }, { readable, report }) => {
    if (readable("traffic") && traffic.clusters === undefined)
      report(
        ["traffic", "clusters"],
        "is missing; name every cluster that serves, each with its weight, such as { aws-usw2: 1 }: the fleet is another stack and must know whom DNS serves before it drops one",
      );
  },
);

export type FleetConfig = z.infer<typeof FleetConfig>;
export type TrafficConfig = z.infer<typeof TrafficConfig>;

/** What a stack's files say, parsed. A traffic stack comes with the fleet file that it names, a fleet stack with the traffic file that names it. */
export type StackConfig =
  | {
      readonly kind: "fleet";
      readonly stack: string;
      readonly fleet: FleetConfig;
      /** The traffic stack of its own that serves this fleet. */
      readonly traffic?: { readonly stack: string; readonly config: TrafficConfig };
    }
  | {
      readonly kind: "traffic";
      readonly stack: string;
      readonly fleetStack: string;
      readonly fleet: FleetConfig;
      readonly traffic: TrafficConfig;
    };
