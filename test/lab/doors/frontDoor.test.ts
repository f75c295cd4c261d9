import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openCloudStore, type CloudStore } from "../../../lab/clouds/simulator/store";
import { writeFaults } from "../../../lab/faults";
import { openFrontDoor, type FrontDoor } from "../../../lab/doors/frontDoor";
import { resolve } from "../../../lab/dns/query";
import { readFrontDoor, readFrontDoorStatus, type FrontDoorRecord } from "../../../lab/doors/registry";
import { labHome } from "../../../lab/home";
import { connect, type KubernetesClient } from "../../../lab/kubernetes/client/client";
import type { ControlPlane, ControlPlanes } from "../../../lab/kubernetes/controlPlane/controlPlane";
import { openControlPlanes } from "../../../lab/kubernetes/controlPlane/controlPlanes";
import type { Properties } from "../../../facts/properties/values";
import { ensureTools } from "../../../lab/tools/ensure";
import { consoleProgress } from "../../../lab/tools/progress";
import type { KubernetesObject } from "../../../lab/kubernetes/client/objects";

describe("front doors of a real cluster", function () {
  this.timeout(60_000);

  let controlPlanes: ControlPlanes;
  let plane: ControlPlane;
  let client: KubernetesClient;
  let aws: CloudStore;
  let frontDoor: FrontDoor;
  let record: FrontDoorRecord;

  before(async function () {
    this.timeout(900_000);
    mkdirSync(home.clouds, { recursive: true });
    const tools = await ensureTools(["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok"], consoleProgress());
    controlPlanes = openControlPlanes(home, tools);
    plane = await controlPlanes.ensure("west-1", { cluster: "west", name: "west", minor: "1.35", serviceCidr: "10.96.0.0/16" });
    await controlPlanes.setNodes(plane.id, nodes);
    client = connect({ endpoint: plane.endpoint, caCertificate: plane.caCertificate, token: plane.adminToken });

    aws = openCloudStore(join(home.clouds, "aws.jsonl"));
    fillCloud();
    frontDoor = await openFrontDoor(home, { timeScale: 100 });
    const found = readFrontDoor(home);
    assert.ok(found !== undefined);
    record = found;
  });

  after(async () => {
    await frontDoor.close();
    client.close();
    await controlPlanes.stopAll();
    rmSync(project, { recursive: true, force: true });
  });

  // A test that fails leaves nothing broken to the next ones.
  afterEach(() => writeFaults(home, { broken: [], injected: [], spared: [] }));

  it("leaves a Service alone while the load balancer controller does not run", async () => {
    await apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: "web" } });
    await apply(deployment("web", "gateway", 2));
    await apply(service({ eips: "eipalloc-a" }));
    await sleep(2_500);
    assert.deepEqual((await gateway())?.metadata["finalizers"], undefined);
  });

  it("says in an event why it refuses, and binds as soon as the Service is right", async () => {
    await apply(deployment("kube-system", "aws-load-balancer-controller", 1));
    await until(async () =>
      (await warnings()).some((message) => message.includes("count of EIP allocations (1) and subnets (2) must match")),
    );

    await apply(service({ eips: "eipalloc-a,eipalloc-b" }));
    await until(async () => JSON.stringify((await gateway())?.["status"]).includes(".elb.us-west-2.amazonaws.com"));
    assert.deepEqual((await gateway())?.metadata["finalizers"], ["service.k8s.aws/resources"]);
    const [balancer] = openCloudStore(join(home.clouds, "load-balancers.jsonl"), { readOnly: true }).byType("lab:loadBalancer");
    assert.equal(balancer?.inputs["cluster"], "west");
    assert.deepEqual(balancer?.outputs["addresses"], [first, second]);
  });

  it("answers HTTP from ready pods, and DNS with every address", async () => {
    await until(async () => (await get(first)) === 200 && (await get(second)) === 200);
    await until(async () => (await answers()).length === 2);
    assert.deepEqual(await answers(), [first, second].sort());
  });

  it("takes the address of a broken zone out of the answers, and puts it back", async () => {
    writeFaults(home, { broken: ["zone/west/usw2-az1"], injected: [], spared: [] });
    await until(async () => (await get(first)) === undefined);
    assert.equal(await get(second), 200);
    await until(async () => (await answers()).join() === second);
    const status = readFrontDoorStatus(home)?.addresses.find(({ address }) => address === first);
    assert.deepEqual([status?.zone, status?.up, status?.health], ["usw2-az1", false, "unhealthy"]);

    writeFaults(home, { broken: [], injected: [], spared: [] });
    await until(async () => (await answers()).length === 2);
  });

  it("sees a change of records at once", async () => {
    const [weighted] = aws.byType("aws:route53/record:Record").filter(({ id }) => id === "record-a");
    assert.ok(weighted !== undefined);
    aws.put({ ...weighted, inputs: { ...weighted.inputs, weightedRoutingPolicies: [{ weight: 0 }] } });
    // Files are looked at ten times a second; the rest is for a busy machine.
    await sleep(1_000);
    assert.deepEqual(await answers(), [second]);
    aws.put(weighted);
  });

  it("goes on answering while the API server is away, and follows the cluster again afterwards", async () => {
    await controlPlanes.breakApiServer(plane.id);
    const answered = await get(first);
    await controlPlanes.mendApiServer(plane.id);
    assert.equal(answered, 200);
    await client.mergePatch({ apiVersion: "apps/v1", kind: "Deployment", namespace: "web", name: "gateway" }, { spec: { replicas: 0 } });
    await until(async () => (await get(first)) === 503);
    // No address is healthy now: all of them answer.
    await until(() => Promise.resolve(readFrontDoorStatus(home)?.addresses.every(({ health }) => health === "unhealthy") ?? false));
    await until(async () => (await answers()).length === 2);
  });

  it("refuses an address that another Service has", async () => {
    await apply({
      ...service({ eips: "eipalloc-a,eipalloc-b" }),
      metadata: { ...service({ eips: "eipalloc-a,eipalloc-b" }).metadata, name: "rival" },
    });
    await until(async () => (await warnings()).some((message) => message.includes("west-1/web/gateway has it")));
  });

  it("gives addresses free before it lets a Service go, and the next one takes them", async () => {
    await client.delete({ apiVersion: "v1", kind: "Service", namespace: "web", name: "gateway" });
    await until(async () => (await gateway()) === undefined);
    await until(() =>
      Promise.resolve(
        openCloudStore(join(home.clouds, "load-balancers.jsonl"), { readOnly: true }).byType("lab:loadBalancer")[0]?.id ===
          "west-1/web/rival",
      ),
    );
  });

  function fillCloud(): void {
    const put = (type: string, id: string, inputs: Properties, outputs: Properties = {}, hidden: Properties = {}): void =>
      aws.put({ type, id, urn: "", inputs, outputs, hidden });
    const arn = "arn:aws:eks:us-west-2:111111111111:cluster/west";
    put("aws:eks/cluster:Cluster", "west", {}, { arn, vpcConfig: { vpcId: "vpc-1" } }, { controlPlane: plane.id });
    put("aws:eks/podIdentityAssociation:PodIdentityAssociation", "a-1", {
      clusterName: "west",
      namespace: "kube-system",
      serviceAccount: "default",
    });
    const zone = { name: "gslb.example.com" };
    put("aws:route53/zone:Zone", "Z1", zone, { ...zone, nameServers: ["ns-1.awsdns-01.com"] });
    for (const { key, address } of [
      { key: "a", address: first },
      { key: "b", address: second },
    ]) {
      put("aws:ec2/subnet:Subnet", `subnet-${key}`, { vpcId: "vpc-1" }, { availabilityZoneId: key === "a" ? "usw2-az1" : "usw2-az2" });
      put("aws:ec2/eip:Eip", `eipalloc-${key}`, {}, { allocationId: `eipalloc-${key}`, publicIp: address });
      const check = {
        type: "HTTP",
        ipAddress: address,
        port: 80,
        fqdn: host,
        resourcePath: "/healthz",
        requestInterval: 10,
        failureThreshold: 2,
      };
      put("aws:route53/healthCheck:HealthCheck", `check-${key}`, check);
      const weighted = { setIdentifier: key, weightedRoutingPolicies: [{ weight: 1 }], healthCheckId: `check-${key}` };
      put("aws:route53/record:Record", `record-${key}`, { zoneId: "Z1", name: host, type: "A", ttl: 60, records: [address], ...weighted });
    }
  }

  function apply(object: KubernetesObject): Promise<KubernetesObject> {
    return client.apply(object, { fieldManager: "test", force: true });
  }

  function gateway(): Promise<KubernetesObject | undefined> {
    return client.get({ apiVersion: "v1", kind: "Service", namespace: "web", name: "gateway" });
  }

  async function warnings(): Promise<readonly string[]> {
    return (await client.list("v1", "Event", { namespace: "web" })).items.map(({ message }) => String(message));
  }

  /** Status code; undefined where nobody listens. */
  async function get(address: string): Promise<number | undefined> {
    return fetch(`http://${address}:${record.http.port}/healthz`, { headers: { host } })
      .then(async (response) => (await response.text(), response.status))
      .catch(() => undefined);
  }

  /** Every address that 60 questions bring. */
  async function answers(): Promise<readonly string[]> {
    const found = new Set<string>();
    for (let asked = 0; asked < 60; asked++) for (const address of await resolve(record.dns, host)) found.add(address);
    return [...found].sort();
  }
});

