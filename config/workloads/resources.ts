import { z } from "zod";
import { parseQuantity } from "./quantity";
import { type Rule, withRules } from "../file/rules";

const nano = 1_000_000_000n;
/** Kubernetes counts cpu in thousandths of a core: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#meaning-of-cpu */
const finestCpu = nano / 1000n;
/** Container runtimes refuse to start with less. */
const leastMemory = 4n * 1024n * 1024n * nano;

const Cpu = checked(describeNoCpu).describe(
  'Processor time as a Kubernetes quantity in cores, in quotes: "500m" is half a core, "2" is two.',
);
const Memory = checked(describeNoMemory).describe("Memory as a Kubernetes quantity in bytes, such as 512Mi or 1Gi.");

const requestsText = "What a replica is sure to get; the scheduler and the autoscaler count with it.";
const limitsText = "What a replica may use at most: above it, cpu is throttled and memory kills the container.";
const text = "Processor time and memory of one replica.";

interface Quantities {
  readonly cpu: string;
  readonly memory: string;
}

/** Otherwise the API server would refuse the pods, not the deployment: nothing would run and nothing would fail. */
const requestsFitLimits: Rule<{ readonly requests: Quantities; readonly limits: Quantities }> = (
  { requests, limits },
  { sound, report },
) => {
  for (const resource of ["cpu", "memory"] as const) {
    if (!sound("requests", resource) || !sound("limits", resource)) continue;
    const request = parseQuantity(requests[resource]);
    const limit = parseQuantity(limits[resource]);
    if (request === undefined || limit === undefined || request <= limit) continue;
    const remedy = `is above limits.${resource} ${limits[resource]}; lower the request or raise the limit`;
    report(["requests", resource], `${requests[resource]} ${remedy}`, ["limits", resource]);
  }
};

export const Resources = withRules(
  z.strictObject({
    requests: z.strictObject({ cpu: Cpu, memory: Memory }).describe(requestsText),
    limits: z.strictObject({ cpu: Cpu, memory: Memory }).describe(limitsText),
  }),
  requestsFitLimits,
).describe(text);

export const ResourcesOverride = z
  .strictObject({
    requests: z.strictObject({ cpu: Cpu, memory: Memory }).partial().describe(requestsText),
    limits: z.strictObject({ cpu: Cpu, memory: Memory }).partial().describe(limitsText),
  })
  .partial()
  .describe(text);

function checked(describe: (quantity: string) => string | undefined): z.ZodString {
  return z.string().superRefine((quantity, issues) => {
    const message = describe(quantity);
    if (message !== undefined) issues.addIssue(message);
  });
}

function describeNoCpu(quantity: string): string | undefined {
  const value = parseQuantity(quantity);
  if (value === undefined) return `"${quantity}" is not a quantity of cpu; write cores or thousandths of a core, such as "2" or 500m`;
  if (/i$|^\d+[MGTPE]$/.test(quantity))
    return `"${quantity}" is an amount of memory; write cores or thousandths of a core, such as "2" or 500m`;
  if (value <= 0n) return `"${quantity}" is not above 0; write what a replica needs, such as 500m`;
  if (value % finestCpu !== 0n)
    return `"${quantity}" is finer than a thousandth of a core, the least Kubernetes counts; write ${value / finestCpu + 1n}m`;
  return undefined;
}

function describeNoMemory(quantity: string): string | undefined {
  const value = parseQuantity(quantity);
  if (value === undefined) return `"${quantity}" is not a quantity of memory; write ${likelyMemory(quantity)}`;
  if (quantity.endsWith("m")) return `"${quantity}" means thousandths of a byte; write ${quantity.slice(0, -1)}Mi`;
  if (value < leastMemory)
    return `"${quantity}" is below 4Mi, the least that a container starts with; is a suffix missing, as in 512Mi or 1Gi?`;
  return undefined;
}

/** "1GB", "1 gb" and "1gi" most likely mean 1Gi. */
function likelyMemory(quantity: string): string {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*([kmgt])i?b?$/i.exec(quantity) ?? [];
  return amount === undefined || unit === undefined ? "bytes with a suffix, such as 512Mi or 1Gi" : `${amount}${unit.toUpperCase()}i`;
}
