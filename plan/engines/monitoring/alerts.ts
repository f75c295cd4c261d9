import type { ResolvedFleet } from "../../../config/resolve";
import type { Replication } from "../../../config/databases";
import { sortedEntries } from "../../order";
import type { Alert, AlertGroup } from "../../model/engines/alerts";

/** Job of the probes that look at other clusters' front doors; their series have the label target_cluster. */
export const probeJob = "cross-cluster";

/** Days before a certificate ends: three weeks for what renews itself a month before, and has not. */
const certificateDays = 21;

/** What a cluster says of the others. An address is slow or out of reach, never both. */
export function neighbourAlerts(latencyMilliseconds: number): AlertGroup {
  const of = `{job="${probeJob}"}`;
  const reached = `avg_over_time(probe_success${of}[5m])`;
  const to = "{{ $labels.target_cluster }} ({{ $labels.target_leaf }})";
  return {
    name: "neighbours",
    rules: [
      alert("CrossClusterLatencyHigh", "warning", {
        expr: `avg_over_time(probe_duration_seconds${of}[5m]) > ${latencyMilliseconds / 1000} and ${reached} >= 0.5`,
        summary: `${to} answers from here in {{ $value | humanizeDuration }} on average, and ${latencyMilliseconds} ms is the limit.`,
      }),
      alert("CrossClusterUnreachable", "critical", {
        expr: `${reached} < 0.5`,
        summary: `${to} answers {{ $value | humanizePercentage }} of the probes from here.`,
      }),
    ],
  };
}

/** Whoever probes over TLS gets it; health checks of DNS accept an expired certificate. */
export function certificateAlerts(): AlertGroup {
  return {
    name: "certificates",
    rules: [
      alert("CertificateExpiresSoon", "warning", {
        expr: `probe_ssl_earliest_cert_expiry - time() < ${certificateDays} * 24 * 3600`,
        for: "1h",
        summary: "The certificate of {{ $labels.instance }} ends in {{ $value | humanizeDuration }}.",
      }),
    ],
  };
}

/** Of the databases that have a copy in the cluster. */
export function replicationAlerts({ databases }: Pick<ResolvedFleet, "databases">, cluster: string): AlertGroup[] {
  const copies = sortedEntries(databases).flatMap(([name, { replication }]) =>
    replication?.mechanism === "cnpgReplicaCluster" && replication.clusters.includes(cluster) ? copyAlerts(name, replication) : [],
  );
  return copies.length === 0 ? [] : [{ name: "databases", rules: copies }];
}

/**
 * A copy that receives nothing measures no lag, so that is an alert of its own.
 * https://github.com/cloudnative-pg/cloudnative-pg/blob/main/config/manager/default-monitoring.yaml (pg_replication)
 */
function copyAlerts(
  database: string,
  { namespace, cluster, maxLagSeconds }: Extract<Replication, { mechanism: "cnpgReplicaCluster" }>,
): Alert[] {
  const of = `{namespace="${namespace}",pod=~"${cluster}-[0-9]+"}`;
  return [
    alert("DatabaseReplicationLagHigh", "warning", {
      expr: `max(cnpg_pg_replication_lag${of}) > ${maxLagSeconds}`,
      for: "2m",
      labels: { database },
      summary: `The copy of ${database} is {{ $value | humanizeDuration }} behind, and ${maxLagSeconds} s is the limit.`,
    }),
    alert("DatabaseReplicationStopped", "critical", {
      expr: `min(cnpg_pg_replication_is_wal_receiver_up${of}) == 0 or absent(cnpg_pg_replication_is_wal_receiver_up${of})`,
      for: "2m",
      labels: { database },
      summary: `The copy of ${database} receives nothing, or nobody measures it.`,
    }),
  ];
}

interface Said extends Pick<Alert, "expr" | "for"> {
  readonly labels?: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** An alert with its runbook, a heading of docs/operate/monitoring.md. */
export function alert(name: string, severity: Alert["labels"]["severity"], { summary, labels, ...condition }: Said): Alert {
  const runbook = `docs/operate/monitoring.md#${name.toLowerCase()}`;
  return { alert: name, ...condition, labels: { severity, ...labels }, annotations: { summary, runbook } };
}
