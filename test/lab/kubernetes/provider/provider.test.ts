import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { labHome } from "../../../../lab/home";
import { connect, type KubernetesClient } from "../../../../lab/kubernetes/client/client";
import type { ControlPlane, ControlPlanes } from "../../../../lab/kubernetes/controlPlane/controlPlane";
import { openControlPlanes } from "../../../../lab/kubernetes/controlPlane/controlPlanes";
import { createKubernetesBackend } from "../../../../lab/kubernetes/provider/provider";
import { fieldManagerOf } from "../../../../lab/kubernetes/provider/kinds";
import type { KubernetesInstance } from "../../../../lab/kubernetes/provider/connection";
import { CloudError, NotReadyError, type ProviderBackend } from "../../../../lab/provider/backend";
import { UNKNOWN, type Properties } from "../../../../facts/properties/values";
import { ensureTools } from "../../../../lab/tools/ensure";
import { consoleProgress } from "../../../../lab/tools/progress";

const atomicRelease = {
  name: "atomic",
  chart: "prometheus-blackbox-exporter",
  version: "1.0.0",
  namespace: "default",
  values: {},
  atomic: true,
  timeout: 2,
};
const atomicName = "atomic-prometheus-blackbox-exporter";

describe("the kubernetes provider on a real control plane", function () {
  this.timeout(60_000);

  let controlPlanes: ControlPlanes;
  let plane: ControlPlane;
  let client: KubernetesClient;
  let backend: ProviderBackend<KubernetesInstance>;
  let instance: KubernetesInstance;
  const project = mkdtempSync(join(tmpdir(), "lab-provider-"));

  before(async function () {
    this.timeout(900_000);
    const home = labHome(project, "test");
    const tools = await ensureTools(["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok"], consoleProgress());
    controlPlanes = openControlPlanes(home, tools);
    plane = await controlPlanes.ensure("east-1", { cluster: "east", name: "east", minor: "1.35", serviceCidr: "10.96.0.0/16" });
    await controlPlanes.setNodes(plane.id, nodes);
    client = connect({ endpoint: plane.endpoint, caCertificate: plane.caCertificate, token: plane.adminToken });
    backend = createKubernetesBackend({ home, controlPlanes });
    instance = await backend.configure({ kubeconfig: kubeconfigOf(plane.endpoint) });
  });

  after(async () => {
    client.close();
    await controlPlanes.stopAll();
    rmSync(project, { recursive: true, force: true });
  });

  it("creates a namespace, a deployment that becomes available, and deletes both", async () => {
    await create(namespace("life"));
    const made = await create(deployment("life", "web"));
    assert.equal(made.id, "life/web");
    assert.equal(at(made.outputs, "status", "readyReplicas"), 2);
    assert.equal(at(made.outputs, "metadata", "managedFields"), undefined);

    await remove(deployment("life", "web"), made);
    assert.equal(await client.get({ ...apps, namespace: "life", name: "web" }), undefined);
    await remove(namespace("life"), { id: "life", outputs: {} });
    assert.equal(await client.get({ apiVersion: "v1", kind: "Namespace", name: "life" }), undefined);
  });

  it("shows no drift after a refresh, also where the server writes quantities in another form or an autoscaler owns replicas", async () => {
    await create(namespace("drift"));
    const resource = deployment("drift", "web", { spec: { replicas: null } });
    const inputs = await checked(resource);
    const made = await create(resource);
    await client.mergePatch({ ...apps, namespace: "drift", name: "web" }, { spec: { replicas: 3 } });

    const read = await backend.read(instance, { ...resource.about, id: made.id, inputs, outputs: made.outputs });
    assert.deepEqual(read?.inputs, inputs);
    assert.deepEqual((await diff(resource, read?.inputs ?? {}, inputs)).changes, []);
  });

  it("shows only the field that differs after a refresh, the others in the program's own form", async () => {
    await create(namespace("scaled"));
    const resource = deployment("scaled", "web");
    const inputs = await checked(resource);
    const made = await create(resource);
    await client.mergePatch({ ...apps, namespace: "scaled", name: "web" }, { spec: { replicas: 3 } });

    const read = await backend.read(instance, { ...resource.about, id: made.id, inputs, outputs: made.outputs });
    assert.deepEqual((await diff(resource, inputs, read?.inputs ?? {})).changes, ["spec.replicas"]);
  });

  it("shows what somebody else has changed after a refresh", async () => {
    await create(namespace("changed"));
    const resource = configMap("changed", "settings", { mode: "fast" });
    const inputs = await checked(resource);
    const made = await create(resource);
    await client.mergePatch({ apiVersion: "v1", kind: "ConfigMap", namespace: "changed", name: "settings" }, { data: { mode: "slow" } });

    const read = await backend.read(instance, { ...resource.about, id: made.id, inputs, outputs: made.outputs });
    assert.equal(at(read?.inputs ?? {}, "data", "mode"), "slow");
    assert.deepEqual((await diff(resource, read?.inputs ?? {}, inputs)).changes, ["data.mode"]);
  });

  it("reads an object that is gone as gone", async () => {
    const resource = configMap("default", "nobody", {});
    assert.equal(
      await backend.read(instance, { ...resource.about, id: "default/nobody", inputs: resource.inputs, outputs: {} }),
      undefined,
    );
  });

  it("previews what the server would make, and stores nothing", async () => {
    const resource = configMap("default", "imagined", { a: "b" });
    const { id, outputs } = await backend.create(instance, { ...resource.about, inputs: await checked(resource), preview: true });
    assert.equal(id, "");
    assert.deepEqual(outputs["data"], { a: "b" });
    assert.equal(at(outputs, "metadata", "uid"), undefined);
    assert.equal(await client.get({ apiVersion: "v1", kind: "ConfigMap", namespace: "default", name: "imagined" }), undefined);
  });

  it("previews objects of a namespace that the same update makes", async () => {
    const resource = configMap("not-yet", "settings", { a: "b" });
    const inputs = await checked(resource);
    assert.deepEqual((await backend.create(instance, { ...resource.about, inputs, preview: true })).outputs, inputs);
  });

  it("refuses an unknown field by its path", async () => {
    const resource = deployment("default", "typo", { spec: { replicaz: 3 } });
    await assert.rejects(create(resource), /was not successfully created by the Kubernetes API server: .*spec\.replicaz/s);
  });

  it("refuses to take over an object that somebody else made", async () => {
    await client.apply(
      { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "theirs", namespace: "default" }, data: { a: "1" } },
      { fieldManager: "somebody" },
    );
    await assert.rejects(create(configMap("default", "theirs", { a: "2" })), /configmaps "theirs" already exists/);
  });

  it("names the fields and managers of a conflict when it may take objects over", async () => {
    await client.apply(
      { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "shared", namespace: "default" }, data: { a: "1" } },
      { fieldManager: "somebody" },
    );
    const upserting = await backend.configure({ kubeconfig: kubeconfigOf(plane.endpoint), upsertExistingObjects: "true" });
    const resource = configMap("default", "shared", { a: "2" });
    const request = { ...resource.about, inputs: await checked(resource), preview: false };
    await assert.rejects(backend.create(upserting, request), /field conflict detected.*conflict with "somebody".*\.data\.a/s);
  });

  it("goes on with what an interrupted create of the same resource has left", async () => {
    const resource = configMap("default", "left", { a: "1" });
    const inputs = await checked(resource);
    const left = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "left", namespace: "default" }, data: { a: "1" } };
    await client.apply(left, { fieldManager: fieldManagerOf(resource.about.urn) });
    assert.equal((await backend.create(instance, { ...resource.about, inputs, preview: false })).id, "default/left");
  });

  it("updates in place and waits for the rollout", async () => {
    await create(namespace("update"));
    const resource = deployment("update", "web");
    const made = await create(resource);
    const news = await checked(deployment("update", "web", { spec: { template: { spec: { terminationGracePeriodSeconds: 5 } } } }));
    const request = { ...resource.about, id: made.id, oldInputs: await checked(resource), oldOutputs: made.outputs, news };

    const expected = await backend.update(instance, { ...request, preview: true });
    assert.equal(at(expected, "metadata", "uid"), at(made.outputs, "metadata", "uid"));
    const outputs = await backend.update(instance, { ...request, preview: false });
    assert.equal(at(outputs, "status", "updatedReplicas"), 2);
    assert.notEqual(at(outputs, "metadata", "generation"), at(made.outputs, "metadata", "generation"));
  });

  it("leaves a field whose changes are ignored to whoever owns it, and as it is where that is still the resource itself", async () => {
    await create(namespace("handover"));
    const resource = deployment("handover", "web");
    const made = await create(resource);
    const scaled = deployment("handover", "web", { spec: { replicas: null } });
    const update = async (change: Properties, ignoreChanges: readonly string[] = ["spec.replicas"]) =>
      backend.update(instance, {
        ...resource.about,
        id: made.id,
        oldInputs: await checked(resource),
        oldOutputs: made.outputs,
        news: merge(await checked(scaled), change),
        preview: false,
        ignoreChanges,
      });
    assert.equal(at(await update({ metadata: { labels: { step: "first" } } }), "spec", "replicas"), 2);

    const name = { ...apps, namespace: "handover", name: "web" };
    await client.mergePatch(name, { spec: { replicas: 3 } });
    assert.equal(at(await update({ metadata: { labels: { step: "second" } } }), "spec", "replicas"), 3);
    await client.mergePatch(name, { spec: { replicas: 4 } });
    assert.equal(at(await update({ metadata: { labels: { step: "third" } } }), "spec", "replicas"), 4);

    await assert.rejects(update({ spec: { replicas: 2 } }, []), /conflict/);
    const insisting = { metadata: { annotations: { "pulumi.com/patchForce": "true" } }, spec: { replicas: 2 } };
    assert.equal(at(await update(insisting, []), "spec", "replicas"), 2);
  });

  it("keeps a deployment that does not become ready, and says why its pods do not run", async () => {
    await create(namespace("stuck"));
    const resource = deployment("stuck", "web", { spec: { template: { spec: { nodeSelector: { nowhere: "yes" } } } } });
    const failed = await create(resource, 3).catch((error: unknown) => error);
    assert.ok(failed instanceof NotReadyError);
    assert.equal(failed.id, "stuck/web");
    assert.match(failed.message, /'web' timed out waiting to be Ready/);
    assert.match(failed.message, /didn't match Pod's node affinity\/selector/);
    assert.equal(at(failed.outputs, "spec", "replicas"), 2);
  });

  it("does not wait where the object says so", async () => {
    await create(namespace("hasty"));
    const metadata = { annotations: { "pulumi.com/skipAwait": "true" } };
    const made = await create(deployment("hasty", "web", { metadata, spec: { template: { spec: { nodeSelector: { nowhere: "yes" } } } } }));
    assert.equal(made.id, "hasty/web");
  });

  it("ends the waits of the provider resource that is interrupted, and no other's", async () => {
    await create(namespace("stopped"));
    const other = await backend.configure({ kubeconfig: kubeconfigOf(plane.endpoint) });
    const resource = deployment("stopped", "web", { spec: { template: { spec: { nodeSelector: { nowhere: "yes" } } } } });
    const waiting = backend.create(other, { ...resource.about, inputs: await checked(resource), preview: false });
    const failed = assert.rejects(waiting, /Resource operation was cancelled for "web"/);
    while ((await client.get({ ...apps, namespace: "stopped", name: "web" })) === undefined) await sleep(50);
    backend.cancel?.(instance);
    await sleep(200);
    assert.equal(await Promise.race([waiting, Promise.resolve("waits")]), "waits");
    backend.cancel?.(other);
    await failed;
    instance = await backend.configure({ kubeconfig: kubeconfigOf(plane.endpoint) });
  });

  it("waits for a finalizer, and names it when the time is over", async () => {
    const resource = configMap("default", "kept", { a: "1" });
    const made = await create(resource);
    const ref = { apiVersion: "v1", kind: "ConfigMap", namespace: "default", name: "kept" };
    await client.mergePatch(ref, { metadata: { finalizers: ["example.com/hold"] } });
    await assert.rejects(remove(resource, made, 2), /timed out waiting for ConfigMap "kept" to be deleted.*example\.com\/hold/);

    const waiting = remove(resource, made);
    await client.mergePatch(ref, { metadata: { finalizers: null } });
    await waiting;
    assert.equal(await client.get(ref), undefined);
  });

  it("installs a Helm release as recorded workloads, upgrades it, and leaves nothing behind", async () => {
    const about = {
      urn: "urn:pulumi:test::p::kubernetes:helm.sh/v3:Release::controller",
      type: "kubernetes:helm.sh/v3:Release",
      name: "controller",
    };
    const values = { replicaCount: 2, serviceAccount: { create: true, name: "controller" }, podDisruptionBudget: { maxUnavailable: 1 } };
    const news = {
      name: "controller",
      chart: "aws-load-balancer-controller",
      version: "3.5.0",
      namespace: "kube-system",
      values,
      compat: "true",
    };
    const { inputs, failures } = await backend.check(instance, { ...about, olds: undefined, news, randomSeed: new Uint8Array() });
    assert.deepEqual(failures, []);

    const made = await backend.create(instance, { ...about, inputs, preview: false });
    assert.equal(made.id, "kube-system/controller");
    assert.equal(at(made.outputs, "status", "status"), "deployed");
    const name = "controller-aws-load-balancer-controller";
    assert.deepEqual(at(made.outputs, "resourceNames", "Deployment.apps/apps/v1"), [`kube-system/${name}`]);
    const live = await client.get({ ...apps, namespace: "kube-system", name });
    assert.equal(at((live ?? {}) as Properties, "status", "availableReplicas"), 2);

    const upgraded = { ...inputs, values: { replicaCount: 1 } };
    const request = { ...about, id: made.id, oldInputs: inputs, oldOutputs: made.outputs, news: upgraded, preview: false };
    assert.equal(at(await backend.update(instance, request), "status", "revision"), 2);
    assert.equal(await client.get({ apiVersion: "policy/v1", kind: "PodDisruptionBudget", namespace: "kube-system", name }), undefined);
    const read = await backend.read(instance, { ...about, id: made.id, inputs: upgraded, outputs: made.outputs });
    assert.equal(at(read?.outputs ?? {}, "status", "revision"), 2);

    await backend.delete(instance, { ...about, id: made.id, inputs: upgraded, outputs: made.outputs });
    assert.equal(await client.get({ ...apps, namespace: "kube-system", name }), undefined);
    assert.equal(await backend.read(instance, { ...about, id: made.id, inputs: upgraded, outputs: made.outputs }), undefined);
  });

  it("takes an atomic release back whose pods do not become ready", async () => {
    const about = {
      urn: "urn:pulumi:test::p::kubernetes:helm.sh/v3:Release::atomic",
      type: "kubernetes:helm.sh/v3:Release",
      name: "atomic",
    };
    const values = { nodeSelector: { nowhere: "yes" } };
    const inputs = { ...atomicRelease, values };
    await assert.rejects(backend.create(instance, { ...about, inputs, preview: false }), /failed to initialize completely.*it is atomic/s);
    assert.equal(await client.get({ ...apps, namespace: "default", name: atomicName }), undefined);
    assert.equal(await backend.read(instance, { ...about, id: "default/atomic", inputs, outputs: {} }), undefined);
  });

  it("takes an atomic update back whose pods do not become ready, with everything that it brought", async () => {
    const about = {
      urn: "urn:pulumi:test::p::kubernetes:helm.sh/v3:Release::atomic",
      type: "kubernetes:helm.sh/v3:Release",
      name: "atomic",
    };
    const inputs = { ...atomicRelease, values: { replicas: 2 } };
    const { id, outputs } = await backend.create(instance, { ...about, inputs, preview: false });
    const budget = { apiVersion: "policy/v1", kind: "PodDisruptionBudget", namespace: "default", name: atomicName };
    const news = { ...inputs, values: { replicas: 3, nodeSelector: { nowhere: "yes" }, podDisruptionBudget: { maxUnavailable: 1 } } };
    const request = { ...about, id, oldInputs: inputs, oldOutputs: outputs, news, preview: false };
    await assert.rejects(backend.update(instance, request), /failed to initialize completely.*rolled back, since it is atomic/s);
    const live = await client.get({ ...apps, namespace: "default", name: atomicName });
    assert.equal(at((live ?? {}) as Properties, "spec", "replicas"), 2);
    assert.equal(await client.get(budget), undefined);
    const read = await backend.read(instance, { ...about, id, inputs, outputs });
    assert.equal(at(read?.outputs ?? {}, "status", "revision"), 3);
    await backend.delete(instance, { ...about, id, inputs, outputs });
  });

  it("updates no release that somebody has uninstalled, and takes no chart and no value that nobody knows", async () => {
    const about = {
      urn: "urn:pulumi:test::p::kubernetes:helm.sh/v3:Release::atomic",
      type: "kubernetes:helm.sh/v3:Release",
      name: "atomic",
    };
    const request = { ...about, id: "default/atomic", oldInputs: atomicRelease, oldOutputs: {}, news: atomicRelease, preview: false };
    await assert.rejects(backend.update(instance, request), /"atomic" has no deployed releases/);
    const failuresOf = async (changes: Properties) => {
      const news = { ...atomicRelease, ...changes };
      return (await backend.check(instance, { ...about, olds: undefined, news, randomSeed: new Uint8Array() })).failures;
    };
    const [chart, ...others] = await failuresOf({ chart: "oci://example.com/charts/anything" });
    assert.deepEqual([chart?.property, others], ["chart", []]);
    assert.match(chart?.reason ?? "", /no model of chart anything; add what it makes to lab\/kubernetes\/helm\/charts/);
    assert.deepEqual(await failuresOf({ values: { replicaCount: 1, config: {} } }), [
      {
        property: "values",
        reason: "prometheus-blackbox-exporter 11.17.2 has no value replicaCount; did you mean replicas? If it has, add it to facts/charts",
      },
    ]);
  });

  it("checks and compares without a connection, refuses to create, and drops what its flags say, while the API server is away", async () => {
    await controlPlanes.breakApiServer(plane.id);
    try {
      const config = { kubeconfig: kubeconfigOf(plane.endpoint) };
      const away = await backend.configure(config);
      const resource = configMap("default", "away", { a: "1" });
      const inputs = await checked(resource, away);
      assert.deepEqual(inputs, await checked(resource));
      const changed = { ...inputs, data: { a: "2" } };
      const request = { ...resource.about, id: "default/away", inputs, outputs: inputs };

      await assert.rejects(
        backend.create(away, { ...request, preview: false }),
        /^CloudError: configured Kubernetes cluster is unreachable: unable to load schema information from the API server: .*ECONN/,
      );
      assert.deepEqual((await backend.create(away, { ...request, preview: true })).outputs, inputs);
      await assert.rejects(backend.read(away, request), /failed to read resource state due to unreachable cluster/);
      await assert.rejects(backend.delete(away, request), /PULUMI_K8S_DELETE_UNREACHABLE/);

      const deleting = await backend.configure({ ...config, deleteUnreachable: "true" });
      await backend.delete(deleting, request);
      assert.equal(await backend.read(deleting, request), undefined);

      const skipping = await backend.configure({ ...config, skipUpdateUnreachable: "true" });
      const check = { ...resource.about, olds: inputs, news: changed, randomSeed: new Uint8Array() };
      const skipped = await backend.check(skipping, check);
      assert.deepEqual(skipped.inputs, inputs);
      assert.deepEqual(skipped.warnings, ["Cluster is unreachable but skipUpdateUnreachable flag is set to true, skipping..."]);
      assert.deepEqual((await backend.read(skipping, request))?.outputs, inputs);
    } finally {
      await controlPlanes.mendApiServer(plane.id);
    }
  });

  it("counts a cluster that was never there as unreachable, and one that is not known yet as neither", async () => {
    const gone = await backend.configure({ kubeconfig: kubeconfigOf("https://127.0.0.1:1") });
    assert.equal(gone.cluster.kind, "unreachable");
    const malformed = await backend.configure({ kubeconfig: "{}" });
    assert.equal(malformed.cluster.kind, "unreachable");
    const unknown = await backend.configure({ kubeconfig: UNKNOWN });
    const resource = configMap("default", "later", { a: "1" });
    const inputs = await checked(resource, unknown);
    assert.deepEqual((await backend.create(unknown, { ...resource.about, inputs, preview: true })).outputs, inputs);
    await assert.rejects(backend.create(unknown, { ...resource.about, inputs, preview: false }), CloudError);
  });

  async function checked({ about, inputs }: Resource, on: KubernetesInstance = instance): Promise<Properties> {
    return (await backend.check(on, { ...about, olds: undefined, news: inputs, randomSeed: new Uint8Array() })).inputs;
  }

  async function create(resource: Resource, timeoutSeconds?: number): Promise<{ id: string; outputs: Properties }> {
    return backend.create(instance, { ...resource.about, inputs: await checked(resource), preview: false, timeoutSeconds });
  }

  async function remove(resource: Resource, made: { id: string; outputs: Properties }, timeoutSeconds?: number): Promise<void> {
    await backend.delete(instance, { ...resource.about, ...made, inputs: resource.inputs, timeoutSeconds });
  }

  function diff(resource: Resource, oldInputs: Properties, news: Properties): ReturnType<typeof backend.diff> {
    return backend.diff(instance, { ...resource.about, id: "", oldInputs, oldOutputs: {}, news });
  }
});

