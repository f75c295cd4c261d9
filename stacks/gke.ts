import * as gcp from "@pulumi/gcp";
import { GkeAdministrators } from "../components/cluster/gkeAdministrators";
import { GkeCluster } from "../components/cluster/gke";
import { GkeFrontDoor } from "../components/frontdoor/gke";
import { GkeNetwork } from "../components/network/gke";
import { GkeNodePool } from "../components/nodepool/gke";
import { ClusterRoot, deployWorkloads, eachPool, insideCluster, type Fleet, type FleetCluster } from "./fleetCluster";
import { keepGkeSize as keepLiveSize } from "./liveSize";
import type { GkePlan } from "./plan/fleetPlan";

/** One GKE cluster, from its network to its workloads. */
export function deployGke(plan: GkePlan, fleet: Fleet): FleetCluster {
  const { id, tags, administrators } = plan;
  const parent = new ClusterRoot(plan, { dependsOn: [...fleet.after] });
  // It has no switch for its look-up of regions; when that fails, the provider says so in its log and goes on.
  const provider = new gcp.Provider(`${id}-gcp`, { project: plan.project, region: plan.region }, { parent });
  const cloud = { parent, provider };

  const network = new GkeNetwork(`${id}-network`, { plan }, cloud);
  const cluster = new GkeCluster(`${id}-cluster`, { plan, network }, cloud);
  const pools = eachPool(
    plan,
    (poolName, pool) => new GkeNodePool(poolName, { plan: pool, tags, keepLiveSize, clusterPlan: plan, cluster }, cloud),
  );
  const frontDoor = new GkeFrontDoor(`${id}-front-door`, { plan }, cloud);

  const inside = insideCluster(plan, cluster, parent);
  new GkeAdministrators(`${id}-administrators`, { administrators }, inside);
  const workloads = deployWorkloads({ plan, partOf: fleet.name, frontDoor, after: Object.values(pools) }, inside);

  return { plan, root: parent, cluster, frontDoor, pools, workloads };
}
