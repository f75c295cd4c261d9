import { z } from "zod";
import type { Rule } from "../file/rules";
import { httpPath } from "../values/httpPath";

/** What HTTP probes ask where nothing else is written. */
export const usualPath = "/healthz";

export const Health = z.strictObject({
  protocol: z
    .enum(["HTTP", "HTTPS", "TCP"])
    .describe(
      "How an address is probed: HTTP wants an answer of 200 to 399, TCP a connection. HTTPS is refused while front doors pass on to pods that speak HTTP.",
    ),
  port: z.int().min(1).max(65535).describe("Port that is probed: the one that a workload exposes at the front door."),
  // Route 53's limit is the shortest: https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html (ResourcePath)
  path: httpPath(255)
    .optional()
    .describe(`Path of HTTP probes: one that the exposed workload's own probes have, too. TCP probes ask none. Default: ${usualPath}.`),
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

/** Every provider refuses a path of a probe that wants a connection alone, and to leave it out in silence would ignore a word. */
export const tcpAsksNoPath: Rule<Probed> = ({ health }, { sound, report }) => {
  if (sound("health", "protocol") && sound("health", "path") && health.protocol === "TCP" && health.path !== undefined)
    report(
      ["health", "path"],
      `"${health.path}" would never be asked: a TCP probe wants a connection alone; remove it, or write protocol: HTTP`,
      ["health", "protocol"],
    );
};

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
