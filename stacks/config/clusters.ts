import { z } from "zod";
import { Key } from "./names";
import { Overrides } from "./overrides";

const common = {
  region: z.string(),
  slot: z.int().min(0).max(1023).describe("Which block of the supernet is the cluster's. It never changes."),
  kubernetes: z.string().regex(/^1\.\d\d$/),
  unreachable: z.strictObject({ reason: z.string().min(1), until: z.iso.date() }).optional(),
  overrides: Overrides.default({}),
};

export const Cluster = z.discriminatedUnion("cloud", [
  z.strictObject({ cloud: z.literal("aws"), zones: z.array(z.string().regex(/^[a-z0-9]+-az[1-7]$/)).min(2), ...common }),
  z.strictObject({ cloud: z.literal("azure"), zones: z.array(z.enum(["1", "2", "3"])).min(1), ...common }),
  z.strictObject({ cloud: z.literal("gcp"), zones: z.array(z.string().regex(/^[a-z0-9-]+-[a-z]$/)).min(1), ...common }),
]);
export const Clusters = z.record(Key, Cluster);
export type Cluster = z.infer<typeof Cluster>;
export type Clusters = z.infer<typeof Clusters>;
