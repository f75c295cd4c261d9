import assert from "node:assert/strict";
import type { ConfigSync } from "../../../config/engines/configSync";
import { configSyncPlan } from "../../../plan/engines/configSync";
import { workloadPlan } from "../../../plan/workloads/workloads";
import { gateway } from "../../plan/fleets";
import { contextOf, recordEngine } from "../fixtures/inside";
import { assertWaits } from "../fixtures/order";
import { at, ofType, only } from "../fixtures/recording";
import type { Recording } from "../../../preview/record/recording";

const section: ConfigSync = {
  engine: "flux",
  repository: "https://git.example.com/platform/configuration",
  branch: "main",
  path: "clusters",
  intervalMinutes: 5,
  credentials: "git-credentials",
};

const repositoryType = "kubernetes:source.toolkit.fluxcd.io/v1:GitRepository";
const kustomizationType = "kubernetes:kustomize.toolkit.fluxcd.io/v1:Kustomization";

describe("Flux", () => {
  let recording: Recording;
  before(async () => {
    recording = await recordFlux(section);
  });
  const values = (...path: string[]) => at(only(recording, "kubernetes:helm.sh/v3:Release").inputs["values"], ...path);

  it("S0.177 looks at the repository and corrects the cluster as often as planned", () => {
    assert.equal(at(only(recording, repositoryType).inputs, "spec", "interval"), "5m");
    const { spec } = only(recording, kustomizationType).inputs;
    assert.deepEqual([at(spec, "interval"), at(spec, "path"), at(spec, "prune")], ["5m", "./clusters/aws-usw2", true]);
  });

  it("reads the branch with credentials that stay in the cluster, or none of a public repository", async () => {
    const { spec } = only(recording, repositoryType).inputs;
    assert.deepEqual(
      [at(spec, "url"), at(spec, "ref"), at(spec, "secretRef")],
      ["https://git.example.com/platform/configuration", { branch: "main" }, { name: "git-credentials" }],
    );
    const open = await recordFlux({ ...section, credentials: undefined });
    assert.equal(at(only(open, repositoryType).inputs, "spec", "secretRef"), undefined);
  });

  it("acts as an account that may edit in the workloads' namespaces and nowhere else", () => {
    assert.equal(at(only(recording, kustomizationType).inputs, "spec", "serviceAccountName"), "config-sync");
    assert.deepEqual(values("multitenancy"), { enabled: true, privileged: false, defaultServiceAccount: "default" });
    const bindings = ofType(recording, "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding").map(({ inputs }) => inputs);
    assert.deepEqual(
      bindings.map(({ metadata }) => at(metadata, "namespace")),
      ["api-gateway", "jobs"],
    );
    for (const { roleRef, subjects } of bindings) {
      assert.equal(at(roleRef, "name"), "edit");
      assert.deepEqual(subjects, [{ kind: "ServiceAccount", name: "config-sync", namespace: "flux-system" }]);
    }
    assert.deepEqual(ofType(recording, "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding"), []);
  });

  it("CKV_K8S_38 gives that account no token, since nobody runs as it: the controller impersonates it", () => {
    const { inputs } = only(recording, "kubernetes:core/v1:ServiceAccount");
    assert.deepEqual([at(inputs, "metadata", "name"), inputs["automountServiceAccountToken"]], ["config-sync", false]);
  });

  it("runs the controllers that it needs, in a namespace of restricted pods", () => {
    for (const controller of ["helmController", "imageAutomationController", "imageReflectionController", "notificationController"])
      assert.deepEqual(values(controller), { create: false }, controller);
    const labels = at(only(recording, "kubernetes:core/v1:Namespace").inputs, "metadata", "labels");
    assert.equal(at(labels, "pod-security.kubernetes.io/enforce"), "restricted");
  });

  it("asks for what the plan finds room for", () => {
    const asked = ["sourceController", "kustomizeController"].map((controller) => at(values(controller), "resources", "requests"));
    assert.deepEqual(
      asked,
      planOf(section).pods.map(({ requests }) => requests),
    );
  });

  it("knows its rights and its kinds before it follows anything, and takes away what it brought before either goes", () => {
    for (const type of [repositoryType, kustomizationType])
      for (const earlier of [
        ...ofType(recording, "kubernetes:helm.sh/v3:Release"),
        ...ofType(recording, "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding"),
      ])
        assertWaits(recording, only(recording, type), earlier);
  });
});

function planOf(configSync: ConfigSync) {
  const context = contextOf("aws-usw2", { configSync });
  return configSyncPlan(configSync, { ...context, workloads: [...context.workloads, workloadPlan("aws", "jobs", gateway)] });
}

function recordFlux(configSync: ConfigSync): Promise<Recording> {
  return recordEngine(planOf(configSync));
}
