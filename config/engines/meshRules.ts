import type { Clusters } from "../clusters";
import type { Rule } from "../file/rules";
import type { Platform } from ".";
import { ownEntry } from "../../facts/properties/ownEntry";

/** Where the mesh crosses clusters, there is another cluster, and everybody's gateway has an address that the program knows. */
export const meshReachesOthers: Rule<{ readonly clusters: Clusters; readonly platform: Platform }> = (
  { clusters, platform },
  { readable, sound, report },
) => {
  const path = ["platform", "mesh", "crossCluster"];
  if (!readable(...path) || !readable("clusters") || platform.mesh?.crossCluster === undefined) return;
  const names = Object.keys(clusters);
  if (names.length === 1)
    report(path, `reaches no other cluster: ${names.join()} is the only one; add a second one, or remove crossCluster`, ["clusters"]);
  for (const name of names)
    if (sound("clusters", name, "cloud") && ownEntry(clusters, name)?.cloud === "existing")
      report(
        path,
        `cannot reach clusters.${name}: of an existing cluster nobody knows which load balancers it makes, nor who they let in; remove crossCluster, or the cluster`,
        ["clusters", name],
      );
};
