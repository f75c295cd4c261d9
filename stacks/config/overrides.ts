import { z } from "zod";
import { Key } from "./names";
import { NodePoolOverride } from "./nodePools";
import { WorkloadOverride } from "./workloads";

/** Values that differ for one cloud or one cluster. A cluster's win over its cloud's; maps are merged key by key. */
export const Overrides = z
  .strictObject({
    nodePools: z.record(Key, NodePoolOverride),
    workloads: z.record(Key, WorkloadOverride),
  })
  .partial();
export type Overrides = z.infer<typeof Overrides>;
