import { createHash } from "node:crypto";
import type { Clusters } from "../../../config/clusters";
import { isBroken, readFaults } from "../../faults";
import type { LabHome } from "../../home";
import type { ControlPlanes, NodeGroup } from "./controlPlane";

/** What somebody else would have brought: machines without a zone, as of a cluster on one's own hardware. */
const nodes: NodeGroup = {
  id: "existing",
  size: 3,
  zones: [],
  region: "lab",
  instanceType: "existing",
  cpu: 16,
  memoryGiB: 64,
  arch: "amd64",
  labels: {},
  taints: [],
};

/** Private to each cluster, as on most clusters that somebody installs by hand. */
const serviceCidr = "10.96.0.0/16";

/** Provides the clusters that a stack takes as given, each under its context. Nothing that the program does makes or ends them: only `lab down` does. */
export async function startExistingClusters(home: LabHome, controlPlanes: ControlPlanes, clusters: Clusters): Promise<void> {
  const existing = Object.entries(clusters).flatMap(([name, cluster]) => (cluster.cloud === "existing" ? [{ name, cluster }] : []));
  await Promise.all(
    existing.map(async ({ name, cluster: { context, kubernetes: minor } }) => {
      const id = controlPlaneId(context);
      await controlPlanes.ensure(id, { cluster: name, name: id, minor, serviceCidr, context });
      if (!isBroken(readFaults(home), `cluster/${name}`)) await controlPlanes.setNodes(id, nodes);
    }),
  );
}

/** Contexts have characters that names of processes and folders cannot have. */
function controlPlaneId(context: string): string {
  const readable = context
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40);
  return `existing-${readable}-${createHash("sha256").update(context).digest("hex").slice(0, 5)}`;
}
