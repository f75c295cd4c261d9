import { z } from "zod";
import { Key } from "../values/names";

/** Longest answer that a probe waits for, in seconds. */
export const probeTimeoutSeconds = 5;

/** Namespace of all that it brings. */
export const monitoringNamespace = "monitoring";

const Probes = z.strictObject({
  intervalSeconds: z
    .int()
    .min(probeTimeoutSeconds)
    .max(60)
    .default(15)
    .describe(`Seconds between two probes of one address, ${probeTimeoutSeconds} to 60.`),
  latencyMilliseconds: z
    .int()
    .min(1)
    .max(probeTimeoutSeconds * 1000 - 1)
    .default(500)
    .describe(
      `Milliseconds that an answer from another cluster may take on average over five minutes before somebody is told; a new connection each time, so about two round trips and the gateway. Below ${probeTimeoutSeconds * 1000}, where a probe gives up.`,
    ),
});

export const Monitoring = z
  .strictObject({
    engine: z
      .literal("kubePrometheusStack")
      .describe("kubePrometheusStack: Prometheus, Alertmanager and their operator, with the rules that the chart ships."),
    retentionDays: z.int().min(1).max(365).default(15).describe("Days that a cluster keeps its series; fewer when the volume fills up."),
    storageGiB: z.int().min(5).max(16_384).default(50).describe("GiB of the volume, of the cluster's default storage class."),
    alertmanagerSecret: Key.optional().describe(
      `Name of the Secret in namespace ${monitoringNamespace} that says in its key alertmanager.yaml who is told. The program never sees it. Default: alerts are shown and nobody is told.`,
    ),
    grafana: z
      .strictObject({
        adminSecret: Key.describe(
          `Name of the Secret in namespace ${monitoringNamespace} with the administrator's admin-user and admin-password. The program never sees it.`,
        ),
      })
      .optional()
      .describe("Dashboards in every cluster. Default: none, since one Grafana for the whole fleet is better kept outside of it."),
    probes: Probes.prefault({}).describe("How every cluster looks at the front doors of all others."),
  })
  .meta({ id: "Monitoring", description: "Metrics, alerts and cross-cluster probes: docs/operate/monitoring.md." });
export type Monitoring = z.infer<typeof Monitoring>;