interface Resource {
  readonly about: { readonly urn: string; readonly type: string; readonly name: string };
  readonly inputs: Properties;
}

const apps = { apiVersion: "apps/v1", kind: "Deployment" };

const nodes = {
  id: "pool",
  size: 3,
  zones: ["east-a", "east-b", "east-c"],
  region: "east",
  instanceType: "lab.large",
  cpu: 4,
  memoryGiB: 16,
  arch: "amd64",
  labels: {},
  taints: [],
} as const;

function about(type: string, name: string): Resource["about"] {
  return { urn: `urn:pulumi:test::project::${type}::${name}`, type, name };
}

function namespace(name: string): Resource {
  return { about: about("kubernetes:core/v1:Namespace", name), inputs: { apiVersion: "v1", kind: "Namespace", metadata: { name } } };
}

function configMap(namespaceName: string, name: string, data: Readonly<Record<string, string>>): Resource {
  return { about: about("kubernetes:core/v1:ConfigMap", name), inputs: { metadata: { name, namespace: namespaceName }, data } };
}

function deployment(namespaceName: string, name: string, changes: Properties = {}): Resource {
  const labels = { app: name };
  const container = {
    name,
    image: "registry.invalid/web:1",
    resources: { requests: { cpu: "0.25", memory: "1024Mi" } },
    ports: [{ containerPort: 80 }],
  };
  const inputs = {
    metadata: { name, namespace: namespaceName },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [container] } } },
  };
  return { about: about("kubernetes:apps/v1:Deployment", name), inputs: merge(merge(inputs, { spec: { replicas: 2 } }), changes) };
}

/** A null takes a property away. */
function merge(base: Properties, changes: Properties): Properties {
  const merged = { ...base };
  for (const [key, value] of Object.entries(changes)) {
    const old = base[key];
    if (value === null) delete merged[key];
    else merged[key] = isRecord(old) && isRecord(value) ? merge(old, value) : value;
  }
  return merged;
}

function at(properties: Properties, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), properties);
}

function isRecord(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function kubeconfigOf(server: string): string {
  return JSON.stringify({
    "current-context": "lab",
    clusters: [{ name: "lab", cluster: { server } }],
    contexts: [{ name: "lab", context: { cluster: "lab", user: "lab" } }],
    users: [{ name: "lab", user: { exec: { command: "aws" } } }],
  });
}
