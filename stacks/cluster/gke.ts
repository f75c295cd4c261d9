import { Provider } from "@pulumi/gcp/provider";
import { GkeAdministrators } from "../../components/cluster/gke/administrators";
import { GkeCluster } from "../../components/cluster/gke";
import { GkeFrontDoor } from "../../components/frontdoor/gke";
import { GkeNetwork } from "../../components/network/gke";
import { GkeNodePool } from "../../components/nodepool/gke";
import { GkePoolPriorities } from "../../components/nodepool/gke/priorities";
import { createGkeIdentity } from "../../components/identity/gke";
import type { InCluster } from "../../components/kubernetes/inCluster";
import { Namespaces } from "../../components/kubernetes/namespaces";
import { deployContents } from "./contents";
import { ClusterRoot, eachPool, insideOptions, type Fleet, type MadeCluster } from "./fleetCluster";
import { identitiesIn } from "./identities";
import { versionInUpdate } from "./gkeNodeVersion";
import { keepGkeSize } from "../liveSize/gke";
import type { GkePlan } from "../../plan/model/gke";

/** One GKE cluster, from its network to its workloads. */
export function deployGke(plan: GkePlan, fleet: Fleet): MadeCluster {
  const { id, tags, administrators } = plan;
  const parent = new ClusterRoot(plan, { dependsOn: [...fleet.after] });
  // It has no switch for its look-up of regions; when that fails, the provider says so in its log and goes on.
  const provider = new Provider(`${id}-gcp`, { project: plan.project, region: plan.region }, { parent });
  const cloud = { parent, provider };

  const network = new GkeNetwork(`${id}-network`, { plan }, cloud);
  const cluster = new GkeCluster(`${id}-cluster`, { plan, network }, cloud);
  const pools = eachPool(plan, (poolName, pool) => {
    const keepLiveSize = keepGkeSize(plan, pool, fleet.recorded, provider);
    const version = versionInUpdate(plan, pool, fleet.recorded, cluster.version);
    return new GkeNodePool(poolName, { plan: pool, tags, keepLiveSize, cluster, version }, cloud);
  });
  const frontDoor = new GkeFrontDoor(`${id}-front-door`, { plan }, cloud);

  const opts = insideOptions(plan, cluster, parent);
  const inside: InCluster = {
    partOf: fleet.name,
    opts,
    namespaces: new Namespaces(),
    nodes: Object.values(pools),
    createIdentity: identitiesIn("gcp", id, cloud, (name, identity, child) => createGkeIdentity(name, identity, { cluster }, child)),
    facts: {},
  };
  new GkeAdministrators(`${id}-administrators`, { administrators }, opts);
  const steps = plan.poolPriorities.map((keys) => keys.flatMap((key) => pools[key]?.physicalName ?? []));
  if (steps.length > 0) new GkePoolPriorities(`${id}-pool-priorities`, { steps }, opts);
  const contents = deployContents(plan, { ...inside, binding: frontDoor.service });

  return { kind: "made", plan, root: parent, inside, cluster, frontDoor, egressAddresses: network.egressAddresses, pools, ...contents };
}
