import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import { record } from "../../../preview/record/record";
import { SecretSync } from "../../../components/engines/secretSync";
import { platformCharts } from "../../../catalogue/versions";
import { assertWaits } from "../fixtures/order";
import { at, ofType, only } from "../fixtures/recording";
import type { Recording } from "../../../preview/record/recording";
import type { SecretSource, SecretSyncPlan } from "../../../plan/model/engines";

const storeType = "kubernetes:external-secrets.io/v1:ClusterSecretStore";
const secretType = "kubernetes:external-secrets.io/v1:ExternalSecret";
const releaseType = "kubernetes:helm.sh/v3:Release";

const plan: SecretSyncPlan = {
  operator: {
    chart: platformCharts.externalSecrets,
    controller: { replicas: 2, requests: { cpu: "55m", memory: "129Mi" } },
    serviceAccount: { namespace: "external-secrets", name: "external-secrets" },
    prefix: "gateway-prod-",
    source: { cloud: "aws", region: "us-west-2" },
    namespaces: ["api-gateway", "flux-system"],
  },
  store: "fleet",
  refreshInterval: "5m0s",
  secrets: [
    { name: "git-credentials", namespace: "flux-system", key: "gateway-prod-git", field: undefined },
    { name: "signing-key", namespace: "api-gateway", key: "gateway-prod-signing", field: "key.pem" },
  ],
};

describe("SecretSync", () => {
  let recording: Recording;
  before(async () => {
    recording = await recordSync(plan);
  });
  const spec = (name: string) => only(recording, secretType, `aws-usw2-secret-sync-${name}`).inputs["spec"];
  const values = (...path: string[]) => at(only(recording, releaseType).inputs["values"], ...path);

  it("S0.179 looks at each secret's original as often as planned", () => {
    for (const { inputs } of ofType(recording, secretType))
      assert.deepEqual([at(inputs, "spec", "refreshPolicy"), at(inputs, "spec", "refreshInterval")], ["Periodic", "5m0s"]);
  });

  it("S0.179 reads the cloud's store over TLS, with no credential that the cluster would keep", async () => {
    const sources: readonly (readonly [SecretSource, object])[] = [
      [{ cloud: "aws", region: "us-west-2" }, { aws: { service: "SecretsManager", region: "us-west-2" } }],
      [
        { cloud: "azure", vaultId: "/v", vaultUrl: "https://v.vault.azure.net", subscription: "s" },
        { azurekv: { authType: "WorkloadIdentity", vaultUrl: "https://v.vault.azure.net" } },
      ],
      [{ cloud: "gcp", project: "p", projectNumber: "1" }, { gcpsm: { projectID: "p" } }],
    ];
    for (const [source, provider] of sources) {
      const stores = await recordSync({ ...plan, operator: { ...operatorOf(plan), source } });
      assert.deepEqual(at(only(stores, storeType).inputs, "spec", "provider"), provider);
      assert.deepEqual(ofType(stores, "kubernetes:core/v1:Secret"), []);
    }
  });

  it("makes keys of a JSON object's fields, or one key of the whole value", () => {
    assert.deepEqual(
      [at(spec("git-credentials"), "dataFrom"), at(spec("git-credentials"), "data")],
      [[{ extract: { key: "gateway-prod-git" } }], undefined],
    );
    assert.deepEqual(
      [at(spec("signing-key"), "data"), at(spec("signing-key"), "dataFrom")],
      [[{ secretKey: "key.pem", remoteRef: { key: "gateway-prod-signing" } }], undefined],
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
    assert.deepEqual([values("crds", "createSecretStore"), values("processSecretStore")], [false, false]);
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
    assert.deepEqual(values("resources", "requests"), { cpu: "55m", memory: "129Mi" });
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
    const found = await recordSync({ ...plan, operator: undefined, store: "platform" });
    assert.deepEqual(
      [...new Set(found.resources.filter(({ custom, type }) => custom && type.startsWith("kubernetes:")).map(({ type }) => type))],
      ["kubernetes:core/v1:ConfigMap", secretType],
    );
    for (const { inputs } of ofType(found, secretType))
      assert.deepEqual(at(inputs, "spec", "secretStoreRef"), { kind: "ClusterSecretStore", name: "platform" });
  });
});

function operatorOf({ operator }: SecretSyncPlan) {
  assert.ok(operator !== undefined);
  return operator;
}

/** With a ConfigMap in the place of a permission. */
function recordSync(secrets: SecretSyncPlan): Promise<Recording> {
  return record(() => {
    const provider = new k8s.Provider("k8s", { kubeconfig: "{}" });
    const permission = new k8s.core.v1.ConfigMap("permission", {}, { provider });
    const access = {
      permissions: [permission],
      annotations: { "azure.workload.identity/client-id": "client" },
      labels: { "azure.workload.identity/use": "true" },
    };
    const namespaces = { "api-gateway": "api-gateway", "flux-system": "flux-system" };
    new SecretSync("aws-usw2-secret-sync", { plan: secrets, partOf: "gateway", namespaces, access, after: [] }, { provider });
    return {};
  });
}
