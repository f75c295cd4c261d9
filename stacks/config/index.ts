import { z } from "zod";
import { Clouds } from "./clouds";
import { Clusters } from "./clusters";
import { NodePools } from "./nodePools";
import { Settings } from "./settings";
import { FleetReference, Traffic } from "./traffic";
import { Workloads } from "./workloads";

/** Owns clouds, clusters, pools and workloads; a small environment may add its traffic. */
export const FleetConfig = z.strictObject({
  settings: Settings,
  clouds: Clouds,
  clusters: Clusters,
  nodePools: NodePools,
  workloads: Workloads,
  traffic: Traffic.optional(),
});
/** Owns zone, records and health checks, and nothing else. */
export const TrafficConfig = z.strictObject({ fleet: FleetReference, traffic: Traffic });

export type FleetConfig = z.infer<typeof FleetConfig>;
export type TrafficConfig = z.infer<typeof TrafficConfig>;

/** What a stack's files say, parsed. A traffic stack comes with the fleet file that it names. */
export type StackConfig =
  | { readonly kind: "fleet"; readonly stack: string; readonly fleet: FleetConfig }
  | { readonly kind: "traffic"; readonly stack: string; readonly fleetStack: string; readonly fleet: FleetConfig; readonly traffic: TrafficConfig };

/** One thing that is wrong in a stack file, with all that is needed to mend it. */
export interface Problem {
  /** "Pulumi.prod.yaml" */
  readonly file: string;
  /** "clusters.aws-usw2.zones[1]"; empty for the file as a whole. */
  readonly path: string;
  /** What is wrong: the value, the limit and what to do. */
  readonly message: string;
}