const host = "api.gslb.example.com";
const project = mkdtempSync(join(tmpdir(), "lab-front-door-"));
const home = labHome(project, "test");
const { loopbackPrefix } = home;
const first = `${loopbackPrefix}.1.1`;
const second = `${loopbackPrefix}.1.2`;

const nodes = {
  id: "pool",
  size: 2,
  zones: ["us-west-2a", "us-west-2b"],
  region: "us-west-2",
  instanceType: "m5.large",
  cpu: 4,
  memoryGiB: 16,
  arch: "amd64",
  labels: {},
  taints: [],
} as const;

function deployment(namespace: string, name: string, replicas: number): KubernetesObject {
  const labels = { "app.kubernetes.io/name": name };
  const template = {
    metadata: { labels },
    spec: { containers: [{ name: "main", image: "registry.invalid/main:1", ports: [{ containerPort: 8080 }] }] },
  };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace, labels },
    spec: { replicas, selector: { matchLabels: labels }, template },
  };
}

function service({ eips }: { readonly eips: string }): KubernetesObject {
  const prefix = "service.beta.kubernetes.io/aws-load-balancer-";
  const annotations = {
    [`${prefix}scheme`]: "internet-facing",
    [`${prefix}eip-allocations`]: eips,
    [`${prefix}subnets`]: "subnet-a,subnet-b",
  };
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "gateway", namespace: "web", annotations },
    spec: {
      type: "LoadBalancer",
      loadBalancerClass: "service.k8s.aws/nlb",
      selector: { "app.kubernetes.io/name": "gateway" },
      ports: [{ port: 80, targetPort: 8080 }],
    },
  };
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; !(await holds()); await sleep(50))
    assert.ok(Date.now() < end, `it did not come true within 20 s: ${JSON.stringify(readFrontDoorStatus(home))}`);
}
