import { parseQuantity } from "../../config/workloads/quantity";

/** Kubernetes quantities as whole numbers, rounded up as the scheduler does. They are valid in a parsed config. */

export function milliCpuOf(cpu: string): number {
  return Number(((parseQuantity(cpu) ?? 0n) + 999_999n) / 1_000_000n);
}

export function mebibytesOf(memory: string): number {
  const mebibyte = 1_000_000_000n * 1024n * 1024n;
  return Number(((parseQuantity(memory) ?? 0n) + mebibyte - 1n) / mebibyte);
}
