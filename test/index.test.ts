import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { record } from "../preview/record/record";
import { loadStack } from "../config/file/load";
import { deploy } from "../stacks/deploy";
import { planStack } from "../plan";
import { appliedBy } from "../plan/traffic/change/applied";
import type { ClusterPlan } from "../plan/model/fleet";
import { at, ofType, only } from "./components/fixtures/recording";
import { edited, withProject } from "./config/project";
import type { RecordedResource, Recording } from "../preview/record/recording";

const root = join(__dirname, "..");
const clusterRoot = "gateway-fleet:fleet:Cluster";
const prodClusters = ["aws-use1", "aws-usw2", "az-eus", "az-wus2", "gcp-usc1", "gcp-usw1"];
const prodRoots = ["aws-use1-1", "aws-usw2-0", "az-eus-3", "az-wus2-2", "gcp-usc1-5", "gcp-usw1-4"];

describe("the program", function () {
  this.timeout(120_000);

  describe("on prod", () => {
    let prod: Recording;
    before(async () => {
      prod = await runIndex("prod");
    });

    it("S0.87-89 makes two clusters in each cloud, in the regions of the stack file", () => {
      const where = ofType(prod, clusterRoot)
        .map(({ name }) => name)
        .sort();
      assert.deepEqual(where, prodRoots);
      assert.deepEqual(
        prodClusters.map((name) => at(prod.outputs, "clusters", name, "region")),
        ["us-east-1", "us-west-2", "eastus", "westus2", "us-central1", "us-west1"],
      );
    });

    it("S0.1 puts one load balancer of its cloud in front of every cluster, on the front door's addresses", () => {
      const services = ofType(prod, "kubernetes:core/v1:Service").filter(({ inputs }) => at(inputs, "spec", "type") === "LoadBalancer");
      assert.deepEqual(services.map((service) => clusterOf(prod, service)).sort(), prodRoots);
      for (const { inputs } of services) assert.notDeepEqual(at(inputs, "metadata", "annotations"), {});
    });

    it("S0.105, S0.109, S0.113 uses managed node groups, a managed identity and workload identity", () => {
      assert.equal(ofType(prod, "aws:eks/nodeGroup:NodeGroup").length, 2 * poolsOf("aws-usw2"));
      for (const { inputs } of ofType(prod, "azure-native:containerservice:ManagedCluster"))
        assert.equal(at(inputs, "identity", "type"), "UserAssigned");
      for (const { inputs } of ofType(prod, "gcp:container/cluster:Cluster"))
        assert.ok(at(inputs, "workloadIdentityConfig", "workloadPool"));
    });

    it("exports what people and the traffic stack need, and marks the kubeconfigs alone as secret", () => {
      const plain = ["addresses", "clusters", "commitments", "deployed", "egressAddresses", "endpoints"];
      assert.deepEqual(Object.keys(prod.outputs).sort(), [...plain, "kubeconfigs"]);
      assert.deepEqual(prod.secretOutputs, ["kubeconfigs"]);
    });

    it("exports the address of every leaf, and where its gateway answers", () => {
      assert.deepEqual(Object.keys(fields(at(prod.outputs, "addresses", "aws-usw2"))), ["usw2-az1", "usw2-az2", "usw2-az3"]);
      assert.deepEqual(at(prod.outputs, "addresses", "gcp-usw1"), { regional: "ip of gcp-usw1-4-front-door-address" });
      assert.deepEqual(at(prod.outputs, "endpoints", "gcp-usw1"), ["http://ip of gcp-usw1-4-front-door-address"]);
    });

    it("exports the addresses that nodes leave by, wherever they stay the same", () => {
      const leave = (cluster: string): unknown => at(prod.outputs, "egressAddresses", cluster);
      assert.deepEqual(
        leave("aws-usw2"),
        [1, 2, 3].map((zone) => `ip of aws-usw2-0-network-nat-address-usw2-az${zone}`),
      );
      assert.equal((leave("az-wus2") as readonly unknown[]).length, 1);
      assert.deepEqual(leave("gcp-usw1"), []);
    });

    it("records, per pool and workload, what its resources say", () => {
      assert.deepEqual(at(prod.outputs, "deployed", "clusters", "gcp-usw1", "maxReplicas"), { "api-gateway": 50 });
      assert.equal(at(prod.outputs, "deployed", "clusters", "aws-usw2", "pools", "general", "max"), 20);
      assert.match(String(at(prod.outputs, "deployed", "config")), /^[0-9a-f]{10}$/);
    });

    it("has every resource below its cluster, named after it", () => {
      for (const resource of prod.resources)
        assert.ok(resource.name === clusterOf(prod, resource) || resource.name.startsWith(`${clusterOf(prod, resource)}-`), resource.urn);
    });

    it("gives every resource an explicit provider of its own cluster", () => {
      for (const resource of prod.resources.filter(({ custom, type }) => custom && !type.startsWith("pulumi:"))) {
        const provider = prod.resources.find(({ urn }) => urn === resource.options.provider);
        assert.ok(provider, `${resource.urn} has no explicit provider`);
        assert.equal(clusterOf(prod, provider), clusterOf(prod, resource), resource.urn);
      }
    });

    it("gives no two resources of one type the same name", () => {
      const names = prod.resources.map(({ type, name }) => `${type} ${name}`);
      assert.equal(new Set(names).size, names.length);
    });

    it("lets no cluster wait for another", () => {
      for (const resource of prod.resources)
        for (const earlier of earlierThan(prod, resource)) assert.equal(clusterOf(prod, earlier), clusterOf(prod, resource), resource.urn);
    });

    it("makes a workload after nodes, DNS and whatever serves it, and so takes it away before them", () => {
      for (const deployment of ofType(prod, "kubernetes:apps/v1:Deployment")) {
        const types = new Set([...earlierThan(prod, deployment)].map(({ type }) => type));
        const needed = {
          aws: [
            "aws:eks/nodeGroup:NodeGroup",
            "aws:eks/addon:Addon",
            "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
            "aws:ec2/natGateway:NatGateway",
          ],
          az: ["azure-native:containerservice:AgentPool", "azure-native:authorization:RoleAssignment", "azure-native:network:Subnet"],
          gcp: ["gcp:container/nodePool:NodePool", "gcp:compute/routerNat:RouterNat"],
        }[deployment.name.split("-")[0] ?? ""];
        assert.ok(needed, deployment.name);
        for (const type of needed) assert.ok(types.has(type), `${deployment.name} does not wait for ${type}`);
      }
    });

    it("makes a Service after what gives it its load balancer, and so takes it away before that", () => {
      for (const service of ofType(prod, "kubernetes:core/v1:Service")) {
        const types = new Set([...earlierThan(prod, service)].map(({ type }) => type));
        const needed = {
          aws: "kubernetes:helm.sh/v3:Release",
          az: "azure-native:authorization:RoleAssignment",
          gcp: "gcp:compute/address:Address",
        }[service.name.split("-")[0] ?? ""];
        assert.ok(needed !== undefined && types.has(needed), `${service.name} does not wait for ${needed}`);
      }
    });

    it("knows every front door's address before its cluster has a node", () => {
      for (const type of ["aws:ec2/eip:Eip", "azure-native:network:PublicIPAddress", "gcp:compute/address:Address"])
        for (const address of ofType(prod, type))
          for (const earlier of earlierThan(prod, address))
            assert.doesNotMatch(earlier.type, /nodeGroup|AgentPool|nodePool|Cluster:Cluster$/, address.urn);
    });

    it("protects what cannot be had back: control planes, the keys and logs that outlast them, and addresses", () => {
      const guarded = prod.resources.filter(({ custom, options }) => custom && options.protect).map(({ type }) => type);
      assert.deepEqual([...new Set(guarded)].sort(), [
        "aws:cloudwatch/logGroup:LogGroup",
        "aws:ec2/eip:Eip",
        "aws:eks/cluster:Cluster",
        "aws:kms/key:Key",
        "azure-native:containerservice:ManagedCluster",
        "azure-native:network:PublicIPAddress",
        "gcp:compute/address:Address",
        "gcp:container/cluster:Cluster",
      ]);
    });

    it("makes all objects of a cluster again exactly when the cluster is another one", () => {
      for (const provider of ofType(prod, "pulumi:providers:kubernetes")) {
        assert.ok(provider.inputs["clusterIdentifier"], provider.urn);
        assert.notEqual(provider.inputs["skipUpdateUnreachable"], "true", provider.urn);
        assert.ok(provider.secretInputs.includes("kubeconfig"), provider.urn);
      }
    });

    it("checks that a cluster answers before anything changes in it", () => {
      for (const object of prod.resources.filter(({ type }) => type.startsWith("kubernetes:")))
        for (const moment of ["beforeCreate", "beforeUpdate"])
          assert.ok(object.options.hooks.includes(`${moment}:${clusterOf(prod, object).replace(/-\d+$/, "")}-answers`), object.urn);
    });

    it("refuses to work in another account, subscription or project", () => {
      for (const { inputs } of ofType(prod, "pulumi:providers:aws")) assert.equal(inputs["allowedAccountIds"], '["111111111111"]');
      for (const { inputs } of ofType(prod, "pulumi:providers:azure-native"))
        assert.equal(inputs["subscriptionId"], "22222222-2222-4222-8222-222222222222");
      for (const { inputs } of ofType(prod, "pulumi:providers:gcp")) assert.equal(inputs["project"], "gateway-fleet-prod");
    });
  });

  describe("on prod-traffic", () => {
    let traffic: Recording;
    before(async () => {
      traffic = await runIndex("prod-traffic");
    });

    it("S0.87-89 gives aws 70, azure 20 and gcp 10 percent of the answers, and half of that to each of their regions", () => {
      for (const [cloud, share] of [
        ["aws", 0.7],
        ["azure", 0.2],
        ["gcp", 0.1],
      ] as const) {
        assert.equal(at(traffic.outputs, "weights", cloud, "share"), share);
        const regions = Object.keys(fields(at(traffic.outputs, "weights", cloud, "regions")));
        assert.deepEqual(
          regions.map((region) => at(traffic.outputs, "weights", cloud, "regions", region, "share")),
          [share / 2, share / 2],
        );
      }
    });

    it("makes DNS, and speaks to one provider alone", () => {
      assert.deepEqual(
        traffic.resources.filter(({ type }) => type.startsWith("pulumi:providers:")).map(({ type }) => type),
        ["pulumi:providers:aws"],
      );
      const types = traffic.resources.filter(({ custom, type }) => custom && !type.startsWith("pulumi:")).map(({ type }) => type);
      assert.deepEqual([...new Set(types)].sort(), [
        "aws:route53/healthCheck:HealthCheck",
        "aws:route53/record:Record",
        "aws:route53/zone:Zone",
      ]);
      assert.deepEqual(Object.keys(traffic.outputs).sort(), ["applied", "host", "nameServers", "serves", "weights", "zoneId"]);
    });
  });

  it("passes on prod-traffic what it left itself", async () => {
    const { outputs, resources } = await runIndex("prod-traffic");
    const again = await runIndex("prod-traffic", root, outputs);
    const sorted = (recorded: Recording["resources"]) => recorded.map((resource) => JSON.stringify(resource)).sort();
    assert.deepEqual(sorted(again.resources), sorted(resources));
  });

  describe("on staging", () => {
    it("makes one cluster per cloud and their DNS in one stack, protected by nothing", async () => {
      const staging = await runIndex("staging");
      assert.deepEqual(
        ofType(staging, clusterRoot)
          .map(({ name }) => name)
          .sort(),
        ["aws-usw2-64", "az-wus2-65", "gcp-usw1-66"],
      );
      only(staging, "aws:route53/zone:Zone");
      assert.deepEqual(ofType(staging, "pulumi:pulumi:StackReference"), []);
      assert.deepEqual(
        staging.resources.filter(({ options }) => options.protect),
        [],
      );
      for (const output of ["addresses", "deployed", "host", "weights"]) assert.ok(Object.hasOwn(staging.outputs, output), output);
    });

    it("asks for the same things every time", async () => {
      const [once, again] = [await runIndex("staging"), await runIndex("staging")];
      const sorted = ({ resources }: Recording) => resources.map((resource) => JSON.stringify(resource)).sort();
      assert.deepEqual(sorted(again), sorted(once));
      assert.deepEqual(again.outputs, once.outputs);
    });
  });

  describe("with a cluster that is said to be unreachable", () => {
    let frozen: Recording;
    const belowFrozen = () => frozen.resources.filter((resource) => clusterOf(frozen, resource) === "aws-usw2-0");
    before(async () => {
      frozen = await recordProd((cluster) =>
        cluster.name === "aws-usw2" ? { ...cluster, unreachable: { reason: "fire", until: "2026-12-01" } } : cluster,
      );
    });

    it("leaves everything in it as it is, and refuses what would be new", () => {
      for (const { type, urn, options } of belowFrozen()) {
        if (type.startsWith("pulumi:providers:")) continue;
        assert.deepEqual(options.ignoreChanges, ["*"], urn);
        assert.deepEqual(options.hooks, ["beforeCreate:aws-usw2-frozen"], urn);
      }
    });

    it("makes no call to validate its cloud, and passes over its objects", () => {
      const provider = (name: string) => frozen.resources.find((resource) => resource.name === name)?.inputs;
      assert.deepEqual(provider("aws-usw2-0-aws"), {
        region: "us-west-2",
        skipCredentialsValidation: "true",
        skipRequestingAccountId: "true",
        skipRegionValidation: "true",
      });
      assert.equal(provider("aws-usw2-0-kubernetes")?.["skipUpdateUnreachable"], "true");
    });

    it("freezes no other cluster", () => {
      const others = frozen.resources.filter((resource) => clusterOf(frozen, resource) !== "aws-usw2-0");
      assert.ok(others.length > belowFrozen().length);
      for (const { urn, options } of others) {
        assert.ok(!options.ignoreChanges.includes("*"), urn);
        assert.ok(!options.hooks.some((hook) => hook.endsWith("-frozen")), urn);
      }
    });
  });

  for (const stack of ["prod-traffic", "staging"])
    it(`S0.181 stops a bare preview of ${stack} that moves answers too far, with the line to mend and no stack trace`, async () => {
      const files = { prod: edited("prod"), [stack]: edited(stack, [["traffic", "weights"], { aws: 20, azure: 60, gcp: 20 }]) };
      const { traffic } = withProject(files, (project) => planStack(loadStack(project, stack)));
      assert.ok(traffic);
      await assert.rejects(runIndex(stack, root, { ...appliedBy(traffic) }), (error: Error) => {
        const [heading, where, message] = error.message.split("\n");
        assert.equal(heading, `1 problem in Pulumi.${stack}.yaml`);
        assert.match(where ?? "", new RegExp(`^  Pulumi\\.${stack}\\.yaml:\\d+  traffic\\.weights$`));
        assert.match(message ?? "", /^ {4}aws would go from 20 % to 70 %/);
        return !/\n\s+at /.test(error.stack ?? "");
      });
    });

  it("stops with one message and no stack trace when the stack file is wrong", async () => {
    const project = mkdtempSync(join(tmpdir(), "gateway-fleet-"));
    try {
      writeFileSync(join(project, "Pulumi.yaml"), "name: wrong\nruntime: nodejs\n");
      writeFileSync(join(project, "Pulumi.wrong.yaml"), "config:\n  gateway-fleet:settngs: {}\n");
      await assert.rejects(
        runIndex("wrong", project),
        (error: Error) => /settngs/.test(error.message) && !/\n\s+at /.test(error.stack ?? ""),
      );
    } finally {
      rmSync(project, { recursive: true });
    }
  });
});

