import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { computeClassDefinition } from "../../../../lab/clouds/gcp/gke/computeClass";
import { labHome, type LabHome } from "../../../../lab/home";
import { connect, KubernetesApiError, UnreachableError, type KubernetesClient } from "../../../../lab/kubernetes/client/client";
import type { ControlPlane, ControlPlanes } from "../../../../lab/kubernetes/controlPlane/controlPlane";
import { openControlPlanes } from "../../../../lab/kubernetes/controlPlane/controlPlanes";
import { openSupervisor } from "../../../../lab/processes/supervisor";
import { ensureTools, type ToolPaths } from "../../../../lab/tools/ensure";
import { consoleProgress } from "../../../../lab/tools/progress";
import {
  autoscaler,
  available,
  configMap,
  deployment,
  eventually,
  execInfo,
  group,
  nameOf,
  pluginArguments,
  withCondition,
} from "./controlPlanesObjects";

const tools = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok", "kubectl"] as const;

describe("a control plane of the lab", function () {
  this.timeout(90_000);
  let home: LabHome;
  let paths: ToolPaths<(typeof tools)[number]>;
  let planes: ControlPlanes;
  let plane: ControlPlane;
  let client: KubernetesClient;
  const options = { cluster: "aws-usw2", name: "gateway-prod-aws-usw2-0", minor: "1.35", serviceCidr: "172.20.0.0/20" };

  before(async function () {
    // Where the tools are not there yet, they are built first.
    this.timeout(30 * 60_000);
    paths = await ensureTools(tools, consoleProgress());
    home = labHome(mkdtempSync(join(tmpdir(), "lab-kubernetes-")), "prod");
    planes = openControlPlanes(home, paths);
    plane = await planes.ensure("aws-usw2-1", options);
    client = connect({ ...plane, token: plane.adminToken });
  });
  after(async () => {
    client.close();
    await openSupervisor(home).stopAll();
    rmSync(home.project, { recursive: true });
  });

  describe("spoken to by the client", () => {
    it("answers over verified TLS, and to no other certificate or token", async () => {
      assert.equal(await client.version(), "v1.35.0");
      await assert.rejects(
        connect({ ...plane, token: "guessed" }).version(),
        (error) => error instanceof KubernetesApiError && error.status === 401,
      );
      await assert.rejects(connect({ ...plane, caCertificate: "", token: plane.adminToken }).version(), UnreachableError);
    });

    it("knows a kind that its cloud has brought along, with the kind's own rules", async () => {
      await planes.install(plane.id, computeClassDefinition);
      await planes.install(plane.id, computeClassDefinition);
      const [apiVersion, kind] = ["cloud.google.com/v1", "ComputeClass"];
      const apply = (spec: object) =>
        client.apply({ apiVersion, kind, metadata: { name: "default" }, spec }, { fieldManager: "one", dryRun: true });
      await eventually("the kind is served", () => client.resource(apiVersion, kind).catch(() => undefined));
      await apply({ priorities: [{ nodepools: ["general-spot"] }, { nodepools: ["general"] }], whenUnsatisfiable: "DoNotScaleUp" });
      await assert.rejects(
        apply({ priorities: [{ nodepools: ["general"], machineFamily: "n4" }] }),
        /nodepools excludes every other field/,
      );
      await assert.rejects(apply({ priorities: [{ nodePools: ["general"] }] }), /nodePools/);
      await assert.rejects(apply({ priorities: [], whenUnsatisfiable: "Wait" }), /whenUnsatisfiable/);
    });

    it("applies an object, and refuses an unknown field, an invalid value and another manager's field, each with its path", async () => {
      const applied = await client.apply(configMap({ a: "1" }), { fieldManager: "one" });
      assert.ok(applied.metadata.uid);
      const unknown = client.apply({ ...configMap({}), dta: {} }, { fieldManager: "one" });
      await assert.rejects(unknown, (error) => error instanceof KubernetesApiError && error.message.includes("dta"));
      const invalid = client.apply(deployment("invalid", -1), { fieldManager: "one" });
      await assert.rejects(invalid, (error) => {
        assert.ok(error instanceof KubernetesApiError);
        assert.equal(error.status, 422);
        assert.match(error.causes.join("\n"), /^spec\.replicas: /m);
        return true;
      });
      const conflict = client.apply(configMap({ a: "2" }), { fieldManager: "two" });
      await assert.rejects(conflict, (error) => error instanceof KubernetesApiError && error.status === 409 && error.reason === "Conflict");
      const forced = await client.apply(configMap({ a: "3" }), { fieldManager: "two", force: true });
      assert.deepEqual(forced["data"], { a: "3" });
    });

    it("stores nothing in a dry run", async () => {
      const name = "dry";
      await client.apply({ ...configMap({}), metadata: { name } }, { fieldManager: "one", dryRun: true });
      assert.equal(await client.get({ apiVersion: "v1", kind: "ConfigMap", name }), undefined);
    });

    it("tells what is missing from what it deletes, and knows kinds by their plural", async () => {
      const ref = { apiVersion: "v1", kind: "ConfigMap", name: "settings" };
      await client.apply(configMap({ a: "1" }), { fieldManager: "two" });
      assert.equal(await client.delete(ref), true);
      assert.equal(await client.delete(ref), false);
      assert.equal(await client.get({ apiVersion: "example.com/v1", kind: "Nothing", name: "x" }), undefined);
      assert.deepEqual(await client.resource("networking.k8s.io/v1", "NetworkPolicy"), { plural: "networkpolicies", namespaced: true });
      await assert.rejects(client.resource("v1", "Nothing"), (error) => error instanceof KubernetesApiError && error.status === 404);
    });
  });

  describe("with nodes", () => {
    it("makes them Ready, spreads them over zones, relabels them and removes the highest numbers", async () => {
      await planes.setNodes(plane.id, { ...group, size: 4 });
      const nodes = await eventually("four nodes are Ready", async () => withCondition(await client.list("v1", "Node"), "Ready", 4));
      assert.deepEqual(
        nodes.map(({ metadata }) => metadata.labels?.["topology.kubernetes.io/zone"]),
        ["usw2-az1", "usw2-az2", "usw2-az1", "usw2-az2"],
      );
      await planes.setNodes(plane.id, { ...group, size: 2, labels: { tier: "edge" } });
      const { items } = await client.list("v1", "Node", { labelSelector: "tier=edge" });
      assert.deepEqual(items.map(nameOf), nodes.slice(0, 2).map(nameOf));
      assert.equal((await client.list("v1", "Node")).items.length, 2);
    });

    it("schedules a Deployment, makes it available, and raises it to the minimum of its HPA", async () => {
      await client.apply(deployment("gateway", 1), { fieldManager: "one" });
      await client.apply(autoscaler("gateway", 3), { fieldManager: "one" });
      await eventually("three replicas are available", async () => (await available(client, "gateway")) === 3 || undefined);
      const { items } = await client.list("v1", "Pod", { labelSelector: "app=gateway" });
      assert.equal(new Set(items.map(({ status }) => (status as { podIP: string }).podIP)).size, 3);
    });

    it("gives kubectl its nodes, by the kubeconfig of the cluster and by the program's own with the auth plugin", async () => {
      const kubectl = async (kubeconfig: string, env = {}): Promise<string> =>
        (
          await promisify(execFile)(paths.kubectl, ["--kubeconfig", kubeconfig, "get", "nodes", "-o", "name"], {
            env: { ...process.env, ...env },
          })
        ).stdout;
      const kubeconfig = join(home.kubeconfigs, "aws-usw2.yaml");
      assert.equal((await kubectl(kubeconfig)).trim().split("\n").length, 2);
      assert.equal(statSync(kubeconfig).mode & 0o077, 0);
      for (const plugin of ["aws", "kubelogin", "gke-gcloud-auth-plugin"]) {
        const { stdout } = await promisify(execFile)(join(home.bin, plugin), pluginArguments[plugin], {
          env: { ...process.env, KUBERNETES_EXEC_INFO: execInfo },
        });
        const credential = JSON.parse(stdout) as { apiVersion: string; status: { token: string } };
        assert.equal(credential.apiVersion, "client.authentication.k8s.io/v1");
        assert.equal(await connect({ ...plane, token: credential.status.token }).version(), "v1.35.0");
      }
    });
  });

  describe("through its life", () => {
    it("refuses connections while it is broken, stays broken for other processes, and comes back with its data at the same place", async () => {
      const stop = new AbortController();
      const seen: string[] = [];
      const watching = (async () => {
        for await (const { type, object } of client.watch("v1", "ConfigMap", { namespace: "default", signal: stop.signal }))
          seen.push(`${type} ${nameOf(object)}`);
      })();
      try {
        await planes.breakApiServer(plane.id);
        await assert.rejects(client.version(), (error) => error instanceof UnreachableError && error.message.includes("ECONNREFUSED"));
        await openControlPlanes(home, paths).resume();
        await assert.rejects(client.version(), UnreachableError);

        await planes.mendApiServer(plane.id);
        assert.equal(await available(client, "gateway"), 3);
        await client.apply(configMap({ after: "outage" }), { fieldManager: "one" });
        await eventually("the watch goes on", () => Promise.resolve(seen.includes("ADDED settings") || undefined));
      } finally {
        stop.abort();
      }
      await watching;
    });

    it("is found, and started again with its data on another version of Kubernetes, by another process after everything was stopped", async () => {
      await planes.stopAll();
      assert.deepEqual(openSupervisor(home).list(), []);
      const later = openControlPlanes(home, paths);
      assert.deepEqual(later.list(), [plane]);
      assert.deepEqual(later.findByEndpoint(`${plane.endpoint}/`), plane);
      assert.deepEqual(await later.ensure(plane.id, { ...options, minor: "1.34" }), plane);
      assert.equal((await client.list("v1", "Node")).items.length, 2);
      assert.equal(await client.version(), "v1.34.0");
    });

    it("keeps no node from a kubelet's stand-in that was started anew, as the lease of the one before would until it has expired", async () => {
      const [before] = (await client.list("v1", "Pod", { labelSelector: "app=gateway" })).items;
      assert.ok(before !== undefined);
      await client.delete({ apiVersion: "v1", kind: "Pod", name: nameOf(before) });
      await eventually(
        "the deleted pod is gone",
        async () =>
          (await client.list("v1", "Pod", { labelSelector: "app=gateway" })).items.every((pod) => nameOf(pod) !== nameOf(before)) ||
          undefined,
      );
      assert.deepEqual((await client.list("coordination.k8s.io/v1", "Lease", { namespace: "kube-node-lease" })).items, []);
    });

    it("says which versions of Kubernetes it can run", async () => {
      await assert.rejects(
        planes.ensure("x-1", { ...options, minor: "1.30" }),
        /x-1: the lab runs Kubernetes 1\.33 to 1\.36, not 1\.30: change the cluster's kubernetes version/,
      );
      assert.equal(planes.find("x-1"), undefined);
    });

    it("names the component that does not start, with its last words, and leaves nothing of that control plane running", async () => {
      const broken = openControlPlanes(home, { ...paths, "kube-apiserver": "/bin/false" });
      await assert.rejects(
        broken.ensure("bad-1", { ...options, cluster: "bad" }),
        /bad-1-kube-apiserver ended before it was ready; the last lines of .*bad-1-kube-apiserver\.log/,
      );
      assert.deepEqual(
        openSupervisor(home)
          .list()
          .filter(({ name }) => name.startsWith("bad-1")),
        [],
      );
      await planes.remove("bad-1");
    });

    it("leaves nothing when it is removed: no process, no file, no data", async () => {
      await planes.remove(plane.id);
      assert.deepEqual(openSupervisor(home).list(), []);
      assert.deepEqual(planes.list(), []);
      assert.deepEqual(readdirSync(home.kubernetes), ["shared-token"]);
      assert.equal(existsSync(join(home.kubeconfigs, "aws-usw2.yaml")), false);
      assert.doesNotMatch(
        readFileSync("/proc/net/tcp", "utf8"),
        new RegExp(`:${portOf(plane).toString(16).toUpperCase()} 00000000:0000 0A`),
      );
    });
  });
});

function portOf(plane: ControlPlane): number {
  return Number(new URL(plane.endpoint).port);
}
