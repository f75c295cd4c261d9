import assert from "node:assert/strict";
import { once, setMaxListeners } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect as connectTo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { followCluster, type FollowedCluster } from "../../../lab/controllers/followedCluster";
import { settleIstiod } from "../../../lab/controllers/istiod";
import { openServiceNetwork } from "../../../lab/controllers/serviceNetwork";
import { labHome } from "../../../lab/home";
import { connect, type KubernetesClient } from "../../../lab/kubernetes/client/client";
import type { ControlPlanes } from "../../../lab/kubernetes/controlPlane/controlPlane";
import { openControlPlanes } from "../../../lab/kubernetes/controlPlane/controlPlanes";
import { createRelease, deleteRelease } from "../../../lab/kubernetes/helm/release";
import { serviceAuthority, serviceSocket } from "../../../lab/kubernetes/controlPlane/serviceNetwork";
import { ensureTools } from "../../../lab/tools/ensure";
import { consoleProgress } from "../../../lab/tools/progress";
import { until } from "../stories/story";

describe("the service network of a lab", function () {
  this.timeout(120_000);
  const project = mkdtempSync(join(tmpdir(), "lab-services-"));
  const home = labHome(project, "test");
  let controlPlanes: ControlPlanes;
  let client: KubernetesClient;
  let cluster: FollowedCluster;
  let door: { close(): void };

  before(async function () {
    this.timeout(900_000);
    const tools = await ensureTools(["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok"], consoleProgress());
    controlPlanes = openControlPlanes(home, tools);
    const plane = await controlPlanes.ensure("east-1", { cluster: "east", name: "east", minor: "1.35", serviceCidr: "10.96.0.0/16" });
    await controlPlanes.setNodes(plane.id, {
      id: "pool",
      size: 1,
      zones: ["east-a"],
      region: "east",
      instanceType: "m5.large",
      cpu: 8,
      memoryGiB: 32,
      arch: "amd64",
      labels: {},
      taints: [],
    });
    client = connect({ endpoint: plane.endpoint, caCertificate: plane.caCertificate, token: plane.adminToken });
    cluster = followCluster(plane, () => undefined);
    door = (await openServiceNetwork(home)).open(cluster);
  });

  after(async () => {
    client.close();
    cluster.stop();
    door.close();
    await controlPlanes.stopAll();
    for (const folder of [project, home.serviceNetwork]) rmSync(folder, { recursive: true, force: true });
  });

  it("answers an API server's webhooks while their Service has a ready pod, and nobody answers while it has none", async () => {
    const controller = await install("aws-load-balancer-controller", "3.5.0", "kube-system");
    assert.equal(await refusal(service("first")), undefined);

    await client.mergePatch(controller.deployment, { spec: { replicas: 0 } });
    let tries = 0;
    await until(30, async () => (await refusal(service(`while-pods-go-${tries++}`))) !== undefined, 250);
    assert.match((await refusal(service("nobody-there"))) ?? "", /failed calling webhook "mservice\.elbv2\.k8s\.aws".*503/);

    await controller.uninstall();
    assert.equal(await refusal(service("nobody-asked")), undefined);
  });

  it("has Istio's validators refuse what istiod cannot judge, once it has answered: its objects must go before it does", async () => {
    await client.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: "istio-system" } }, { fieldManager: "test" });
    const base = await install("base", "1.31.4", "istio-system");
    assert.equal(await refusal(peerAuthentication("before")), undefined);
    const istiod = await install("istiod", "1.31.4", "istio-system");
    await until(30, async () => {
      await settleIstiod(cluster);
      return (await failurePolicy()) === "Fail";
    });
    assert.equal(await refusal(peerAuthentication("during")), undefined);

    await istiod.uninstall();
    assert.match((await refusal(peerAuthentication("after"))) ?? "", /failed calling webhook "validation\.istio\.io"/);
    const { apiVersion, kind } = peerAuthentication("during");
    const during = { apiVersion, kind, namespace: "istio-system", name: "during" };
    await client.delete(during, { propagationPolicy: "Foreground" });
    await new Promise((done) => setTimeout(done, 2_000));
    assert.notEqual(await client.get(during), undefined, "the garbage collector's update should be refused");

    await base.uninstall();
    await until(60, async () => (await client.get(during)) === undefined);
    const kept = { apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition", name: "peerauthentications.security.istio.io" };
    assert.notEqual(await client.get(kept), undefined, "its chart keeps the definitions");
  });

  it("outlives an API server that hangs up before it is told that nobody is there", async () => {
    const socket = serviceSocket(home, cluster.plane.id);
    for (let call = 0; call < 20; call++) {
      const caller = connectTo(socket);
      await once(caller, "connect");
      caller.write("CONNECT 10.96.255.254:443 HTTP/1.1\r\nHost: nobody\r\n\r\n");
      caller.destroy();
      await once(caller, "close");
    }
    const patient = connectTo(socket);
    patient.write("CONNECT 10.96.255.254:443 HTTP/1.1\r\nHost: nobody\r\n\r\n");
    const [answer] = (await once(patient, "data")) as [Buffer];
    assert.match(answer.toString("utf8"), /^HTTP\/1\.1 503 /);
    patient.destroy();
  });

  async function install(chart: string, version: string, namespace: string) {
    const name = chart === "base" ? "istio-base" : chart;
    const about = { urn: `urn:${chart}`, name, type: "kubernetes:helm.sh/v3:Release" };
    const inputs = { name, chart, version, namespace, values: {}, timeout: 60 };
    const authority = readFileSync(serviceAuthority(home).certificate, "utf8");
    const { signal } = new AbortController();
    // A release waits for all its objects at once.
    setMaxListeners(0, signal);
    const created = await createRelease(client, { ...about, inputs, preview: false, timeoutSeconds: undefined }, authority, signal);
    return {
      deployment: { apiVersion: "apps/v1", kind: "Deployment", namespace, name },
      uninstall: () =>
        deleteRelease(client, { ...about, id: created.id, inputs, outputs: created.outputs, timeoutSeconds: undefined }, signal),
    };
  }

  /** Why the API server does not take an object; undefined where it does. */
  async function refusal(object: ReturnType<typeof service>): Promise<string | undefined> {
    try {
      await client.apply(object, { fieldManager: "test", force: true });
      return undefined;
    } catch (error) {
      return String(error);
    }
  }

  async function failurePolicy(): Promise<string | undefined> {
    const validator = await client.get({
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingWebhookConfiguration",
      name: "istiod-default-validator",
    });
    return (validator?.["webhooks"] as readonly { readonly failurePolicy: string }[] | undefined)?.[0]?.failurePolicy;
  }
});

function service(name: string) {
  return { apiVersion: "v1", kind: "Service", metadata: { name, namespace: "default" }, spec: { ports: [{ port: 80 }] } };
}

function peerAuthentication(name: string) {
  return {
    apiVersion: "security.istio.io/v1",
    kind: "PeerAuthentication",
    metadata: { name, namespace: "istio-system" },
    spec: {} as never,
  };
}
