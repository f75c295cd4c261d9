import assert from "node:assert/strict";
import { replacesProvider } from "../../../facts/kubernetes/replacement";
import { UNKNOWN, type Properties } from "../../../facts/properties/values";

describe("replacing a kubernetes provider", () => {
  it("follows the clusterIdentifier where there is one, whatever the kubeconfig says", () => {
    const before = { kubeconfig: kubeconfig("https://a"), clusterIdentifier: "one" };
    assert.deepEqual(replacesProvider(before, { ...before, kubeconfig: kubeconfig("https://b") }), []);
    assert.deepEqual(replacesProvider(before, { ...before, kubeconfig: UNKNOWN }), []);
    assert.deepEqual(replacesProvider(before, { ...before, clusterIdentifier: "two" }), ["clusterIdentifier"]);
    assert.deepEqual(replacesProvider(before, { kubeconfig: UNKNOWN, clusterIdentifier: UNKNOWN }), ["clusterIdentifier", "kubeconfig"]);
  });

  it("does not follow an identifier that comes or goes", () => {
    const same = { kubeconfig: kubeconfig("https://a") };
    assert.deepEqual(replacesProvider(same, { ...same, clusterIdentifier: "one" }), []);
    assert.deepEqual(replacesProvider({ ...same, clusterIdentifier: "one" }, same), []);
  });

  it("without one follows the active cluster, not the credentials or the notation", () => {
    const before = { kubeconfig: kubeconfig("https://a") };
    assert.deepEqual(replacesProvider(before, { kubeconfig: kubeconfig("https://b") }), ["kubeconfig"]);
    assert.deepEqual(replacesProvider(before, { kubeconfig: kubeconfig("https://a", { token: "new" }) }), []);
    assert.deepEqual(replacesProvider({ kubeconfig: yaml }, { kubeconfig: kubeconfig("https://a") }), []);
    assert.deepEqual(replacesProvider(before, { kubeconfig: UNKNOWN }), ["kubeconfig"]);
  });

  it("follows neither flags nor a context of the same cluster", () => {
    const before: Properties = { kubeconfig: kubeconfig("https://a") };
    assert.deepEqual(replacesProvider(before, { ...before, skipUpdateUnreachable: "true" }), []);
    assert.deepEqual(replacesProvider(before, { ...before, context: "main" }), []);
  });
});

function kubeconfig(server: string, user: Properties = {}): string {
  return JSON.stringify({
    "current-context": "main",
    clusters: [{ name: "c", cluster: { server } }],
    contexts: [{ name: "main", context: { cluster: "c", user: "u" } }],
    users: [{ name: "u", user }],
  });
}

const yaml = `
current-context: main
clusters: [{ name: c, cluster: { server: "https://a" } }]
contexts: [{ name: main, context: { cluster: c } }]
`;
