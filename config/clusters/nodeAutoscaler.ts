import { z } from "zod";

/** Who adds and removes an EKS cluster's nodes. */
export const NodeAutoscaler = z.enum(["clusterAutoscaler", "karpenter"]);
export type NodeAutoscaler = z.infer<typeof NodeAutoscaler>;
