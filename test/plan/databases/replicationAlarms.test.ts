import assert from "node:assert/strict";
import { replicationAlarms } from "../../../plan/databases/replicationAlarms";
import { fleet } from "../fleets";

const topic = (region: string) => `arn:aws:sns:${region}:111111111111:databases`;
const replication = {
  mechanism: "auroraGlobal",
  secondaries: {
    "us-east-1": { cluster: "orders-use1", topic: topic("us-east-1") },
    "eu-west-1": { cluster: "orders-euw1", topic: topic("eu-west-1") },
  },
  maxLagSeconds: 1,
} as const;

describe("replicationAlarms", () => {
  it("S0.178 watches every copy in its own region, at a thousand milliseconds for a second", () => {
    const alarms = replicationAlarms({ ...fleet, databases: { orders: { maxConnections: 100, replication } } });
    assert.deepEqual(
      alarms.map(({ key, cluster, region, maxLagMilliseconds }) => [key, cluster, region, maxLagMilliseconds]),
      [
        ["orders-eu-west-1", "orders-euw1", "eu-west-1", 1000],
        ["orders-us-east-1", "orders-use1", "us-east-1", 1000],
      ],
    );
  });

  it("gives an alarm a name that can be written down before it is there", () => {
    const [first] = replicationAlarms({ ...fleet, databases: { orders: { maxConnections: 100, replication } } });
    assert.equal(first?.name, `${fleet.settings.name}-${fleet.settings.environment}-orders-replication-lag`);
  });

  it("watches nothing that has no copy in AWS", () => {
    assert.deepEqual(replicationAlarms({ ...fleet, databases: { orders: { maxConnections: 100 } } }), []);
  });
});
