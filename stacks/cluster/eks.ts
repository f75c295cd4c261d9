import { Provider } from "@pulumi/aws/provider";
import type * as pulumi from "@pulumi/pulumi";
import { EksCluster } from "../../components/cluster/eks";
import { EksAddonsAfterNodes } from "../../components/cluster/eks/addons";
import { EksKey } from "../../components/cluster/eks/key";
import { EksLogs } from "../../components/cluster/eks/logs";
import { EksFrontDoor } from "../../components/frontdoor/eks";
import { EksNetwork } from "../../components/network/eks";
import { Engine } from "../../components/engines/engine";
import { createEbsStorageClass } from "../../components/cluster/eks/storageClass";
import { createEksIdentity } from "../../components/identity/eks";
import type { InCluster } from "../../components/kubernetes/inCluster";
import { Namespaces } from "../../components/kubernetes/namespaces";
import { createNodeAutoscaler, createNodeGroups } from "./eksNodes";
import { deployContents } from "./contents";
import { ClusterRoot, insideOptions, type Fleet, type MadeCluster } from "./fleetCluster";
import { identitiesIn } from "./identities";
import type { EksPlan } from "../../plan/model/eks";

/** One EKS cluster, from its network to its workloads. */
export function deployEks(plan: EksPlan, fleet: Fleet): MadeCluster {
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

  const opts = insideOptions(plan, cluster, parent);
  const both = alsoWith(provider, opts);
  const inside: InCluster = {
    partOf: fleet.name,
    opts,
    namespaces: new Namespaces(),
    nodes: addons.addons,
    createIdentity: identitiesIn("aws", id, cloud, (name, identity, child) =>
      createEksIdentity(name, identity, { plan, clusterName }, child),
    ),
    facts: { clusterName, clusterEndpoint: cluster.endpoint, vpcId: network.vpcId },
  };
  createEbsStorageClass(`${id}-storage-class`, { ...opts, dependsOn: [...addons.addons] });
  const balancer = plan.loadBalancerController;
  const controller = new Engine(`${id}-${balancer.component.name}`, balancer, { ...inside, opts: both });
  const { pools, nodeSources } = createNodeAutoscaler({ plan, cluster, network, groups }, inside, both);
  const frontDoor = new EksFrontDoor(`${id}-front-door`, { plan, network, controller: controller.step("release") }, cloud);
  const contents = deployContents(plan, { ...inside, nodes: [...addons.addons, ...nodeSources], binding: frontDoor.service });

  return { kind: "made", plan, root: parent, inside, cluster, frontDoor, egressAddresses: network.egressAddresses, pools, ...contents };
}

/** A component that speaks to the cloud as well as to the cluster. */
function alsoWith(cloud: Provider, { provider, ...opts }: ReturnType<typeof insideOptions>): pulumi.ComponentResourceOptions {
  return { ...opts, providers: [cloud, provider] };
}

/** Refuses to work in any other account, unless the cloud cannot be asked. Tags are on each resource: default tags would reach the ones that a template makes, and differ from what it says. */
function createProvider({ id, region, account, unreachable }: EksPlan, parent: pulumi.Resource): Provider {
  const validation =
    unreachable === undefined ? { allowedAccountIds: [account] } : { skipCredentialsValidation: true, skipRequestingAccountId: true };
  return new Provider(`${id}-aws`, { region, ...validation }, { parent });
}
