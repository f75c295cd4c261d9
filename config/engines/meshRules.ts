import type { Clusters } from "../clusters";
import type { Workloads } from "../workloads";
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

/** https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio (the sidecar's) */
const sidecarPorts: readonly number[] = [15000, 15001, 15002, 15004, 15006, 15008, 15020, 15021, 15053, 15090];

/** A sidecar shares its pod's address and so its ports: who comes second does not start. */
export const meshLeavesPorts: Rule<{ readonly workloads: Workloads; readonly platform: Platform }> = (
  { workloads, platform },
  { readable, sound, report },
) => {
  if (!readable("platform", "mesh") || platform.mesh === undefined || !readable("workloads")) return;
  for (const [name, { port }] of Object.entries(workloads).filter(([name]) => sound("workloads", name, "port")))
    if (sidecarPorts.includes(port))
      report(
        ["workloads", name, "port"],
        `${port} is a port of the sidecar that platform.mesh puts beside the container, and one of the two would not start; let it listen on another one (taken: ${sidecarPorts.join(", ")})`,
        ["platform", "mesh"],
      );
};
