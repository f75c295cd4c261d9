import { z } from "zod";

/**
 * What a count of the Kubernetes API holds, a signed number of 32 bits: a larger one is refused by its decoder, when everything before it has
 * been made.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/deployment-v1/ (int32)
 */
export const largestInt32 = 2 ** 31 - 1;

/** A whole number for such a field. */
export function int32(min: number): z.ZodInt {
  return z.int().min(min).max(largestInt32);
}