/** Loads the program as Pulumi does, anew each time; its exports are the outputs. */
function runIndex(stack: string, project = root, lastOutputs: Record<string, unknown> = {}): Promise<Recording> {
  const program = join(root, "index.ts");
  return record(
    () => {
      setRootDirectory(project);
      delete require.cache[program];
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would be read once
      return require(program) as unknown;
    },
    { stack, preview: true, outputs: computed, invoke: () => ({ outputs: lastOutputs }) },
  );
}

/** The SDK takes it from its host alone, and has no function for it. */
function setRootDirectory(folder: string): void {
  const options = ["globalStore", "settings", "options"].reduce<unknown>((value, key) => Reflect.get(fields(value), key), globalThis);
  Object.assign(fields(options), { rootDirectory: folder });
}

function recordProd(change: (cluster: ClusterPlan) => ClusterPlan): Promise<Recording> {
  const plan = planStack(loadStack(root, "prod"));
  const changed = { ...plan, fleet: { ...plan.fleet, clusters: plan.fleet.clusters.map(change) } };
  return record(() => deploy(changed), { stack: "prod", preview: true, outputs: computed });
}

function poolsOf(cluster: string): number {
  return planStack(loadStack(root, "prod")).fleet.clusters.find(({ name }) => name === cluster)?.pools.length ?? 0;
}

