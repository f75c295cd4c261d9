import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { changesIn } from "../project";
import { begin, end, staging } from "../shapes";
import { failClosed, type Story } from "../story";

const clusters = ["aws-usw2", "az-wus2", "gcp-usw1"] as const;

/** Clusters on three clouds that look at each other, of a fleet that was not monitored, until it is so no more: each test goes on where the last one ended. */
describe("a monitored fleet on the lab", function () {
  this.timeout(600_000);
  let story: Story;

  before(async () => {
    story = await begin(staging);
    story.deleteIn("staging", ["traffic", "peakRps"]);
    story.setIn("staging", ["platform"], { monitoring: { engine: "kubePrometheusStack" } });
    const secondaries = { "us-east-1": { cluster: "orders-use1", topic: "arn:aws:sns:us-east-1:666666666666:databases" } };
    story.setIn("staging", ["databases"], {
      orders: { maxConnections: 500, replication: { mechanism: "auroraGlobal", secondaries } },
      carts: {
        maxConnections: 500,
        replication: { mechanism: "cnpgReplicaCluster", clusters: ["gcp-usw1"], namespace: "carts", cluster: "carts-copy" },
      },
    });
  });
  after(() => end(story, staging));

  it("S0.101 has each cluster probe the others' real addresses", async () => {
    await story.up("staging");
    for (const cluster of clusters) {
      const { prober, targets } = (await object(cluster, "probes", "cross-cluster")).spec;
      assert.equal(prober?.url, "prometheus-blackbox-exporter.monitoring.svc:9115");
      const probed = (targets?.staticConfig.static ?? []).map((target) => target.split("/", 4).join("/"));
      assert.deepEqual(
        probed.sort(),
        clusters
          .filter((other) => other !== cluster)
          .flatMap((other) => frontDoor(other).map((address) => `http://${address}:80/ready#${other}`))
          .sort(),
      );
    }
  });

  it("S0.178 alerts on the lag of a copy in the cluster that holds it", async () => {
    const held = await alertsOf("gcp-usw1");
    assert.ok(held.includes("DatabaseReplicationLagHigh"), held.join());
    for (const cluster of ["aws-usw2", "az-wus2"])
      assert.deepEqual(
        (await alertsOf(cluster)).filter((alert) => alert.startsWith("Database")),
        [],
      );
  });

  it("shows no changes in a second preview", async () => {
    assert.deepEqual(changesIn(await story.succeed("preview", "staging")), []);
  });

  it("changes a rule in every cluster, and nothing else, for another limit of latency", async () => {
    story.setIn("staging", ["platform", "monitoring", "probes"], { latencyMilliseconds: 250 });
    const outcome = await story.up("staging");
    const changes = changesIn(outcome);
    assert.equal(changes.length, clusters.length, outcome.output);
    assert.ok(
      changes.every((line) => line.startsWith("~ kubernetes:monitoring.coreos.com/v1:PrometheusRule ")),
      outcome.output,
    );
  });

  it("leaves nothing of it in a cluster that is not monitored any more, although its webhooks refuse what they cannot judge", async () => {
    for (const cluster of clusters) {
      const webhooks = await failClosed((...words) => story.project.kubectl("staging", cluster, ...words));
      assert.ok(webhooks.includes("kube-prometheus-stack-admission"), webhooks.join());
    }
    story.deleteIn("staging", ["platform"]);
    story.deleteIn("staging", ["databases", "carts", "replication"]);
    await story.up("staging");
    for (const cluster of clusters) {
      const left = await story.project.kubectl("staging", cluster, "get", "namespaces,customresourcedefinitions", "-o", "name");
      assert.doesNotMatch(left, /monitoring/, cluster);
    }
  });

  async function alertsOf(cluster: string): Promise<string[]> {
    const { groups } = (await object(cluster, "prometheusrules", "fleet")).spec;
    return (groups ?? []).flatMap(({ rules }) => rules.map(({ alert }) => alert));
  }

  async function object(cluster: string, kind: string, name: string): Promise<Found> {
    const found = await story.project.kubectl(
      "staging",
      cluster,
      "get",
      `${kind}.monitoring.coreos.com`,
      name,
      "-n",
      "monitoring",
      "-o",
      "json",
    );
    return JSON.parse(found) as Found;
  }

  /** As the front doors' process reports them. */
  function frontDoor(cluster: string): string[] {
    const status = readFileSync(join(story.project.home("staging").root, "front-door-status.json"), "utf8");
    const { addresses } = JSON.parse(status) as { readonly addresses: readonly { readonly address: string; readonly cluster: string }[] };
    return addresses.filter((entry) => entry.cluster === cluster).map(({ address }) => address);
  }
});

interface Found {
  readonly spec: {
    readonly prober?: { readonly url: string };
    readonly targets?: { readonly staticConfig: { readonly static: readonly string[] } };
    readonly groups?: readonly { readonly rules: readonly { readonly alert: string }[] }[];
  };
}
