import assert from "node:assert/strict";
import { changesIn, createProject } from "./project";
import { failClosed, Story, webhookKinds } from "./story";

/** Two small clusters in two clouds, and a mesh over both: each test goes on where the last one ended. */
describe("a mesh over two clusters on the lab", function () {
  this.timeout(600_000);
  let story: Story;

  before(() => {
    story = new Story(createProject({ staging: { copyOf: "staging" } }));
    for (const [section, key] of [
      ["clouds", "gcp"],
      ["clusters", "gcp-usw1"],
    ] as const)
      story.deleteIn("staging", [section, key]);
    story.setIn("staging", ["traffic", "weights"], { aws: 70, azure: 30 });
    story.deleteIn("staging", ["traffic", "peakRps"]);
    story.setIn("staging", ["platform"], { mesh: { engine: "istio", crossCluster: { allowedCidrs: ["10.0.0.0/8"] } } });
  });
  after(() => story.project.remove());

  it("S0.97 S0.99 comes up with it, and shows no changes in a second preview", async () => {
    await story.up("staging");
    assert.deepEqual(changesIn(await story.succeed("preview", "staging")), []);
    for (const cluster of ["aws-usw2", "az-wus2"])
      assert.equal(
        await kubectl(cluster, "get", "namespace", "api-gateway", "-o", "jsonpath={.metadata.labels.istio-injection}"),
        "enabled",
      );
  });

  it("S0.100 takes nothing but mutual TLS, except at the front door's port", async () => {
    for (const cluster of ["aws-usw2", "az-wus2"]) {
      const policies = JSON.parse(await kubectl(cluster, "get", "peerauthentications.security.istio.io", "-A", "-o", "json")) as {
        readonly items: readonly { readonly metadata: { readonly namespace: string; readonly name: string }; readonly spec: unknown }[];
      };
      assert.deepEqual(
        policies.items.map(({ metadata: { namespace, name }, spec }) => [namespace, name, spec]),
        [
          [
            "api-gateway",
            "api-gateway-front-door",
            {
              selector: { matchLabels: { "app.kubernetes.io/name": "api-gateway" } },
              mtls: { mode: "STRICT" },
              portLevelMtls: { "8080": { mode: "PERMISSIVE" } },
            },
          ],
          ["istio-system", "default", { mtls: { mode: "STRICT" } }],
        ],
      );
    }
  });

  it("S0.98 knows the other cluster's gateway, and leads there what the own pods cannot answer", async () => {
    for (const [cluster, other] of [
      ["aws-usw2", "az-wus2"],
      ["az-wus2", "aws-usw2"],
    ] as const) {
      const path = other === "aws-usw2" ? "hostname" : "ip";
      const service = ["get", "service", "istio-eastwestgateway", "-n", "istio-system", "-o"];
      const address = await kubectl(other, ...service, `jsonpath={.status.loadBalancer.ingress[0].${path}}`);
      const gateways = await kubectl(
        cluster,
        "get",
        "configmap",
        "mesh-neighbours",
        "-n",
        "istio-system",
        "-o",
        "jsonpath={.data.meshNetworks}",
      );
      assert.deepEqual(JSON.parse(gateways), {
        networks: { [other]: { endpoints: [{ fromRegistry: other }], gateways: [{ address, port: 15443 }] } },
      });
      const entry = ["get", "serviceentry.networking.istio.io", "api-gateway-elsewhere", "-n", "api-gateway", "-o"];
      assert.equal(await kubectl(cluster, ...entry, "jsonpath={.spec.endpoints[*].network}"), other);
    }
  });

  it("is taken away whole, although its webhooks refuse what istiod cannot judge", async () => {
    for (const cluster of ["aws-usw2", "az-wus2"]) {
      const webhooks = await failClosed((...words) => kubectl(cluster, ...words));
      assert.ok(["istio-sidecar-injector", "istiod-default-validator"].every((name) => webhooks.includes(name)));
    }
    story.deleteIn("staging", ["platform"]);
    await story.up("staging");
    for (const cluster of ["aws-usw2", "az-wus2"]) {
      assert.doesNotMatch(await kubectl(cluster, "get", "namespaces"), /istio-system/);
      assert.doesNotMatch(await kubectl(cluster, "get", webhookKinds, "-o", "name"), /istio/);
      assert.equal(
        await kubectl(cluster, "get", "deployments", "-n", "kube-system", "-l", "app.kubernetes.io/instance=istio-cni", "-o", "name"),
        "",
      );
    }
  });

  it("leaves nothing in either cloud", async () => {
    await story.succeed("destroy", "staging");
    const status = await story.succeed("status", "staging");
    for (const cloud of ["aws", "azure"]) assert.match(status.output, new RegExp(`^${cloud}[^\n]*: empty$`, "m"));
  });

  async function kubectl(cluster: string, ...words: readonly string[]): Promise<string> {
    return (await story.project.kubectl("staging", cluster, ...words)).trim();
  }
});
