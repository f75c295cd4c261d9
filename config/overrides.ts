import { z } from "zod";
import { Key } from "./values/names";
import { NodePoolOverride } from "./nodePools";
import { WorkloadOverride } from "./workloads";

/** Values that differ for one cloud or one cluster. A cluster's win over its cloud's; maps are merged key by key, lists are replaced. */
export const Overrides = z
  .strictObject({
    nodePools: z.record(Key, NodePoolOverride).describe("By pool: what differs here. Merged key by key; a list replaces the whole list."),
    workloads: z
      .record(Key, WorkloadOverride)
      .describe("By workload: what differs here. Merged key by key; a list replaces the whole list."),
  })
  .partial()
  .meta({
    id: "Overrides",
    description:
      "Values that differ here. A cluster's win over its cloud's, a cloud's over the fleet's; the merged result obeys the same rules.",
  });
export type Overrides = z.infer<typeof Overrides>;
