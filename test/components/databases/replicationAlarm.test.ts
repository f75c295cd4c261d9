import assert from "node:assert/strict";
import { record } from "../../../preview/record/record";
import { deployReplicationAlarms } from "../../../stacks/replicationAlarms";
import { ofType } from "../fixtures/recording";
import type { ReplicationAlarm } from "../../../plan/model/databases";

const alarmType = "aws:cloudwatch/metricAlarm:MetricAlarm";

const alarm: ReplicationAlarm = {
  key: "orders-us-east-1",
  name: "gateway-prod-orders-replication-lag",
  database: "orders",
  region: "us-east-1",
  cluster: "orders-use1",
  maxLagMilliseconds: 1000,
  topic: "arn:aws:sns:us-east-1:111111111111:databases",
};
const elsewhere = { ...alarm, key: "orders-eu-west-1", region: "eu-west-1", cluster: "orders-euw1" };
const recordAlarms = (...alarms: readonly ReplicationAlarm[]) => record(() => deployReplicationAlarms(alarms, { fleet: "gateway" }));

describe("the alarm on a copy of a database", () => {
  it("S0.178 fires when the copy is a second behind, and when nobody measures it", async () => {
    const [made] = ofType(await recordAlarms(alarm), alarmType);
    const { namespace, metricName, dimensions, statistic, comparisonOperator, threshold, treatMissingData } = made?.inputs ?? {};
    assert.deepEqual(
      [namespace, metricName, dimensions],
      ["AWS/RDS", "AuroraGlobalDBReplicationLag", { DBClusterIdentifier: "orders-use1" }],
    );
    assert.deepEqual([statistic, comparisonOperator, threshold], ["Average", "GreaterThanThreshold", 1000]);
    assert.equal(treatMissingData, "breaching");
  });

  it("tells the topic of its region when it fires and when it is over", async () => {
    const [made] = ofType(await recordAlarms(alarm), alarmType);
    assert.deepEqual([made?.inputs["alarmActions"], made?.inputs["okActions"]], [[alarm.topic], [alarm.topic]]);
  });

  it("is made in the copy's region, by a provider that asks nobody", async () => {
    const recording = await recordAlarms(alarm, elsewhere, {
      ...alarm,
      key: "carts-us-east-1",
      name: "gateway-prod-carts-replication-lag",
    });
    const providers = ofType(recording, "pulumi:providers:aws");
    assert.deepEqual(
      providers.map(({ inputs }) => inputs["region"]),
      ["us-east-1", "eu-west-1"],
    );
    for (const { inputs } of providers)
      assert.deepEqual([inputs["skipCredentialsValidation"], inputs["skipRequestingAccountId"]], ["true", "true"]);
    for (const { name, options } of ofType(recording, alarmType))
      assert.ok(options.provider?.includes(`databases-${name.includes("eu-west-1") ? "eu-west-1" : "us-east-1"}-aws`), name);
  });

  it("needs no provider where no database asks for it", async () => {
    assert.deepEqual((await recordAlarms()).resources, []);
  });
});
