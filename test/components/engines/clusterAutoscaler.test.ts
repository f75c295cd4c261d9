import assert from "node:assert/strict";
import { eksPlan, recordEks, standardEks } from "../fixtures/eks";
import { assertWaits } from "../fixtures/order";
import { planIn, production } from "../fixtures/plans";
import { at, keysOf, ofType, only } from "../fixtures/recording";
import type { Recording } from "../../../preview/record/recording";

describe("ClusterAutoscaler", () => {
  let recording: Recording;
  before(async () => {
    recording = await standardEks();
  });
  const release = () => only(recording, "kubernetes:helm.sh/v3:Release", "aws-usw2-0-cluster-autoscaler-release");
  const values = () => release().inputs["values"];
  const argument = (name: string) => at(values(), "extraArgs", name);

  it("S0.57 runs once in kube-system, under a service account of its own that a role of its own trusts", () => {
    assert.equal(release().inputs["namespace"], "kube-system");
    assert.equal(at(values(), "replicaCount"), 1);
    assert.deepEqual(at(values(), "rbac", "serviceAccount"), { create: true, name: "cluster-autoscaler" });
    const identity = only(
      recording,
      "aws:eks/podIdentityAssociation:PodIdentityAssociation",
      "aws-usw2-0-cluster-autoscaler-identity",
    ).inputs;
    assert.deepEqual(
      [identity["namespace"], identity["serviceAccount"], identity["roleArn"]],
      ["kube-system", "cluster-autoscaler", "arn:aws:iam::111111111111:role/gateway-prod-aws-usw2-0-autoscaler"],
    );
    const role = only(recording, "aws:iam/role:Role", "aws-usw2-0-cluster-autoscaler-role").inputs["assumeRolePolicy"];
    const conditions = at(JSON.parse(String(role)), "Statement", "0", "Condition", "StringEquals");
    assert.equal(at(conditions, "aws:RequestTag/kubernetes-service-account"), "cluster-autoscaler");
  });

  it("S0.58 keeps what it asks for, with the memory of a fleet's worth of nodes and no CPU limit", () => {
    assert.deepEqual(at(values(), "resources"), { requests: { cpu: "100m", memory: "600Mi" }, limits: { memory: "600Mi" } });
  });

  it("S0.59 is of the cluster's own minor, from the planned chart", () => {
    const { chart } = eksPlan.versions.clusterAutoscaler;
    const { inputs } = release();
    assert.deepEqual([inputs["chart"], inputs["version"]], [chart.archive, chart.version]);
    assert.ok(String(at(values(), "image", "tag")).startsWith(`v${eksPlan.kubernetes}.`));
  });

  it("S0.60-62, S0.65, S0.66 says what it does, where it is, and balances what is alike", () => {
    assert.deepEqual([argument("v"), argument("stderrthreshold")], [4, "info"]);
    assert.deepEqual([at(values(), "cloudProvider"), at(values(), "awsRegion")], ["aws", "us-west-2"]);
    assert.equal(argument("skip-nodes-with-local-storage"), false);
    assert.equal(argument("balance-similar-node-groups"), true);
    assert.equal(argument("scale-down-enabled"), true);
  });

  it("S0.63, S0.150 takes groups by the planned priority, and of equals what leaves least idle", () => {
    assert.equal(argument("expander"), "priority,least-waste");
    assert.deepEqual(at(values(), "expanderPriorities"), {
      "10": ["^eks-aws-usw2-general-[0-9]{18}"],
      "50": ["^eks-aws-usw2-general-spot-[0-9]{18}"],
    });
  });

  it("S0.64 finds the groups that EKS has tagged with the cluster's name", () => {
    assert.deepEqual(at(values(), "autoDiscovery"), { clusterName: "gateway-prod-aws-usw2-0" });
  });

  it("S0.67-70 grows and shrinks as the settings say", () => {
    assert.equal(argument("scale-down-delay-after-add"), "10m");
    assert.equal(argument("scale-down-unneeded-time"), "10m");
    assert.equal(argument("scale-down-utilization-threshold"), 0.5);
    assert.equal(argument("max-node-provision-time"), "15m");
  });

  it("S2.35, S2.36 waits after a node went or could not go, and spares nodes with data or system pods, where the settings say so", async () => {
    const nodeAutoscaling = {
      ...eksPlan.nodeAutoscaling,
      scaleDownDelayAfterDeleteMinutes: 10,
      scaleDownDelayAfterFailureMinutes: 3,
      skipNodesWithLocalStorage: true,
      skipNodesWithSystemPods: true,
    };
    const settings = { ...production.settings, nodeAutoscaling };
    const other = await recordEks(planIn("aws", { ...production, settings }));
    const said = at(only(other, "kubernetes:helm.sh/v3:Release", "aws-usw2-0-cluster-autoscaler-release").inputs["values"], "extraArgs");
    assert.deepEqual(
      ["scale-down-delay-after-add", "scale-down-delay-after-delete", "scale-down-delay-after-failure", "scale-down-unneeded-time"].map(
        (name) => at(said, name),
      ),
      ["10m", "10m", "3m", "10m"],
    );
    assert.equal(at(said, "skip-nodes-with-local-storage"), true);
    assert.equal(at(said, "skip-nodes-with-system-pods"), true);
    assert.equal(argument("scale-down-delay-after-delete"), undefined, "without a word, none");
  });

  it("S0.73 lets a node of any group go ten minutes after it came or was last needed, and waits for nothing before one comes: it has no such setting", () => {
    assert.deepEqual([argument("scale-down-delay-after-add"), argument("scale-down-unneeded-time")], ["10m", "10m"]);
    assert.deepEqual(
      keysOf(at(values(), "extraArgs")).filter((key) => /scale-up|cooldown/.test(key)),
      [],
    );
  });

  it("may size only its own cluster's groups, and learns from EKS what an empty group would offer", () => {
    const policy = JSON.parse(
      String(only(recording, "aws:iam/rolePolicy:RolePolicy", "aws-usw2-0-cluster-autoscaler-policy").inputs["policy"]),
    ) as {
      Statement: { Action: string | string[]; Resource: string; Condition?: { StringEquals: Record<string, string> } }[];
    };
    for (const { Action, Resource, Condition } of policy.Statement) {
      const actions = [Action].flat();
      if (actions.every((action) => /:(Describe|Get)/.test(action))) continue;
      assert.notEqual(Resource, "*");
      assert.deepEqual(Condition?.StringEquals, { "aws:ResourceTag/k8s.io/cluster-autoscaler/gateway-prod-aws-usw2-0": "owned" });
    }
    const nodeGroups = policy.Statement.find(({ Action }) => Action === "eks:DescribeNodegroup");
    assert.equal(nodeGroups?.Resource, "arn:aws:eks:us-west-2:111111111111:nodegroup/gateway-prod-aws-usw2-0/*/*");
    const reads = policy.Statement.flatMap(({ Action }) => Action).filter((action) => action.startsWith("ec2:"));
    for (const read of ["ec2:DescribeInstanceTypes", "ec2:DescribeLaunchTemplateVersions"]) assert.ok(reads.includes(read), read);
  });

  it("comes after nodes, cluster DNS and its permissions", () => {
    for (const pool of ofType(recording, "aws:eks/nodeGroup:NodeGroup")) assertWaits(recording, release(), pool);
    assertWaits(recording, release(), only(recording, "aws:iam/rolePolicy:RolePolicy", "aws-usw2-0-cluster-autoscaler-policy"));
    assertWaits(
      recording,
      release(),
      only(recording, "aws:eks/podIdentityAssociation:PodIdentityAssociation", "aws-usw2-0-cluster-autoscaler-identity"),
    );
  });
});
