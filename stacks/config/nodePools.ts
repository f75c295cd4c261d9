import { z } from "zod";
import { Key } from "./names";

export const Taint = z.strictObject({ key: z.string(), value: z.string(), effect: z.enum(["NoSchedule", "NoExecute"]) });

const fields = {
  shape: z.strictObject({
    vcpu: z.int().min(1),
    memoryGiB: z.int().min(1),
    arch: z.enum(["amd64", "arm64"]).default("amd64"),
  }),
  min: z.int().min(0),
  max: z.int().min(1),
  initial: z.int().min(0).optional(),
  labels: z.record(z.string(), z.string()).default({}),
  taints: z.array(Taint).default([]),
  spotPercent: z.int().min(0).max(100).optional(),
};

/** One node pool as an operator writes it. It exists in every cluster; counts are nodes per cluster. */
export const NodePool = z.strictObject(fields);
export const NodePools = z.record(Key, NodePool);
/** What a cloud or a cluster may say differently. */
export const NodePoolOverride = z.strictObject({ ...fields, labels: fields.labels.removeDefault(), taints: fields.taints.removeDefault() }).partial();

export type NodePool = z.infer<typeof NodePool>;
export type NodePools = z.infer<typeof NodePools>;
export type NodePoolOverride = z.infer<typeof NodePoolOverride>;
