import { z } from "zod";
import type { Rule } from "../file/rules";

export const Health = z.strictObject({
  protocol: z
    .enum(["HTTP", "HTTPS", "TCP"])
    .describe("How an address is probed: HTTP and HTTPS want an answer of 200 to 399, TCP a connection. Certificates are not looked at."),
  port: z.int().min(1).max(65535).describe("Port that is probed: the one that a workload exposes at the front door."),
  path: z
    .string()
    .max(255)
    .regex(/^\/\S*$/, { error: ({ input }) => `"${String(input)}" is not a path; begin it with "/", such as /healthz, without spaces` })
    .default("/healthz")
    .describe("Path of HTTP and HTTPS probes."),
  intervalSeconds: z
    .int()
    .min(1)
    .describe("Seconds between probes of one checker: 30, or 10 at an extra price. A dozen or more checkers probe each address."),
  failureThreshold: z.int().min(1).max(10).describe("Probes in a row that must fail before an address leaves the answers, 1 to 10."),
  recoveryThreshold: z
    .int()
    .min(1)
    .max(10)
    .optional()
    .describe(
      "Probes in a row that must succeed before it returns, 1 to 10. Default: as the provider has it, failureThreshold on Route 53 and 1 on Traffic Manager. One that cannot be had is warned of.",
    ),
});
export type Health = z.infer<typeof Health>;

interface Probed {
  readonly health: Health;
}

/**
 * @param product the DNS provider's, for messages
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
 * @see https://learn.microsoft.com/azure/traffic-manager/traffic-manager-monitoring#configure-endpoint-monitoring
 */
export function probesEvery10Or30(product: string): Rule<Probed> {
  return ({ health }, { sound, readable, report }) => {
    if (!readable("health")) return;
    const { intervalSeconds } = health;
    if (sound("health", "intervalSeconds") && intervalSeconds !== 10 && intervalSeconds !== 30)
      report(
        ["health", "intervalSeconds"],
        `${intervalSeconds} is not an interval of ${product}; write 30, or 10 (detects sooner, costs more)`,
      );
  };
}
