import assert from "node:assert/strict";
import { eksPlanWithKarpenter as plan, recordEks } from "../fixtures/eks";
import { assertWaits } from "../fixtures/order";
import { at, ofType, only } from "../fixtures/recording";
import type { Recording } from "../../../preview/record/recording";

const releaseType = "kubernetes:helm.sh/v3:Release";

describe("Karpenter", () => {
  let recording: Recording;
  before(async () => {
    recording = await recordEks(plan);
  });
  const release = () => only(recording, releaseType, "aws-usw2-0-karpenter-release");
  const values = (...path: string[]) => at(release().inputs["values"], ...path);

  it("takes the cluster autoscaler's place", () => {
    assert.deepEqual(
      ofType(recording, releaseType)
        .map(({ inputs }) => inputs["name"])
        .sort(),
      ["aws-load-balancer-controller", "karpenter", "karpenter-crd"],
    );
    assert.deepEqual(
      ofType(recording, "aws:iam/role:Role").filter(({ inputs }) => String(inputs["name"]).endsWith("-autoscaler")),
      [],
    );
  });

  it("comes from AWS's registry at the planned version, its kinds in a chart of their own that an upgrade reaches", () => {
    const { controller, crds } = plan.versions.karpenter;
    for (const [name, chart] of [
      ["aws-usw2-0-karpenter-release", controller],
      ["aws-usw2-0-karpenter-kinds", crds],
    ] as const) {
      const { inputs } = only(recording, releaseType, name);
      assert.deepEqual([inputs["chart"], inputs["version"]], [chart.archive, chart.version]);
      assert.match(chart.source, /^oci:\/\/public\.ecr\.aws\//);
    }
    assert.equal(release().inputs["skipCrds"], true);
    assertWaits(recording, release(), only(recording, releaseType, "aws-usw2-0-karpenter-kinds"));
  });

  it("knows its cluster, region and queue without asking the node's metadata service", () => {
    assert.deepEqual(values("settings"), {
      clusterName: "gateway-prod-aws-usw2-0",
      clusterEndpoint: "https://eks.example",
      eksControlPlane: true,
      interruptionQueue: "gateway-prod-aws-usw2-0-interruptions",
    });
    assert.deepEqual(values("controller", "env"), [{ name: "AWS_REGION", value: "us-west-2" }]);
  });

  it("runs as often as planned, with the memory that it asks for, no CPU limit, and no need of cluster DNS", () => {
    assert.equal(values("replicas"), 2);
    assert.deepEqual(values("controller", "resources"), { requests: { cpu: "500m", memory: "1Gi" }, limits: { memory: "1Gi" } });
    assert.equal(values("dnsPolicy"), "Default");
  });

  it("acts as a role of its own, by Pod Identity", () => {
    const identity = only(recording, "aws:eks/podIdentityAssociation:PodIdentityAssociation", "aws-usw2-0-karpenter-identity").inputs;
    assert.deepEqual(
      [identity["namespace"], identity["serviceAccount"], identity["roleArn"]],
      ["kube-system", "karpenter", "arn:aws:iam::111111111111:role/gateway-prod-aws-usw2-0-karpenter"],
    );
    assert.deepEqual(values("serviceAccount"), { create: true, name: "karpenter" });
  });

  it("comes after nodes that it did not make, its permissions and all that fills its queue, and goes before them", () => {
    for (const type of ["aws:eks/nodeGroup:NodeGroup", "aws:cloudwatch/eventTarget:EventTarget", "aws:sqs/queuePolicy:QueuePolicy"])
      for (const earlier of ofType(recording, type)) assertWaits(recording, release(), earlier);
    assertWaits(recording, release(), only(recording, "aws:iam/rolePolicy:RolePolicy", "aws-usw2-0-karpenter-policy"));
    assertWaits(
      recording,
      release(),
      only(recording, "aws:eks/podIdentityAssociation:PodIdentityAssociation", "aws-usw2-0-karpenter-identity"),
    );
  });

  describe("may", () => {
    const statements = () =>
      (
        JSON.parse(String(only(recording, "aws:iam/rolePolicy:RolePolicy", "aws-usw2-0-karpenter-policy").inputs["policy"])) as {
          Statement: readonly Statement[];
        }
      ).Statement;

    it("change only machines that carry this cluster's tag and a pool's, from the call that makes them", () => {
      const inert = /^arn:aws:ec2:us-west-2:(\*)?:(image|snapshot|security-group|subnet)\/\*$/;
      for (const { Sid, Action, Resource, Condition = {} } of statements()) {
        const changes = [Action].flat().filter((action) => /^ec2:(?!Describe)/.test(action));
        if (changes.length === 0 || [Resource].flat().every((resource) => inert.test(resource))) continue;
        const conditions = JSON.stringify(Condition);
        assert.match(conditions, /"aws:(Resource|Request)Tag\/kubernetes\.io\/cluster\/gateway-prod-aws-usw2-0":"owned"/, Sid);
        assert.match(conditions, /"aws:(Resource|Request)Tag\/karpenter\.sh\/nodepool":"\*"/, Sid);
      }
    });

    it("pass the nodes' role to EC2, no other role, and make no instance profile", () => {
      const iam = statements().filter(({ Action }) => [Action].flat().some((action) => action.startsWith("iam:")));
      assert.deepEqual(
        iam.flatMap(({ Action }) => Action),
        ["iam:PassRole", "iam:ListInstanceProfiles", "iam:GetInstanceProfile"],
      );
      assert.equal(iam[0]?.Resource, "arn:aws:iam::111111111111:role/gateway-prod-aws-usw2-0-karpenter-node");
      assert.deepEqual(iam[0]?.Condition, { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } });
    });

    it("do anything to anything in no statement but to look", () => {
      const everywhere = statements().filter(({ Resource }) => Resource === "*");
      for (const action of everywhere.flatMap(({ Action }) => Action)) assert.match(action, /:(Describe|Get|List)/);
    });

    it("not need more characters than an inline policy may have", () => {
      const policy = String(only(recording, "aws:iam/rolePolicy:RolePolicy", "aws-usw2-0-karpenter-policy").inputs["policy"]);
      assert.ok(policy.length <= 10_240, `${policy.length} characters`);
    });
  });
});

interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: object;
}
