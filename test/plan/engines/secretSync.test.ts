import assert from "node:assert/strict";
import type { FleetConfig } from "../../../config";
import type { ManagedCluster } from "../../../config/clusters";
import type { SecretSync } from "../../../config/engines/secretSync";
import { ConfigError } from "../../../config/file/problems";
import { planStack } from "../../../plan";
import { inOrder } from "../../../plan/engines";
import type { EnginePlan } from "../../../plan/model/engines/plan";
import { at } from "../../components/fixtures/recording";
import { fleet, secretSync, usw1 } from "../fleets";

describe("the plan of secret sync", () => {
  it("S0.179 brings the same secrets to every cluster of every region, refreshed every five minutes, each from its own cloud's store", () => {
    const plans = clustersOf({ clusters: { ...fleet.clusters, "aws-use1": use1 } }).map(({ platform }) => platform.secretSync);
    const [first] = plans;
    for (const plan of plans) assert.deepEqual(secretsOf(plan), secretsOf(first));
    assert.deepEqual(
      secretsOf(first).map(({ name, body }) => [
        name,
        at(body, "spec", "refreshInterval"),
        at(body, "spec", "data") ?? at(body, "spec", "dataFrom"),
      ]),
      [
        ["signing-key", "5m0s", [{ secretKey: "key.pem", remoteRef: { key: "gateway-test-signing" } }]],
        ["upstream", "5m0s", [{ extract: { key: "gateway-test-upstream" } }]],
      ],
    );
    assert.deepEqual(plans.map(storeOf), [
      { aws: { service: "SecretsManager", region: "us-east-1" } },
      { aws: { service: "SecretsManager", region: "us-west-2" } },
      { azurekv: { authType: "WorkloadIdentity", vaultUrl: "https://gateway-prod-secrets.vault.azure.net" } },
      { gcpsm: { projectID: "gateway-fleet-test" } },
    ]);
  });

  it("writes minutes as Go does, so that nothing rewrites them", () => {
    for (const [refreshMinutes, text] of [
      [1, "1m0s"],
      [59, "59m0s"],
      [60, "1h0m0s"],
      [90, "1h30m0s"],
      [1440, "24h0m0s"],
    ] as const)
      assert.equal(at(secretsOf(clustersOf({}, { refreshMinutes })[0]?.platform.secretSync)[0]?.body, "spec", "refreshInterval"), text);
  });

  it("reads one region for all of AWS where the file names it, and then has no private way to it from another", () => {
    const clusters = clustersOf(
      { clusters: { ...fleet.clusters, "aws-use1": use1 } },
      { stores: { ...secretSync.stores, aws: { region: "us-west-2" } } },
    );
    const aws = clusters.flatMap((cluster) => (cluster.cloud === "aws" ? [cluster] : []));
    assert.deepEqual(
      aws.map(({ name, network, platform }) => [
        name,
        at(storeOf(platform.secretSync), "aws", "region"),
        network.privateServices.includes("secretsmanager"),
      ]),
      [
        ["aws-use1", "us-west-2", false],
        ["aws-usw2", "us-west-2", true],
      ],
    );
  });

  it("is a principal of its own for each cluster of a Google project, where equal names would be one principal", () => {
    const clusters = clustersOf({ clusters: { "gcp-a": { ...usw1, slot: 4 }, "gcp-b": { ...usw1, slot: 5 } } });
    const names = clusters.map(({ platform }) => platform.secretSync?.identity?.serviceAccount.name);
    assert.deepEqual(names, ["gateway-test-gcp-a-4", "gateway-test-gcp-b-5"]);
  });

  it("uses the store that an existing cluster has, and runs nothing beside it", () => {
    const stores = { existing: { clusterSecretStore: "platform" } };
    const [plan] = clustersOf({ clusters: { onprem: existing } }, { stores }).map(({ platform }) => platform.secretSync);
    assert.deepEqual([plan?.charts, plan?.identity, plan?.pods, plan?.objects.length], [[], undefined, [], 2]);
    for (const { body } of secretsOf(plan)) assert.equal(at(body, "spec", "secretStoreRef", "name"), "platform");
  });

  it("reaches an engine's namespace as well as a workload's", () => {
    const configSync = {
      engine: "flux",
      repository: "https://git.example.com/c",
      branch: "main",
      path: "clusters",
      intervalMinutes: 5,
    } as const;
    const secrets = { "git-credentials": { namespace: "flux-system" } };
    const [cluster] = clustersOf({ platform: { configSync } }, { secrets });
    assert.deepEqual(
      secretsOf(cluster?.platform.secretSync).map(({ namespace }) => namespace),
      ["flux-system"],
    );
    assert.deepEqual(cluster === undefined ? [] : inOrder(cluster.platform), ["configSync", "secretSync"]);
    assert.match(
      refusal({}, { secrets }),
      /secrets\.git-credentials\.namespace\s+"flux-system" is the namespace of no workload and no engine/,
    );
  });

  it("refuses all at once: clouds without a store, a namespace that is nobody's, a name that a store would not take", () => {
    const text = refusal(
      { clusters: { ...fleet.clusters, onprem: existing } },
      {
        stores: {},
        prefix: "p".repeat(63),
        secrets: { ["s".repeat(63)]: { namespace: "api-gatway" }, ["k".repeat(64)]: { namespace: "api-gateway" } },
      },
    );
    for (const [cloud, cluster] of [
      ["aws", "aws-usw2"],
      ["azure", "az-wus2"],
      ["gcp", "gcp-usw1"],
      ["existing", "onprem"],
    ])
      assert.match(
        text,
        new RegExp(`platform\\.secretSync\\.stores\\s+has no ${cloud}, where ${cluster} would get no secret; add ${cloud}: \\{`),
      );
    assert.match(text, /"api-gatway" is the namespace of no workload and no engine; did you mean "api-gateway"\?/);
    assert.match(text, /has 128 characters, at most 127 are allowed; shorten its key or prefix by 1/);
    assert.doesNotMatch(text, /has 127 characters/);
  });

  it("is nothing where nobody asks for it", () => {
    for (const { platform } of planStack({ kind: "fleet", stack: "prod", fleet }).fleet.clusters)
      assert.equal(platform.secretSync, undefined);
  });
});

const use1: ManagedCluster = {
  cloud: "aws",
  region: "us-east-1",
  zones: ["use1-az1", "use1-az2"],
  slot: 9,
  kubernetes: "1.35",
  overrides: {},
};
const existing: FleetConfig["clusters"][string] = {
  cloud: "existing",
  context: "kind-onprem",
  kubernetes: "1.35",
  service: "ClusterIP",
  overrides: {},
};

function secretsOf(plan: EnginePlan | undefined) {
  return (plan?.objects ?? []).filter(({ kind }) => kind === "ExternalSecret");
}

function storeOf(plan: EnginePlan | undefined): unknown {
  return at(plan?.objects.find(({ step }) => step === "store")?.body, "spec", "provider");
}

function clustersOf(changes: Partial<FleetConfig>, sync: Partial<SecretSync> = {}) {
  const platform = { ...changes.platform, secretSync: { ...secretSync, ...sync } };
  return planStack({ kind: "fleet", stack: "prod", fleet: { ...fleet, ...changes, platform } }).fleet.clusters;
}

function refusal(changes: Partial<FleetConfig>, sync: Partial<SecretSync>): string {
  try {
    clustersOf(changes, sync);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return assert.fail("the plan was made");
}
