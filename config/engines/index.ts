import { z } from "zod";
import { ConfigSync } from "./configSync";
import { EventScaling } from "./eventScaling";
import { Monitoring } from "./monitoring";
import { SecretSync } from "./secretSync";
import { Mesh, noAdmiralty } from "./mesh";

/** Engines that run beside the workloads, on every cluster of the fleet. None runs unless the file asks for it. */
export const Platform = z.strictObject({
  configSync: ConfigSync.optional().describe(
    "Brings configuration from a git repository into every cluster, again and again. Default: configuration comes with an update of the stack alone.",
  ),
  eventScaling: EventScaling.optional().describe(
    "Can scale workloads by queues, schedules and metrics of other systems, in every cluster. Default: workloads scale on what their own pods use.",
  ),
  monitoring: Monitoring.optional().describe(
    "Gathers metrics in every cluster, tells of what is wrong, and looks at the front doors of all others. Default: the clouds' own monitoring alone.",
  ),
  secretSync: SecretSync.optional().describe(
    "Brings secrets from each cloud's own store into every cluster, again and again. Default: secrets in the clusters are somebody else's affair.",
  ),
  mesh: Mesh.optional().describe("Mutual TLS between workloads, in a cluster and across clusters. Default: no mesh."),
  // Said here, because "unknown key" would send people looking for its spelling.
  admiralty: z.never({ error: noAdmiralty }).optional().describe("Not offered; the error says why."),
});
export type Platform = z.infer<typeof Platform>;