/** What the clouds add, where an output of the stack comes from it. */
function computed(type: string, name: string, inputs: Record<string, unknown>): Record<string, unknown> | undefined {
  switch (type) {
    case "aws:eks/cluster:Cluster":
      return { endpoint: "https://eks.example", certificateAuthority: { data: "Q0E=" }, createdAt: "2026-11-22", version: "1.35" };
    case "aws:ec2/eip:Eip":
      return { publicIp: `ip of ${name}`, allocationId: `eipalloc of ${name}` };
    case "aws:eks/nodeGroup:NodeGroup":
      return { nodeGroupName: `${String(inputs["nodeGroupNamePrefix"])}2026`, ...inputs };
    case "azure-native:network:PublicIPAddress":
      return { ipAddress: `ip of ${name}`, name };
    case "azure-native:containerservice:ManagedCluster":
      return { fqdn: "aks.example", resourceUID: "uid", name };
    case "azure-native:resources:Deployment":
      return { properties: { outputs: { certificateAuthority: { value: "Q0E=" } } } };
    case "gcp:compute/address:Address":
      return { address: `ip of ${name}` };
    case "gcp:container/cluster:Cluster":
      return { endpoint: "gke.example", masterAuth: { clusterCaCertificate: "Q0E=" }, masterVersion: "1.35.8-gke.1225000" };
    default:
      return undefined;
  }
}

/** "<cluster>-<slot>" of the cluster that a resource belongs to. */
function clusterOf(recording: Recording, resource: RecordedResource): string {
  if (resource.type === clusterRoot) return resource.name;
  const parent = recording.resources.find(({ urn }) => urn === resource.parent);
  return parent === undefined ? "" : clusterOf(recording, parent);
}

/** Everything that has to be there first: what a resource depends on, its provider, its parent, and so on. */
function earlierThan({ resources }: Recording, resource: RecordedResource): ReadonlySet<RecordedResource> {
  const byUrn = new Map(resources.map((each) => [each.urn, each]));
  const earlier = new Set<RecordedResource>();
  const queue = [resource];
  for (let next = queue.pop(); next !== undefined; next = queue.pop())
    for (const urn of [...next.options.dependsOn, next.options.provider, next.parent]) {
      const found = byUrn.get(urn ?? "");
      if (found === undefined || earlier.has(found)) continue;
      earlier.add(found);
      queue.push(found);
    }
  return earlier;
}

function fields(value: unknown): object {
  assert.ok(typeof value === "object" && value !== null, `${String(value)} has no fields`);
  return value;
}
