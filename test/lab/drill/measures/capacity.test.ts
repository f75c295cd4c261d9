import assert from "node:assert/strict";
import { capacityFollowed, loadOf, requestsPerReplica, type LoadSample } from "../../../../lab/drill/measures/capacity";

describe("the capacity of survivors", () => {
  const before = [
    { cluster: "azure", requestsPerSecond: 9, replicas: 3 },
    { cluster: "gcp", requestsPerSecond: 3, replicas: 3 },
  ];
  const perReplica = requestsPerReplica(before);

  it("is measured against the busiest of them, which is at its target before the loss", () => {
    assert.equal(perReplica, 3);
    assert.deepEqual(
      before.map((sample) => loadOf(sample, perReplica)),
      [1, 1 / 3],
    );
  });

  it("has followed when no replica carries more than its autoscaler tolerates, for good", () => {
    const samples = [
      ...[sample("azure", 100, 9, 3), sample("azure", 110, 40, 3), sample("azure", 120, 40, 14), sample("azure", 130, 50, 14)],
      ...[sample("azure", 140, 40, 14), sample("gcp", 100, 3, 3), sample("gcp", 140, 6, 3)],
    ];
    const [azure, gcp] = capacityFollowed(samples, 100, perReplica);
    assert.deepEqual(azure, { cluster: "azure", replicasBefore: 3, replicasAfter: 14, mostLoad: 40 / 9, metAfterSeconds: 40 });
    assert.deepEqual(gcp, { cluster: "gcp", replicasBefore: 3, replicasAfter: 3, mostLoad: 2 / 3, metAfterSeconds: 0 });
  });

  it("has never followed where a replica carries too much at the end, or none is ready", () => {
    const at = (replicas: number) => capacityFollowed([sample("azure", 100, 40, replicas)], 100, perReplica)[0]?.metAfterSeconds;
    assert.deepEqual([at(3), at(0), at(14)], [null, null, 0]);
  });
});

function sample(cluster: string, at: number, requestsPerSecond: number, replicas: number): LoadSample {
  return { at, cluster, requestsPerSecond, replicas };
}
