import assert from "node:assert/strict";
import fc from "fast-check";
import { differences } from "../../../../facts/kubernetes/compare";
import { formatPaths } from "../../../../lab/kubernetes/provider/compare";
import type { KubernetesInstance } from "../../../../lab/kubernetes/provider/connection";
import { checkObject, diffObject } from "../../../../lab/kubernetes/provider/objectPreview";
import type { Diff } from "../../../../lab/provider/backend";
import { UNKNOWN, type Properties, type PropertyValue } from "../../../../facts/properties/values";

describe("checking and comparing Kubernetes objects", () => {
  it("names the paths that differ, in the engine's notation", () => {
    const before = { metadata: { labels: { "app.kubernetes.io/name": "a" } }, spec: { ports: [{ port: 80 }], type: "ClusterIP" } };
    const after = {
      metadata: { labels: { "app.kubernetes.io/name": "b" } },
      spec: { ports: [{ port: 80 }, { port: 81 }], type: "ClusterIP" },
    };
    assert.deepEqual(formatPaths(differences(before, after)), ['metadata.labels["app.kubernetes.io/name"]', "spec.ports[1]"]);
  });

  it("finds nothing between equal objects, whatever the order of their keys", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) =>
        assert.deepEqual(differences(value as Properties, reversed(value) as Properties), []),
      ),
    );
  });

  it("replaces on the identity and the selector of a Deployment, and on nothing else of it", () => {
    const base = object({ spec: { replicas: 1, selector: { matchLabels: { app: "a" } } } });
    assert.deepEqual(
      diff("kubernetes:apps/v1:Deployment", base, object({ spec: { replicas: 2, selector: { matchLabels: { app: "a" } } } })).replaces,
      [],
    );
    const selector = diff(
      "kubernetes:apps/v1:Deployment",
      base,
      object({ spec: { replicas: 1, selector: { matchLabels: { app: "b" } } } }),
    );
    assert.deepEqual(selector, {
      changes: ["spec.selector.matchLabels.app"],
      replaces: ["spec.selector.matchLabels.app"],
      deleteBeforeReplace: true,
    });
    const renamed = diff("kubernetes:apps/v1:Deployment", base, { ...base, metadata: { name: "other", namespace: "default" } });
    assert.deepEqual(renamed, { changes: ["metadata.name"], replaces: ["metadata.name"], deleteBeforeReplace: false });
  });

  it("replaces a Service on its cluster IP; a changed load balancer class is an update that the API server refuses", () => {
    const type = "kubernetes:core/v1:Service";
    assert.deepEqual(diff(type, object({ spec: { clusterIP: "10.0.0.1" } }), object({ spec: { clusterIP: "10.0.0.2" } })).replaces, [
      "spec.clusterIP",
    ]);
    assert.deepEqual(diff(type, object({ spec: { loadBalancerClass: "a" } }), object({ spec: { loadBalancerClass: "b" } })).replaces, []);
  });

  it("replaces ConfigMaps and Secrets on their contents unless they are said to be mutable", () => {
    const change = [object({ data: { a: "1" } }), object({ data: { a: "2" } })] as const;
    assert.deepEqual(diff("kubernetes:core/v1:ConfigMap", ...change).replaces, ["data.a"]);
    assert.deepEqual(diff("kubernetes:core/v1:ConfigMap", ...change, { enableConfigMapMutable: true }).replaces, []);
    assert.deepEqual(diff("kubernetes:core/v1:Secret", ...change).replaces, ["data.a"]);
  });

  it("counts an unknown value as a change, and one in the place of the identity as another object", () => {
    const unknown = diff("kubernetes:core/v1:Service", object({}), { ...object({}), metadata: { name: "web", namespace: UNKNOWN } });
    assert.deepEqual(unknown.replaces, ["metadata.namespace"]);
  });

  it("fills in kind, version and namespace, and gives an unnamed object a name that a replacement does not share", () => {
    const first = check({ spec: {} }, undefined, 1);
    assert.match(JSON.stringify(nested(first, "metadata", "name")), /^"web-[0-9a-f]{8}"$/);
    assert.equal(nested(first, "metadata", "annotations", "pulumi.com/autonamed"), "true");
    assert.equal(nested(first, "metadata", "namespace"), "default");
    assert.deepEqual([first["apiVersion"], first["kind"]], ["v1", "Service"]);
    assert.deepEqual(check({ spec: {} }, first, 2), first);
    assert.notEqual(nested(check({ spec: {} }, undefined, 2), "metadata", "name"), nested(first, "metadata", "name"));
    const replaced = diff(
      "kubernetes:core/v1:Service",
      { ...first, spec: { clusterIP: "10.0.0.1" } },
      { ...first, spec: { clusterIP: "10.0.0.2" } },
    );
    assert.equal(replaced.deleteBeforeReplace, false);
  });

  it("gives cluster-wide kinds no namespace", () => {
    const inputs = checkObject(instance(), {
      ...about("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole"),
      olds: undefined,
      news: { metadata: { name: "r" } },
      randomSeed: seed(1),
    });
    assert.deepEqual(inputs["metadata"], { name: "r" });
  });

  it("has no lists and no patches", () => {
    const request = { olds: undefined, news: {}, randomSeed: seed(1) };
    assert.throws(
      () => checkObject(instance(), { ...about("kubernetes:core/v1:ConfigMapList"), ...request }),
      /list resources exist for compatibility/,
    );
    assert.throws(
      () => checkObject(instance(), { ...about("kubernetes:core/v1:ConfigMapPatch"), ...request }),
      /does not patch objects that others made/,
    );
  });
});

function diff(type: string, oldInputs: Properties, news: Properties, settings: Partial<KubernetesInstance["settings"]> = {}): Diff {
  return diffObject(instance(settings), { ...about(type), id: "default/web", oldInputs, oldOutputs: {}, news });
}

function check(news: Properties, olds: Properties | undefined, random: number): Properties {
  return checkObject(instance(), { ...about("kubernetes:core/v1:Service"), olds, news, randomSeed: seed(random) });
}

function about(type: string): { urn: string; type: string; name: string } {
  return { urn: `urn:pulumi:test::p::${type}::web`, type, name: "web" };
}

function object(parts: Properties): Properties {
  return { metadata: { name: "web", namespace: "default" }, ...parts };
}

function instance(settings: Partial<KubernetesInstance["settings"]> = {}): KubernetesInstance {
  const none = {
    skipUpdateUnreachable: false,
    deleteUnreachable: false,
    upsertExistingObjects: false,
    enablePatchForce: false,
    enableConfigMapMutable: false,
    enableSecretMutable: false,
  };
  return { settings: { namespace: "default", ...none, ...settings }, cluster: { kind: "unknown" }, interruption: new AbortController() };
}

function seed(value: number): Uint8Array {
  return new Uint8Array([value]);
}

function reversed(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).reverse());
}

function nested(properties: Properties, ...path: readonly string[]): PropertyValue | undefined {
  return path.reduce<PropertyValue | undefined>(
    (value, key) => (typeof value === "object" && value !== null && key in value ? (value as Properties)[key] : undefined),
    properties,
  );
}
