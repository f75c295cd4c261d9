import assert from "node:assert/strict";
import { ancestors } from "./ancestors";
import { managedPolicies, type Statement } from "./awsManaged";
import { isMet, kindsOf, type Tagged, taggedOf, wantedTags } from "./awsTagged";
import { plannedStacks } from "./plannedStacks";
import type { RecordedResource } from "../../preview/record/recording";

interface Cluster {
  readonly stack: string;
  /** Physical name, which its pods' sessions are tagged with. */
  readonly name: string;
  readonly resources: readonly RecordedResource[];
}

/** Who acts, by the component that has the policy. */
interface Policy {
  readonly owner: string;
  readonly statements: readonly Statement[];
}

describe("conditions on tags, in policies of EKS clusters", function () {
  this.timeout(240_000);

  let clusters: readonly Cluster[];
  before(async () => {
    clusters = (await plannedStacks()).flatMap(({ stack, plan, resources }) =>
      (plan.kind === "fleet" ? plan.fleet.clusters : []).flatMap((cluster) =>
        cluster.cloud === "aws"
          ? [{ stack, name: cluster.names.cluster, resources: resources.filter((each) => isIn(cluster.id, each, resources)) }]
          : [],
      ),
    );
    assert.ok(clusters.some(({ resources }) => resources.some(({ type }) => /EC2NodeClass$/.test(type))));
  });

  it("are known of every policy of AWS's that is attached: a new one gets a row in awsManaged.ts", () => {
    const attached = clusters.flatMap(({ resources }) => resources.flatMap((resource) => attachedPolicy(resource) ?? []));
    assert.deepEqual(
      [...new Set(attached)].filter((name) => managedPolicies[name] === undefined),
      [],
    );
    assert.ok(attached.length > 0);
  });

  it("leave no action without anything that it may be done to", () => {
    const dead = clusters.flatMap((cluster) =>
      policiesOf(cluster).flatMap(({ owner, statements }) => {
        const conditional = statements.filter((statement) => wantedTags(statement, cluster.name).size > 0);
        const targets = conditional.flatMap((each) =>
          [each.Action].flat().flatMap((action) => kindsOf(each).map((kind) => ({ action, kind }))),
        );
        return targets
          .filter(({ action, kind }) => {
            const granting = grantsOf(statements, action, kind);
            return !tagged(cluster, kind).some((each) => granting.some((statement) => isMet(statement, cluster.name, each)));
          })
          .map(({ action, kind }) => `${cluster.stack}: ${owner} may not ${action} on any ${kind}`);
      }),
    );
    assert.deepEqual([...new Set(dead)], []);
  });

  it("let whoever works for nodes and volumes reach all of them, whoever made them", () => {
    assert.deepEqual(clusters.flatMap(unreached), []);
  });

  it("would keep the volumes' driver from Karpenter's machines without the tag that its class of nodes gives them", () => {
    const [cluster = assert.fail("no cluster has Karpenter")] = clusters.filter(({ stack }) => stack === "prod-karpenter");
    const resources = cluster.resources.map((resource) =>
      /EC2NodeClass$/.test(resource.type)
        ? { ...resource, inputs: { ...resource.inputs, spec: { tags: { owner: "platform", cluster: cluster.name } } } }
        : resource,
    );
    assert.deepEqual(unreached({ ...cluster, resources }), [
      "prod-karpenter: EksAddonsAfterNodes may not ec2:AttachVolume on an instance of Karpenter's",
      "prod-karpenter: EksAddonsAfterNodes may not ec2:DetachVolume on an instance of Karpenter's",
    ]);
  });
});

/** What each has to reach for its work: all of a kind, of these makers. */
const works: readonly {
  readonly owner: string;
  readonly actions: readonly string[];
  readonly kind: string;
  readonly makers: readonly Tagged["maker"][];
}[] = [
  {
    owner: "EksAddonsAfterNodes",
    actions: ["ec2:AttachVolume", "ec2:DetachVolume"],
    kind: "instance",
    makers: ["node group", "Karpenter"],
  },
  {
    owner: "EksAddonsAfterNodes",
    actions: ["ec2:CreateVolume", "ec2:ModifyVolume", "ec2:AttachVolume", "ec2:DetachVolume", "ec2:DeleteVolume"],
    kind: "volume",
    makers: ["volume driver"],
  },
  { owner: "Karpenter", actions: ["ec2:RunInstances", "ec2:TerminateInstances"], kind: "instance", makers: ["Karpenter"] },
  { owner: "Karpenter", actions: ["ec2:RunInstances", "ec2:DeleteLaunchTemplate"], kind: "launch-template", makers: ["Karpenter"] },
  { owner: "Karpenter", actions: ["ec2:RunInstances", "ec2:CreateTags"], kind: "volume", makers: ["Karpenter"] },
  { owner: "ClusterAutoscaler", actions: ["autoscaling:SetDesiredCapacity"], kind: "autoScalingGroup", makers: ["node group"] },
  {
    owner: "AwsLoadBalancerController",
    actions: ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"],
    kind: "security-group",
    makers: ["EKS", "load balancer controller"],
  },
];

function unreached(cluster: Cluster): readonly string[] {
  return policiesOf(cluster).flatMap(({ owner, statements }) =>
    works
      .filter((work) => work.owner === owner)
      .flatMap(({ actions, kind, makers }) =>
        actions.flatMap((action) => {
          const granting = grantsOf(statements, action, kind);
          return tagged(cluster, kind)
            .filter(({ maker }) => makers.includes(maker))
            .filter((each) => !granting.some((statement) => isMet(statement, cluster.name, each)))
            .map(({ maker }) => `${cluster.stack}: ${owner} may not ${action} on an ${kind} of ${maker}'s`);
        }),
      ),
  );
}

function grantsOf(statements: readonly Statement[], action: string, kind: string): readonly Statement[] {
  return statements.filter((each) => [each.Action].flat().includes(action) && kindsOf(each).includes(kind));
}

function tagged({ name, resources }: Cluster, kind: string): readonly Tagged[] {
  return taggedOf(name, resources).filter((each) => each.kind === kind);
}

/** Those of one owner together: a pod's role has them all. */
function policiesOf({ resources }: Cluster): readonly Policy[] {
  const owned = resources.flatMap((resource): Policy[] => {
    const attached = attachedPolicy(resource);
    const statements = attached === undefined ? inlineStatements(resource) : (managedPolicies[attached] ?? []);
    const [component] = ancestors(resource, resources);
    return statements.length === 0 ? [] : [{ owner: component?.type.split(":").at(-1) ?? "", statements }];
  });
  return [...new Set(owned.map(({ owner }) => owner))].map((owner) => ({
    owner,
    statements: owned.filter((policy) => policy.owner === owner).flatMap(({ statements }) => statements),
  }));
}

function attachedPolicy({ type, inputs }: RecordedResource): string | undefined {
  return type === "aws:iam/rolePolicyAttachment:RolePolicyAttachment" ? String(inputs["policyArn"]).split("/").at(-1) : undefined;
}

function inlineStatements({ type, inputs }: RecordedResource): readonly Statement[] {
  if (type !== "aws:iam/rolePolicy:RolePolicy") return [];
  const { Statement: statements } = JSON.parse(String(inputs["policy"])) as { readonly Statement: readonly Statement[] };
  return statements;
}

function isIn(id: string, resource: RecordedResource, resources: readonly RecordedResource[]): boolean {
  return ancestors(resource, resources).some(({ type, name }) => type === "gateway-fleet:fleet:Cluster" && name === id);
}
