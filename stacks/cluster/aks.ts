import { Provider } from "@pulumi/azure-native/provider";
import { AksCluster } from "../../components/cluster/aks";
import { AksFrontDoor } from "../../components/frontdoor/aks";
import { AksNetwork } from "../../components/network/aks";
import { AksNodePool } from "../../components/nodepool/aks";
import { createExpanderPriorities } from "../../components/nodepool/aks/priorities";
import { createAksIdentity } from "../../components/identity/aks";
import type { InCluster } from "../../components/kubernetes/inCluster";
import { Namespaces } from "../../components/kubernetes/namespaces";
import { deployContents } from "./contents";
import { ClusterRoot, eachPool, insideOptions, type Fleet, type MadeCluster } from "./fleetCluster";
import { identitiesIn } from "./identities";
import { keepAksSize, keepAksSystemSize } from "../liveSize/aks";
import type { AksPlan } from "../../plan/model/aks";

/** One AKS cluster, from its resource group to its workloads. */
export function deployAks(plan: AksPlan, fleet: Fleet): MadeCluster {
  const { id, tags } = plan;
  const parent = new ClusterRoot(plan, { dependsOn: [...fleet.after] });
  // Configuring it calls nobody: a token is fetched with the first request, and a frozen cluster makes none.
  const provider = new Provider(
    `${id}-azure`,
    { subscriptionId: plan.subscription, tenantId: plan.tenant, location: plan.region },
    { parent },
  );
  const cloud = { parent, provider };

  const network = new AksNetwork(`${id}-network`, { plan }, cloud);
  const cluster = new AksCluster(
    `${id}-cluster`,
    { plan, network, keepLiveSize: keepAksSystemSize(plan, fleet.recorded, provider) },
    cloud,
  );
  const pools = eachPool(plan, (poolName, pool) => {
    const keepLiveSize = keepAksSize(plan, pool, fleet.recorded, provider);
    return new AksNodePool(poolName, { plan: pool, tags, keepLiveSize, clusterPlan: plan, cluster, network }, cloud);
  });
  const frontDoor = new AksFrontDoor(`${id}-front-door`, { plan, network, cluster }, cloud);

  const opts = insideOptions(plan, cluster, parent);
  const inside: InCluster = {
    partOf: fleet.name,
    opts,
    namespaces: new Namespaces(),
    nodes: Object.values(pools),
    createIdentity: identitiesIn("azure", id, cloud, (name, identity, child) =>
      createAksIdentity(name, identity, { plan, network, cluster }, child),
    ),
    facts: {},
  };
  createExpanderPriorities(`${id}-expander-priorities`, plan, fleet.name, opts);
  const contents = deployContents(plan, { ...inside, binding: frontDoor.service });

  return { kind: "made", plan, root: parent, inside, cluster, frontDoor, egressAddresses: [network.outboundAddress], pools, ...contents };
}
