import { z } from "zod";
import { Key, LabelKey, LabelValue } from "./values/names";
import { type Rule, withRules } from "./file/rules";

export const Taint = z.strictObject({
  key: LabelKey.describe("Taint key, such as workload."),
  value: LabelValue.describe("Taint value; may be empty."),
  effect: z.enum(["NoSchedule", "NoExecute"]).describe("NoSchedule keeps new pods away; NoExecute also evicts running ones."),
});

const archText = "Processor architecture of the nodes: workloads run there whose `architectures` have it.";

const shape = {
  vcpu: z.int().min(1).max(192).describe("Virtual CPUs of a node."),
  memoryGiB: z.int().min(1).max(1536).describe("Memory of a node in GiB."),
  arch: z.enum(["amd64", "arm64"]).describe(archText),
};

const fields = {
  min: z.int().min(0).describe("Nodes kept even when idle, per cluster, on-demand and spot together."),
  // The fewest of the clouds' limits of a pool: https://learn.microsoft.com/azure/aks/quotas-skus-regions
  max: z.int().min(1).max(1000).describe("Nodes that the autoscaler may reach, per cluster, on-demand and spot together; at most 1,000."),
  initial: z
    .int()
    .min(0)
    .optional()
    .describe("Nodes at creation, from min to max; the autoscaler owns the size afterwards, so a later change does nothing. Default: min."),
  spotPercent: z
    .int()
    .min(0)
    .max(100)
    .optional()
    .describe(
      "Largest share of max on spot nodes, in whole percent. Default: the cloud's spot.percent for pools with min above 0, else 0.",
    ),
};
const Labels = z.record(LabelKey, LabelValue);
const Taints = withRules(z.array(Taint), (taints, { sound, report }) => {
  const keys = taints.map((taint, index) => (sound(index) ? `${taint.key} with ${taint.effect}` : undefined));
  keys.forEach((key, index) => {
    const first = keys.indexOf(key);
    if (key !== undefined && first < index)
      report([index], `${key} is also item ${first + 1}; Kubernetes takes a key once per effect, remove one`);
  });
});
const labelsText = "Kubernetes labels of the nodes. In an override they are added, key by key.";
const taintsText = "Kubernetes taints of the nodes: only pods that tolerate all of them run there. An override replaces the whole list.";
const shapeText = "Size of a node in no cloud's vocabulary; a catalogue picks each cloud's machine types.";

const boundsHold: Rule<{ readonly min: number; readonly max: number; readonly initial?: number | undefined }> = (
  { min, max, initial },
  { sound, report },
) => {
  if (!sound("min") || !sound("max")) return;
  if (min > max) report(["min"], `${min} is above max ${max}; lower min or raise max`, ["max"]);
  else if (initial !== undefined && sound("initial") && (initial < min || initial > max))
    report(
      ["initial"],
      `${initial} is outside min..max (${min}..${max}); choose a number in between, or leave it out to start with min`,
      ["min"],
      ["max"],
    );
};

/** One node pool as an operator writes it. It exists in every cluster that the program makes; counts are nodes per cluster. */
export const NodePool = withRules(
  z.strictObject({
    shape: z.strictObject({ ...shape, arch: shape.arch.default("amd64").describe(archText) }).describe(shapeText),
    ...fields,
    labels: Labels.default({}).describe(labelsText),
    taints: Taints.default([]).describe(taintsText),
  }),
  boundsHold,
);

const PoolKey = Key.refine((key) => !key.endsWith("-spot"), {
  error: ({ input }) => `"${String(input)}" ends in "-spot", the name of a pool's spot part; choose another name and set spotPercent`,
});

export const NodePools = z.record(PoolKey, NodePool);

/** What a cloud or a cluster may say differently. */
export const NodePoolOverride = z
  .strictObject({
    shape: z.strictObject(shape).partial().describe(shapeText),
    ...fields,
    labels: Labels.describe(labelsText),
    taints: Taints.describe(taintsText),
  })
  .partial()
  .meta({ id: "NodePoolOverride", description: "What differs from the pool of the same name in nodePools; the rest stays." });

export type NodePool = z.infer<typeof NodePool>;
export type NodePools = z.infer<typeof NodePools>;
export type NodePoolOverride = z.infer<typeof NodePoolOverride>;
