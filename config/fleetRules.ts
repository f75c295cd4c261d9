import { prefixLength } from "./values/cidr";
import type { Clouds } from "./clouds";
import type { Clusters } from "./clusters";
import type { NodePools } from "./nodePools";
import type { Rule } from "./file/rules";
import type { Settings } from "./settings";
import type { Workloads } from "./workloads";

/** The sections of a fleet stack that speak of one another. */
export interface Sections {
  readonly settings: Settings;
  readonly clouds: Clouds;
  readonly clusters: Clusters;
  readonly nodePools: NodePools;
  readonly workloads: Workloads;
}

/** Every cluster that the program makes is in a cloud that has its account written down. */
export const cloudsAreConfigured: Rule<Sections> = ({ clouds, clusters }, { sound, readable, report }) => {
  if (!readable("clouds") || !readable("clusters")) return;
  for (const name of Object.keys(clusters)) {
    const cloud = sound("clusters", name, "cloud") ? clusters[name]?.cloud : undefined;
    if (cloud !== undefined && cloud !== "existing" && !Object.hasOwn(clouds, cloud))
      report(["clusters", name, "cloud"], `"${cloud}" is not configured; add clouds.${cloud}, or remove the cluster`, ["clouds"]);
  }
};

/** Where Secrets are encrypted with keys of one's own, no cluster is forgotten. */
export const secretsKeysReachEveryCluster: Rule<Sections> = ({ clouds, clusters }, { sound, readable, report }) => {
  const keys = readable("clouds", "gcp", "secretsKeys") ? clouds.gcp?.secretsKeys : undefined;
  if (keys === undefined || !readable("clusters")) return;
  for (const [name, cluster] of Object.entries(clusters)) {
    if (!sound("clusters", name, "cloud") || !sound("clusters", name, "region") || cluster.cloud !== "gcp") continue;
    if (!Object.hasOwn(keys, cluster.region))
      report(
        ["clusters", name, "region"],
        `"${cluster.region}" has no key in clouds.gcp.secretsKeys, and other regions have one; add it, or remove secretsKeys`,
        ["clouds", "gcp", "secretsKeys"],
      );
  }
};

/** Every cluster's block lies inside the supernet. */
export const slotsFitSupernet: Rule<Sections> = ({ settings, clusters }, { sound, readable, report }) => {
  if (!sound("settings", "network") || !readable("settings") || !readable("clusters")) return;
  const { supernet, blockPrefix } = settings.network;
  const blocks = 2 ** Math.max(0, blockPrefix - prefixLength(supernet));
  for (const [name, { slot }] of Object.entries(clusters).filter(([name]) => sound("clusters", name, "slot"))) {
    if (slot === undefined || slot < blocks) continue;
    const limit = `${supernet} holds ${blocks} blocks of /${blockPrefix}, so slots go from 0 to ${blocks - 1}`;
    report(
      ["clusters", name, "slot"],
      `${slot} is above ${blocks - 1}: ${limit}; choose a free one, or widen settings.network.supernet before the first cluster`,
      ["settings", "network"],
    );
  }
};

/** Where the program makes nodes, every pod that tolerates nothing, the clusters' own included, finds one that is always there. */
export const poolsHaveRoomForEverybody: Rule<Sections> = ({ clusters, nodePools }, { sound, readable, report }) => {
  if (!readable("clusters") || !readable("nodePools")) return;
  const path = ["nodePools"];
  const isManaged = (name: string) => sound("clusters", name, "cloud") && clusters[name]?.cloud !== "existing";
  if (!Object.keys(clusters).some(isManaged)) return;
  const names = Object.keys(nodePools);
  if (names.length === 0)
    return report(path, "holds no pool; add one, such as general: { shape: { vcpu: 2, memoryGiB: 8 }, min: 3, max: 20 }");
  if (!names.every((name) => sound("nodePools", name))) return;
  if (!Object.values(nodePools).some((pool) => pool.taints.length === 0 && pool.min > 0))
    report(path, "has no pool with min of 1 or more and no taints, so the clusters' own pods would find no node; give one pool both");
};
