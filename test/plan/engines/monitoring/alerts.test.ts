import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parser } from "@prometheus-io/lezer-promql";
import type { Databases, Replication } from "../../../../config/databases";
import { certificateAlerts, neighbourAlerts, replicationAlerts } from "../../../../plan/engines/monitoring/alerts";
import { eventScalingPlan } from "../../../../plan/engines/eventScaling";
import type { Alert } from "../../../../plan/model/engines/alerts";
import { contextOf } from "../../../components/fixtures/inside";

const copy = {
  mechanism: "cnpgReplicaCluster" as const,
  clusters: ["gcp-usw1"],
  namespace: "orders",
  cluster: "orders-copy",
  maxLagSeconds: 1,
} satisfies Replication;
const databases: Databases = { orders: { maxConnections: 100, replication: copy }, carts: { maxConnections: 100 } };

const everything: readonly Alert[] = [
  neighbourAlerts(500),
  certificateAlerts(),
  ...replicationAlerts({ databases }, "gcp-usw1"),
  ...eventScalingPlan({ engine: "keda" }, contextOf("aws-usw2")).alerts,
].flatMap(({ rules }) => rules);
const find = (name: string) => everything.find(({ alert }) => alert === name) ?? assert.fail(name);

describe("the alerts of a monitored cluster", () => {
  it("S0.101 say that another cluster is slow when five minutes of probes were on average, and it was there", () => {
    const { expr } = find("CrossClusterLatencyHigh");
    assert.equal(
      expr,
      'avg_over_time(probe_duration_seconds{job="cross-cluster"}[5m]) > 0.5 and avg_over_time(probe_success{job="cross-cluster"}[5m]) >= 0.5',
    );
    assert.match(neighbourAlerts(125).rules[0]?.expr ?? "", /> 0\.125 and /);
  });

  it("S0.101 say that another cluster is out of reach when fewer than half of the probes got through", () => {
    const { expr, labels } = find("CrossClusterUnreachable");
    assert.equal(expr, 'avg_over_time(probe_success{job="cross-cluster"}[5m]) < 0.5');
    assert.equal(labels.severity, "critical");
  });

  it("S0.178 say that a copy is more than a second behind, and that it stopped: then no lag is measured", () => {
    const of = '{namespace="orders",pod=~"orders-copy-[0-9]+"}';
    const { expr, labels } = find("DatabaseReplicationLagHigh");
    assert.equal(expr, `max(cnpg_pg_replication_lag${of}) > 1`);
    assert.equal(labels["database"], "orders");
    assert.match(find("DatabaseReplicationStopped").expr, /^min\(cnpg_pg_replication_is_wal_receiver_up\{.*\}\) == 0 or absent\(/);
  });

  it("S0.178 are where the copies are, and nowhere else", () => {
    assert.deepEqual(replicationAlerts({ databases }, "aws-usw2"), []);
    assert.deepEqual(
      replicationAlerts({ databases }, "gcp-usw1").map(({ name }) => name),
      ["databases"],
    );
  });

  it("are PromQL", () => {
    for (const { alert, expr } of everything) assert.deepEqual(errorsIn(expr), [], alert);
    assert.notDeepEqual(errorsIn("avg_over_time(probe_success[5m] <"), []);
  });

  it("have a severity, a summary, and a section of the page that says what to do", () => {
    const page = readFileSync(join(__dirname, "../../../../docs/operate/monitoring.md"), "utf8");
    for (const { alert, labels, annotations } of everything) {
      assert.ok(["critical", "warning"].includes(labels.severity), alert);
      assert.ok(annotations.summary.length > 0, alert);
      assert.equal(annotations.runbook, `docs/operate/monitoring.md#${alert.toLowerCase()}`);
      assert.match(page, new RegExp(`^### ${alert}$`, "m"));
    }
  });
});

/** Places where Prometheus' own grammar does not follow. */
function errorsIn(expression: string): number[] {
  const errors: number[] = [];
  parser.parse(expression).iterate({ enter: ({ type, from }) => void (type.isError && errors.push(from)) });
  return errors;
}
