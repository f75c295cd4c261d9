import assert from "node:assert/strict";
import { complaints, type Edit, edited, remove } from "./project";

const topic = "arn:aws:sns:us-east-1:111111111111:databases";
const aurora = { mechanism: "auroraGlobal", secondaries: { "us-east-1": { cluster: "orders-use1", topic } } };
const cnpg = { mechanism: "cnpgReplicaCluster", clusters: ["gcp-usw1"], namespace: "orders", cluster: "orders-copy" };
const monitoring: Edit = [["platform"], { monitoring: { engine: "kubePrometheusStack" } }];

const complaintsOf = (replication: object, ...edits: readonly Edit[]) =>
  complaints({ prod: edited("prod", [["databases", "orders"], { maxConnections: 5000, replication }], ...edits) }, "prod");
const where = "databases.orders.replication";

describe("databases.<name>.replication", () => {
  it("S0.178 says what copies the data, and takes a second of lag unless told otherwise", () => {
    assert.deepEqual(complaintsOf(aurora), []);
    assert.deepEqual(complaintsOf(cnpg, monitoring), []);
    assert.match(complaintsOf({ mechanism: "backup" }).join(), /"backup" is unknown/);
    assert.match(complaintsOf({ ...aurora, maxLagSeconds: 0 }).join(), /maxLagSeconds: 0 is below the minimum 0.1/);
  });

  it("refuses a copy that no Prometheus measures, with what to add", () => {
    assert.deepEqual(complaintsOf(cnpg), [
      `${where}.mechanism: is measured by the Prometheus of the clusters that hold a copy, and there is none; add platform: { monitoring: { engine: kubePrometheusStack } }`,
    ]);
  });

  it("refuses clusters that are not there or there twice", () => {
    assert.deepEqual(complaintsOf({ ...cnpg, clusters: ["gcp-usw2", "az-wus2", "az-wus2"] }, monitoring), [
      `${where}.clusters[0]: "gcp-usw2" is not in clusters; did you mean "gcp-usw1"?`,
      `${where}.clusters[2]: "az-wus2" is in the list twice; name it once`,
    ]);
  });

  it("refuses a topic that the alarm cannot tell: of another region or another account", () => {
    const told = (other: string) => complaintsOf({ ...aurora, secondaries: { "us-east-1": { cluster: "orders-use1", topic: other } } });
    assert.deepEqual(told("arn:aws:sns:us-west-2:111111111111:databases"), [
      `${where}.secondaries.us-east-1.topic: is in us-west-2, and an alarm in us-east-1 cannot tell it; name a topic in us-east-1`,
    ]);
    assert.deepEqual(told("arn:aws:sns:us-east-1:222222222222:databases"), [
      `${where}.secondaries.us-east-1.topic: is in account 222222222222, and the alarm would be in 111111111111 (clouds.aws.account); name a topic of that account`,
    ]);
    assert.match(told("databases").join(), /"databases" is not the ARN of an SNS topic/);
  });

  it("refuses a copy in an account that the file does not have", () => {
    const found = complaintsOf(aurora, [["clouds", "aws"], remove]);
    assert.ok(
      found.includes(`${where}.mechanism: is measured in AWS, which is not configured; add clouds.aws with the database's account`),
    );
  });

  it("refuses an identifier that no DB cluster has, and a database without a copy", () => {
    const named = (cluster: string) => complaintsOf({ ...aurora, secondaries: { "us-east-1": { cluster, topic } } });
    for (const cluster of ["Orders", "orders--use1", "orders-", "1orders"])
      assert.match(named(cluster).join(), /is not an identifier of a DB cluster/);
    assert.match(complaintsOf({ ...aurora, secondaries: {} }).join(), /secondaries: names no copy/);
  });
});
