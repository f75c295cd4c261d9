import { z } from "zod";
import { clouds } from "../../catalogue/clouds";

export const Cloud = z.enum(clouds);
export type Cloud = z.infer<typeof Cloud>;

/** A key that becomes part of logical and physical names: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#rfc-1035-label-names */
export const Key = z
  .string()
  .max(63, { error: ({ input }) => describeTooLong(input, 63, "fit a DNS label") })
  .regex(/^[a-z]([a-z0-9-]*[a-z0-9])?$/, {
    error: ({ input }) => `"${String(input)}" is not a name; use lowercase letters, digits and hyphens, a letter first and no hyphen last`,
  });

const labelName = "[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?";
const labelRules = "https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set";
const reservedPrefix = /(^|[./])(kubernetes\.io|k8s\.io|k8s\.aws|eks\.amazonaws\.com|kubernetes\.azure\.com|cloud\.google\.com)\//;
/** Says by itself which pool a node is of, and keeps pods off spot nodes: plan/nodes/pools.ts. */
const ownPrefix = "gateway-fleet/";

const dnsPrefix = "(?=[^/]{1,253}/)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*/";
const labelKey = new RegExp(`^(${dnsPrefix})?${labelName}$`);

/** A Kubernetes label or taint key: a name of up to 63 characters, perhaps with a DNS prefix that no cloud, no Kubernetes component and not the program claims. */
export const LabelKey = z
  .string()
  .regex(labelKey, {
    error: ({ input }) =>
      `"${String(input)}" is not a label key: up to 63 letters, digits, "-", "_" and ".", perhaps after a DNS prefix and "/"; see ${labelRules}`,
  })
  .refine((key) => !labelKey.test(key) || !(reservedPrefix.test(key) || key.startsWith(ownPrefix)), {
    error: ({ input }) => describeReserved(String(input)),
  });

function describeReserved(key: string): string {
  if (key.startsWith(ownPrefix))
    return `"${key}" has the program's own prefix, under which it says what a node is; use a prefix of your own, or none`;
  return `"${key}" has a prefix that is reserved for Kubernetes or the cloud, which would refuse or overwrite it; use a prefix of your own, or none`;
}

/** A Kubernetes label or taint value. */
export const LabelValue = z.string().regex(new RegExp(`^(${labelName})?$`), {
  error: ({ input }) =>
    `"${String(input)}" is not a label value: up to 63 letters, digits, "-", "_" and ".", a letter or digit at both ends; see ${labelRules}`,
});

/** Wording for a name above its limit. */
export function describeTooLong(input: unknown, limit: number, reason: string): string {
  const name = typeof input === "string" ? input : "";
  return `"${name}" has ${name.length} characters, at most ${limit} ${reason}; shorten it`;
}
