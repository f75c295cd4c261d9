import type { Properties } from "../../../facts/properties/values";
import type { Managed, Session } from "./harness";

export const pods = { rangeName: "pods", ipCidrRange: "10.1.0.0/16" };
export const services = { rangeName: "services", ipCidrRange: "10.2.0.0/20" };
export const clusterType = "gcp:container/cluster:Cluster";

export async function makeNetwork(gcp: Session) {
  const network = await gcp.create("gcp:compute/network:Network", "network", { name: "usw1", autoCreateSubnetworks: false });
  const subnetwork = await gcp.create("gcp:compute/subnetwork:Subnetwork", "subnetwork", {
    name: "usw1",
    network: network.id,
    ipCidrRange: "10.0.0.0/20",
    secondaryIpRanges: [pods, services],
  });
  const router = await gcp.create("gcp:compute/router:Router", "router", { name: "usw1", network: network.id });
  return { network, subnetwork, router };
}

export function clusterInputs(network: Managed, subnetwork: Managed): Properties {
  return {
    name: "usw1",
    location: "us-west1",
    nodeLocations: ["us-west1-a", "us-west1-b", "us-west1-c"],
    initialNodeCount: 1,
    removeDefaultNodePool: true,
    minMasterVersion: "1.35",
    network: network.id,
    subnetwork: subnetwork.id,
    ipAllocationPolicy: { clusterSecondaryRangeName: "pods", servicesSecondaryRangeName: "services" },
    deletionProtection: false,
  };
}

export async function makeCluster(gcp: Session, more: Properties = {}) {
  const made = await makeNetwork(gcp);
  return { ...made, cluster: await gcp.create(clusterType, "c", { ...clusterInputs(made.network, made.subnetwork), ...more }) };
}

export function makePool(gcp: Session, cluster: Managed, more: Properties = {}): Promise<Managed> {
  return gcp.create("gcp:container/nodePool:NodePool", "pool", {
    name: "general",
    cluster: cluster.id,
    initialNodeCount: 2,
    autoscaling: { totalMinNodeCount: 3, totalMaxNodeCount: 20 },
    nodeConfig: { machineType: "n2-standard-2", labels: { "gateway-fleet/pool": "general" } },
    ...more,
  });
}
