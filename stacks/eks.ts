import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { EksCluster } from "../components/cluster/eks";
import { EksAddonsAfterNodes } from "../components/cluster/eksAddons";
import { EksKey } from "../components/cluster/eksKey";
import { EksLogs } from "../components/cluster/eksLogs";
import { EksFrontDoor } from "../components/frontdoor/eks";
import { EksNetwork } from "../components/network/eks";
import { EksNodePool } from "../components/nodepool/eks";
import { AwsLoadBalancerController } from "../components/platform/awsLoadBalancerController";
import { ClusterAutoscaler } from "../components/platform/clusterAutoscaler";
import { createEbsStorageClass } from "../components/platform/ebsStorageClass";
import { ClusterRoot, deployWorkloads, eachPool, insideCluster, type Fleet, type FleetCluster, type InsideCluster } from "./fleetCluster";
import { keepEksSize } from "./liveSize/eks";
import type { EksPlan } from "./plan/eksPlan";

/** One EKS cluster, from its network to its workloads. */
export function deployEks(plan: EksPlan, fleet: Fleet): FleetCluster {
  const { id, tags } = plan;
  const parent = new ClusterRoot(plan, { dependsOn: [...fleet.after] });
  const provider = createProvider(plan, parent);
  const cloud = { parent, provider };

  const key = new EksKey(`${id}-key`, { plan }, cloud);
  const logs = new EksLogs(`${id}-logs`, { plan, key }, cloud);
  const network = new EksNetwork(`${id}-network`, { plan, logs }, cloud);
  const cluster = new EksCluster(`${id}-cluster`, { plan, network, key, logs }, cloud);
  const pools = eachPool(plan, (poolName, pool) => {
    const keepLiveSize = keepEksSize(plan, pool, fleet.recorded, provider);
    return new EksNodePool(poolName, { plan: pool, tags, keepLiveSize, cluster, network }, cloud);
  });
  const { clusterName } = cluster;
  const addons = new EksAddonsAfterNodes(`${id}-addons-after-nodes`, { plan, clusterName, pools: Object.values(pools) }, cloud);

  const inside = insideCluster(plan, cluster, parent);
  createEbsStorageClass(`${id}-storage-class`, { ...inside, dependsOn: [...addons.addons] });
  const controllerArgs = { plan, network, cluster, addons };
  const controller = new AwsLoadBalancerController(`${id}-load-balancer-controller`, controllerArgs, alsoWith(provider, inside));
  new ClusterAutoscaler(`${id}-cluster-autoscaler`, { plan, cluster, addons }, alsoWith(provider, inside));
  const frontDoor = new EksFrontDoor(`${id}-front-door`, { plan, network, controller: controller.release }, cloud);
  const workloads = deployWorkloads({ plan, partOf: fleet.name, binding: frontDoor.service, after: addons.addons }, inside);

  return { kind: "made", plan, root: parent, cluster, frontDoor, pools, workloads };
}

/** A component that speaks to the cloud as well as to the cluster. */
function alsoWith(cloud: aws.Provider, { provider, ...opts }: InsideCluster): pulumi.ComponentResourceOptions {
  return { ...opts, providers: [cloud, provider] };
}

/** Refuses to work in any other account, unless the cloud cannot be asked. Tags are on each resource: default tags would reach the ones that a template makes, and differ from what it says. */
function createProvider({ id, region, account, unreachable }: EksPlan, parent: pulumi.Resource): aws.Provider {
  const validation =
    unreachable === undefined ? { allowedAccountIds: [account] } : { skipCredentialsValidation: true, skipRequestingAccountId: true };
  return new aws.Provider(`${id}-aws`, { region, ...validation }, { parent });
}
