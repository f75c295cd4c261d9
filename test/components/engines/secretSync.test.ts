import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { SecretSync } from "../../../config/engines/secretSync";
import { resolveFleet } from "../../../config/resolve";
import { secretSyncPlan } from "../../../plan/engines/secretSync";
import { fleet, secretSync } from "../../plan/fleets";
import { contextOf, insideOf, recordEngine } from "../fixtures/inside";
import { assertWaits } from "../fixtures/order";
import { at, ofType, only } from "../fixtures/recording";
import type { Recording } from "../../../preview/record/recording";

const storeType = "kubernetes:external-secrets.io/v1:ClusterSecretStore";
const secretType = "kubernetes:external-secrets.io/v1:ExternalSecret";
const releaseType = "kubernetes:helm.sh/v3:Release";

const section: SecretSync = {
  ...secretSync,
  secrets: {
    "git-credentials": { namespace: "flux-system", key: "git" },
    "signing-key": { namespace: "api-gateway", key: "signing", field: "key.pem" },
  },
};

describe("SecretSync", () => {
  let recording: Recording;
  before(async () => {
    recording = await recordSync();
  });
  const spec = (name: string) => only(recording, secretType, `aws-usw2-secret-sync-${name}`).inputs["spec"];
  const values = (...path: string[]) => at(only(recording, releaseType).inputs["values"], ...path);

  it("S0.179 looks at each secret's original as often as planned", () => {
    for (const { inputs } of ofType(recording, secretType))
      assert.deepEqual([at(inputs, "spec", "refreshPolicy"), at(inputs, "spec", "refreshInterval")], ["Periodic", "5m0s"]);
  });

  it("S0.179 reads the cloud's store over TLS, with no credential that the cluster would keep", async () => {
    const sources = {
      "aws-usw2": { aws: { service: "SecretsManager", region: "us-west-2" } },
      "az-wus2": { azurekv: { authType: "WorkloadIdentity", vaultUrl: "https://gateway-prod-secrets.vault.azure.net" } },
      "gcp-usw1": { gcpsm: { projectID: "gateway-fleet-test" } },
    };
    for (const [cluster, provider] of Object.entries(sources)) {
      const stores = await recordSync(cluster);
      assert.deepEqual(at(only(stores, storeType).inputs, "spec", "provider"), provider);
      assert.deepEqual(ofType(stores, "kubernetes:core/v1:Secret"), []);
    }
  });

  it("makes keys of a JSON object's fields, or one key of the whole value", () => {
    assert.deepEqual(
      [at(spec("git-credentials"), "dataFrom"), at(spec("git-credentials"), "data")],
      [[{ extract: { key: "gateway-test-git" } }], undefined],
    );
    assert.deepEqual(
      [at(spec("signing-key"), "data"), at(spec("signing-key"), "dataFrom")],
      [[{ secretKey: "key.pem", remoteRef: { key: "gateway-test-signing" } }], undefined],
    );
  });

  it("leaves in the cluster what the store has lost, and takes along what the stack file no longer names", () => {
    assert.deepEqual(at(spec("signing-key"), "target"), { name: "signing-key", creationPolicy: "Owner", deletionPolicy: "Retain" });
  });

  it("serves the namespaces that have secrets, and no other", () => {
    assert.deepEqual(at(only(recording, storeType).inputs, "spec", "conditions"), [{ namespaces: ["api-gateway", "flux-system"] }]);
    assert.equal(at(only(recording, secretType, "aws-usw2-secret-sync-signing-key").inputs, "metadata", "namespace"), "api-gateway");
  });

  it("lets nobody in a namespace make a store or a secret, which would read as the operator", () => {
    // The chart brings the definition of a namespace's own store whatever is said.
    assert.deepEqual([values("crds", "createSecretStore"), values("processSecretStore")], [undefined, false]);
    for (const right of ["aggregateToEdit", "aggregateToAdmin", "serviceAccountTokenCreate"])
      assert.equal(values("rbac", right), false, right);
    for (const [crd, process] of [
      ["createClusterExternalSecret", "processClusterExternalSecret"],
      ["createPushSecret", "processPushSecret"],
      ["createClusterPushSecret", "processClusterPushSecret"],
      ["createClusterGenerator", "processClusterGenerator"],
    ] as const)
      assert.deepEqual([values("crds", crd), values(process)], [false, false], crd);
  });

  it("survives the loss of a node: two replicas, of which one works and one may be away", () => {
    assert.deepEqual([values("replicaCount"), values("leaderElect"), values("podDisruptionBudget", "minAvailable")], [2, true, 1]);
  });

  it("asks for what the plan finds room for", () => {
    assert.deepEqual(
      planOf("aws-usw2").pods.map(({ requests }) => requests),
      [values("resources", "requests")],
    );
  });

  it("runs as whom the cloud knows, in a namespace of restricted pods", () => {
    assert.deepEqual(values("serviceAccount"), {
      create: true,
      name: "external-secrets",
      annotations: { "azure.workload.identity/client-id": "client" },
    });
    assert.deepEqual(values("podLabels"), { "azure.workload.identity/use": "true" });
    const labels = at(only(recording, "kubernetes:core/v1:Namespace").inputs, "metadata", "labels");
    assert.equal(at(labels, "pod-security.kubernetes.io/enforce"), "restricted");
  });

  it("comes after its permissions, and each secret after the store and the operator; at the end they go the other way round", () => {
    const release = only(recording, releaseType);
    assertWaits(recording, release, only(recording, "kubernetes:core/v1:ConfigMap"));
    assertWaits(recording, only(recording, storeType), release);
    for (const secret of ofType(recording, secretType)) assertWaits(recording, secret, only(recording, storeType));
  });

  it("only says which secrets there are where somebody else runs the operator", async () => {
    const found = await recordSync("onprem");
    assert.deepEqual(
      [...new Set(found.resources.filter(({ custom, type }) => custom && type.startsWith("kubernetes:")).map(({ type }) => type))],
      [secretType],
    );
    for (const { inputs } of ofType(found, secretType))
      assert.deepEqual(at(inputs, "spec", "secretStoreRef"), { kind: "ClusterSecretStore", name: "platform" });
  });
});

function planOf(cluster: string) {
  const onprem = { cloud: "existing", context: "kind-onprem", kubernetes: "1.35", service: "ClusterIP", overrides: {} } as const;
  const stores = { ...section.stores, existing: { clusterSecretStore: "platform" } };
  const everywhere = resolveFleet({ ...fleet, clusters: { ...fleet.clusters, onprem } });
  return secretSyncPlan({ ...section, stores }, { ...contextOf(cluster), fleet: everywhere }) ?? assert.fail("it has a store");
}

/** With a ConfigMap in the place of a permission. */
function recordSync(cluster = "aws-usw2"): Promise<Recording> {
  return recordEngine(planOf(cluster), (provider) => {
    const { namespaces } = insideOf(provider);
    namespaces.add("flux-system", pulumi.output("flux-system"));
    return {
      namespaces,
      createIdentity: () => ({
        permissions: [new k8s.core.v1.ConfigMap("permission", {}, { provider })],
        annotations: { "azure.workload.identity/client-id": "client" },
        labels: { "azure.workload.identity/use": "true" },
      }),
    };
  });
}
