import assert from "node:assert/strict";
import { listAt, valueAt } from "../../policy/checks";
import { ancestors } from "./ancestors";
import { declaredCarrier } from "./declarations";
import { plannedStacks, type PlannedStack } from "./plannedStacks";
import type { RecordedResource } from "../../preview/record/recording";

describe("tags and labels", function () {
  this.timeout(240_000);

  let stacks: readonly PlannedStack[];
  before(async () => {
    stacks = await plannedStacks();
  });
  const cloudResources = ({ resources }: PlannedStack) =>
    resources.filter(({ custom, type }) => custom && /^(aws|azure-native|gcp):/.test(type));

  it("are on every resource that can carry them: the stack file's, the environment, the fleet, and the cluster of what is a cluster's", () => {
    for (const stack of stacks) {
      const untagged = cloudResources(stack).flatMap((resource) =>
        carriers(resource).flatMap((path) =>
          missing(valueAt(resource.inputs, path), expected(stack, resource)).map((tag) => `${resource.urn}: ${path} lacks ${tag}`),
        ),
      );
      assert.deepEqual(untagged, []);
    }
  });

  it("are known to be impossible where there are none: a new type is tagged, or is listed here with a reason", () => {
    const types = new Set(stacks.flatMap(cloudResources).map(({ type }) => type));
    const unknown = [...types].filter((type) => declaredCarrier(type) === undefined && nested[type] === undefined && !untaggable.has(type));
    assert.deepEqual(unknown, []);
  });

  it("are possible, by the SDKs' own declarations, on nothing that is listed as impossible", () => {
    assert.deepEqual(
      [...untaggable].filter((type) => declaredCarrier(type) !== undefined),
      [],
    );
  });

  it("are read from the declarations, whatever case a token's file is in", () => {
    assert.equal(declaredCarrier("aws:eks/nodeGroup:NodeGroup"), "tags");
    assert.equal(declaredCarrier("azure-native:network:PublicIPAddress"), "tags");
    assert.equal(declaredCarrier("gcp:container/cluster:Cluster"), "resourceLabels");
    assert.equal(declaredCarrier("gcp:compute/address:Address"), "labels");
    assert.equal(declaredCarrier("gcp:projects/iAMMember:IAMMember"), undefined);
    assert.throws(() => declaredCarrier("aws:ec2/vpc:Ocean"), /OceanArgs/);
  });
});

/** Where tags go beside a resource's own property: onto what it makes. */
const nested: Readonly<Record<string, (inputs: RecordedResource["inputs"]) => readonly string[]>> = {
  "aws:ec2/launchTemplate:LaunchTemplate": (inputs) =>
    listAt(inputs, "tagSpecifications").map((_, index) => `tagSpecifications.${index}.tags`),
  "azure-native:containerservice:ManagedCluster": (inputs) =>
    listAt(inputs, "agentPoolProfiles").map((_, index) => `agentPoolProfiles.${index}.tags`),
  "gcp:container/nodePool:NodePool": () => ["nodeConfig.resourceLabels"],
};

/** Types that take no tags, by the reason. */
const untaggable: ReadonlySet<string> = new Set([
  // Ties between two resources.
  "aws:ec2/routeTableAssociation:RouteTableAssociation",
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "azure-native:authorization:RoleAssignment",
  "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember",
  "gcp:projects/iAMMember:IAMMember",
  // Parts of a resource that is tagged.
  "aws:cloudwatch/eventTarget:EventTarget",
  "aws:ec2/route:Route",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:kms/alias:Alias",
  "aws:route53/record:Record",
  "aws:sqs/queuePolicy:QueuePolicy",
  "gcp:dns/recordSet:RecordSet",
  "azure-native:containerservice:MaintenanceConfiguration",
  "azure-native:dns:RecordSet",
  "azure-native:managedidentity:FederatedIdentityCredential",
  "azure-native:monitor:DiagnosticSetting",
  "azure-native:network:Subnet",
  // What Google Cloud has no labels for.
  "gcp:compute/healthCheck:HealthCheck",
  "gcp:compute/network:Network",
  "gcp:compute/router:Router",
  "gcp:compute/routerNat:RouterNat",
  "gcp:compute/subnetwork:Subnetwork",
  "gcp:kms/keyRing:KeyRing",
  "gcp:serviceaccount/account:Account",
]);

/** Paths of everything on a resource that holds tags. */
function carriers({ type, inputs }: RecordedResource): readonly string[] {
  const own = declaredCarrier(type);
  return [...(own === undefined ? [] : [own]), ...(nested[type]?.(inputs) ?? [])];
}

function expected({ plan, resources }: PlannedStack, resource: RecordedResource): Readonly<Record<string, string>> {
  const tags = plan.kind === "fleet" ? plan.fleet.tags : plan.traffic.tags;
  for (const key of ["environment", "fleet"]) assert.ok(tags[key], `the stack's tags have no ${key}`);
  const root = ancestors(resource, resources).find(({ type }) => type === "gateway-fleet:fleet:Cluster");
  const cluster = plan.kind === "fleet" ? plan.fleet.clusters.find(({ id }) => id === root?.name) : undefined;
  return cluster === undefined ? tags : { ...tags, cluster: cluster.name };
}

function missing(tags: unknown, wanted: Readonly<Record<string, string>>): readonly string[] {
  const given = typeof tags === "object" && tags !== null ? new Map(Object.entries(tags)) : new Map<string, unknown>();
  return Object.entries(wanted)
    .filter(([key, value]) => given.get(key) !== value)
    .map(([key, value]) => `${key}=${value}`);
}
