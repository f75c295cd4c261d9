import assert from "node:assert/strict";
import { networkLoadBalancerPolicy } from "../../../../plan/engines/loadBalancerController/policy";

const scope = { account: "111111111111", region: "us-west-2", cluster: "aws-usw2" };

interface Statement {
  readonly Sid: string;
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: {
    readonly StringEquals: Readonly<Record<string, unknown>>;
    readonly "ForAllValues:StringNotEquals"?: Readonly<Record<string, unknown>>;
  };
}

describe("networkLoadBalancerPolicy", () => {
  const document = networkLoadBalancerPolicy(scope);
  const { Statement: statements } = JSON.parse(document) as { readonly Statement: readonly Statement[] };
  const changes = statements.filter(({ Sid }) => !["Look", "LookIntoVpcs"].includes(Sid));

  it("changes only what is tagged with its cluster, or is about to be", () => {
    const tags = [/^aws:(Resource|Request)Tag\/elbv2\.k8s\.aws\/cluster$/, /^aws:ResourceTag\/kubernetes\.io\/cluster\/aws-usw2$/];
    const free = changes.filter(
      ({ Condition }) => !Object.keys(Condition?.StringEquals ?? {}).some((key) => tags.some((tag) => tag.test(key))),
    );
    // EC2 asks for the VPC beside the group, and a service-linked role belongs to no cluster.
    assert.deepEqual(
      free.map(({ Sid }) => Sid),
      ["LetElasticLoadBalancingActInTheAccount", "CreateSecurityGroupsInAnyVpc"],
    );
    for (const { Condition } of changes) {
      for (const [key, value] of Object.entries(Condition?.StringEquals ?? {})) {
        if (key.endsWith("elbv2.k8s.aws/cluster")) assert.equal(value, "aws-usw2");
      }
    }
  });

  it("neither disowns what it made nor claims what it did not make", () => {
    const tagging = changes.filter(({ Action }) => [Action].flat().some((action) => /Tags$/.test(action)));
    const tagged = tagging.filter(({ Condition }) =>
      Object.keys(Condition?.StringEquals ?? {}).some((key) => key.endsWith(":CreateAction")),
    );
    assert.deepEqual(
      tagged.map(({ Sid }) => Sid),
      ["TagWhatIsCreated", "TagCreatedSecurityGroups"],
    );
    for (const { Sid, Condition } of tagging.filter((statement) => !tagged.includes(statement))) {
      assert.deepEqual(Condition?.StringEquals, { "aws:ResourceTag/elbv2.k8s.aws/cluster": "aws-usw2" }, Sid);
      assert.deepEqual(Condition["ForAllValues:StringNotEquals"], { "aws:TagKeys": ["elbv2.k8s.aws/cluster"] }, Sid);
    }
  });

  it("changes nothing outside its account, and nothing but roles outside its region", () => {
    for (const { Sid, Resource } of changes) {
      for (const arn of [Resource].flat()) {
        const [, , service, region, account] = arn.split(":");
        assert.equal(account, "111111111111", Sid);
        assert.equal(region, service === "iam" ? "" : "us-west-2", Sid);
      }
    }
  });

  it("looks, and does nothing else, at everything", () => {
    const look = statements.find(({ Sid }) => Sid === "Look");
    assert.ok(look);
    for (const action of [look.Action].flat()) assert.match(action, /:(Describe|Get)[A-Za-z]+$/);
  });

  it("CKV_AWS_355 names what it looks at where AWS lets it: the one read that takes a resource is about its account's VPCs", () => {
    const look = statements.find(({ Sid }) => Sid === "Look") ?? assert.fail("it never looks");
    assert.ok(!look.Action.includes("ec2:GetSecurityGroupsForVpc"));
    assert.deepEqual(
      statements.find(({ Action }) => Action === "ec2:GetSecurityGroupsForVpc")?.Resource,
      "arn:aws:ec2:us-west-2:111111111111:vpc/*",
    );
  });

  it("knows no application load balancers, firewalls, certificates or user pools", () => {
    assert.doesNotMatch(document, /loadbalancer\/app|waf|shield|acm|cognito/);
    assert.doesNotMatch(document, /:\*"/, "no wildcard action");
  });

  it("covers the whole life of a balancer: each thing that it may create it may also tag, tag again and delete", () => {
    const actions = new Set(statements.flatMap(({ Action }) => Action));
    const retag = statements.find(({ Sid }) => Sid === "Retag");
    assert.deepEqual(retag?.Action, ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"]);
    assert.deepEqual(
      [retag.Resource].flat().map((arn) => arn.split(":").at(-1)),
      ["loadbalancer/net/*", "targetgroup/*", "listener/net/*"],
    );
    for (const thing of ["LoadBalancer", "TargetGroup", "Listener"]) {
      assert.ok(actions.has(`elasticloadbalancing:Create${thing}`), thing);
      assert.ok(actions.has(`elasticloadbalancing:Delete${thing}`), thing);
    }
    assert.ok(actions.has("ec2:CreateSecurityGroup") && actions.has("ec2:DeleteSecurityGroup"));
    const tagging = statements.find(({ Sid }) => Sid === "TagWhatIsCreated")?.Condition?.StringEquals["elasticloadbalancing:CreateAction"];
    assert.deepEqual(tagging, ["CreateLoadBalancer", "CreateTargetGroup", "CreateListener"]);
  });

  it("fits an inline policy", () => {
    assert.ok(document.length <= 10_240, `${document.length} characters`);
  });
});
