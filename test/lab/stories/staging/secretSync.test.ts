import assert from "node:assert/strict";
import { changesIn } from "../project";
import { begin, end, staging } from "../shapes";
import { failClosed, type Story } from "../story";

const clusters = ["aws-usw2", "az-wus2", "gcp-usw1"] as const;

/** Secrets in one cluster of each cloud, of a fleet that had none, until there is nothing left: each test goes on where the last one ended. */
describe("secrets from each cloud's store on the lab", function () {
  this.timeout(600_000);
  let story: Story;

  before(async () => {
    story = await begin(staging);
    story.deleteIn("staging", ["traffic", "peakRps"]);
    story.setIn("staging", ["platform", "secretSync"], {
      engine: "externalSecrets",
      stores: {
        aws: {},
        azure: {
          vault:
            "/subscriptions/77777777-7777-4777-8777-777777777777/resourceGroups/secrets/providers/Microsoft.KeyVault/vaults/gateway-staging",
        },
        gcp: { projectNumber: "123456789012" },
      },
      secrets: { upstream: { namespace: "api-gateway" } },
    });
  });
  after(() => end(story, staging));

  it("S0.179 asks every cloud's own store for the same secret, every five minutes", async () => {
    await story.up("staging");
    // The API server adds the kinds' own defaults.
    const source = "jsonpath={.spec.provider.aws.region}{.spec.provider.azurekv.vaultUrl}{.spec.provider.gcpsm.projectID}";
    const sources = clusters.map((cluster) =>
      story.project.kubectl("staging", cluster, "get", "clustersecretstore", "fleet", "-o", source),
    );
    assert.deepEqual(await Promise.all(sources), ["us-west-2", "https://gateway-staging.vault.azure.net", "gateway-fleet-staging"]);
    for (const cluster of clusters) {
      const { refreshInterval, dataFrom, secretStoreRef } = await secretOf(cluster, "upstream");
      assert.equal(refreshInterval, "5m0s");
      assert.deepEqual(secretStoreRef, { kind: "ClusterSecretStore", name: "fleet" });
      assert.equal((dataFrom as readonly [{ readonly extract: { readonly key: string } }])[0].extract.key, "gateway-staging-upstream");
    }
  });

  it("shows no changes in a second preview", async () => {
    assert.deepEqual(changesIn(await story.succeed("preview", "staging")), []);
  });

  it("adds one object to every cluster for another secret", async () => {
    story.setIn("staging", ["platform", "secretSync", "secrets", "signing-key"], { namespace: "api-gateway", field: "key.pem" });
    const outcome = await story.up("staging");
    assert.deepEqual(
      changesIn(outcome).map((line) => line.split(" ").slice(0, 2).join(" ")),
      clusters.map(() => "+ kubernetes:external-secrets.io/v1:ExternalSecret"),
      outcome.output,
    );
  });

  it("takes everything out of every cluster and every cloud that it brought", async () => {
    for (const cluster of clusters) await failClosed((...words) => story.project.kubectl("staging", cluster, ...words));
    story.deleteIn("staging", ["platform"]);
    const outcome = await story.up("staging");
    const changes = changesIn(outcome);
    assert.ok(changes.length > 0 && changes.every((line) => line.startsWith("- ")), outcome.output);
    for (const cluster of clusters) {
      assert.doesNotMatch(await story.project.kubectl("staging", cluster, "get", "crds,namespaces", "-o", "name"), /external-secrets/);
    }
    assert.deepEqual(changesIn(await story.succeed("preview", "staging")), []);
  });

  it("leaves nothing behind", async () => {
    await story.succeed("destroy", "staging");
    const { output } = await story.succeed("status", "staging");
    for (const cloud of ["aws", "azure-native", "gcp"]) assert.match(output, new RegExp(`^${cloud}: empty$`, "m"), output);
  });

  async function secretOf(cluster: string, name: string): Promise<Readonly<Record<string, unknown>>> {
    const found = await story.project.kubectl("staging", cluster, "get", "externalsecret", name, "-n", "api-gateway", "-o", "json");
    return (JSON.parse(found) as { readonly spec: Readonly<Record<string, unknown>> }).spec;
  }
});
