import { z } from "zod";
import { ConfigSync } from "./configSync";
import { Monitoring } from "./monitoring";

/** Engines that run beside the workloads, on every cluster of the fleet. None runs unless the file asks for it. */
export const Platform = z.strictObject({
  configSync: ConfigSync.optional().describe(
    "Brings configuration from a git repository into every cluster, again and again. Default: configuration comes with an update of the stack alone.",
  ),
  monitoring: Monitoring.optional().describe(
    "Gathers metrics in every cluster, tells of what is wrong, and looks at the front doors of all others. Default: the clouds' own monitoring alone.",
  ),
});
export type Platform = z.infer<typeof Platform>;
