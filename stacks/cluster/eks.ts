import { Provider } from "@pulumi/aws/provider";
import type * as pulumi from "@pulumi/pulumi";
import { EksCluster } from "../../components/cluster/eks";
import { EksAddonsAfterNodes } from "../../components/cluster/eks/addons";
import { EksKey } from "../../components/cluster/eks/key";
import { EksLogs } from "../../components/cluster/eks/logs";
import { EksFrontDoor } from "../../components/frontdoor/eks";
import { EksNetwork } from "../../components/network/eks";
import { AwsLoadBalancerController } from "../../components/engines/loadBalancerController";
import { createEbsStorageClass } from "../../components/cluster/eks/storageClass";
import { EksSecretAccess } from "../../components/engines/secretSync/access/eks";
import { createNodeAutoscaler, createNodeGroups } from "./eksNodes";
import { deployContents } from "./contents";
import { ClusterRoot, insideCluster, type Fleet, type FleetCluster, type InsideCluster } from "./fleetCluster";
import type { EksPlan } from "../../plan/model/eks";
import { operatorReading } from "../../plan/engines/secretSync";

/** One EKS cluster, from its network to its workloads. */
export function deployEks(plan: EksPlan, fleet: Fleet): FleetCluster {
  const { id } = plan;
  const parent = new ClusterRoot(plan, { dependsOn: [...fleet.after] });
  const provider = createProvider(plan, parent);
  const cloud = { parent, provider };

  const key = new EksKey(`${id}-key`, { plan }, cloud);
  const logs = new EksLogs(`${id}-logs`, { plan, key }, cloud);
  const network = new EksNetwork(`${id}-network`, { plan, logs }, cloud);
  const cluster = new EksCluster(`${id}-cluster`, { plan, network, key, logs }, cloud);
  const groups = createNodeGroups({ plan, fleet, cluster, network }, cloud);
  const { clusterName } = cluster;
  const addons = new EksAddonsAfterNodes(`${id}-addons-after-nodes`, { plan, clusterName, pools: Object.values(groups) }, cloud);

  const operator = operatorReading("aws", plan.platform.secretSync);
  const secretAccess = operator === undefined ? undefined : new EksSecretAccess(`${id}-secret-access`, { plan, operator, cluster }, cloud);

  const inside = insideCluster(plan, cluster, parent);
  createEbsStorageClass(`${id}-storage-class`, { ...inside, dependsOn: [...addons.addons] });
  const controllerArgs = { plan, network, cluster, addons };
  const controller = new AwsLoadBalancerController(`${id}-load-balancer-controller`, controllerArgs, alsoWith(provider, inside));
  const { pools, nodeSources } = createNodeAutoscaler({ plan, cluster, network, addons, groups }, inside, alsoWith(provider, inside));
  const frontDoor = new EksFrontDoor(`${id}-front-door`, { plan, network, controller: controller.release }, cloud);
  const after = [...addons.addons, ...nodeSources];
  const contents = deployContents({ plan, partOf: fleet.name, binding: frontDoor.service, secretAccess, after }, inside);

  return { kind: "made", plan, root: parent, inside, cluster, frontDoor, pools, ...contents };
}

/** A component that speaks to the cloud as well as to the cluster. */
function alsoWith(cloud: Provider, { provider, ...opts }: InsideCluster): pulumi.ComponentResourceOptions {
  return { ...opts, providers: [cloud, provider] };
}

/** Refuses to work in any other account, unless the cloud cannot be asked. Tags are on each resource: default tags would reach the ones that a template makes, and differ from what it says. */
function createProvider({ id, region, account, unreachable }: EksPlan, parent: pulumi.Resource): Provider {
  const validation =
    unreachable === undefined ? { allowedAccountIds: [account] } : { skipCredentialsValidation: true, skipRequestingAccountId: true };
  return new Provider(`${id}-aws`, { region, ...validation }, { parent });
}
