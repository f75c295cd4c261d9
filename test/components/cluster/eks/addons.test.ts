import assert from "node:assert/strict";
import { eksPlan, standardEks } from "../../fixtures/eks";
import { assertWaits } from "../../fixtures/order";
import { at, ofType, only } from "../../fixtures/recording";
import type { Recording } from "../../../../preview/record/recording";

describe("EKS add-ons", () => {
  let recording: Recording;
  before(async () => {
    recording = await standardEks();
  });

  it("are the planned versions, and take back what somebody edited by hand", () => {
    const { addons } = eksPlan.versions;
    assert.deepEqual(
      Object.fromEntries(ofType(recording, "aws:eks/addon:Addon").map(({ inputs }) => [inputs["addonName"], inputs["addonVersion"]])),
      {
        "eks-pod-identity-agent": addons.podIdentityAgent,
        "kube-proxy": addons.kubeProxy,
        "vpc-cni": addons.vpcCni,
        coredns: addons.coreDns,
        "aws-ebs-csi-driver": addons.ebsCsiDriver,
        "metrics-server": addons.metricsServer,
      },
    );
    for (const { inputs } of ofType(recording, "aws:eks/addon:Addon")) {
      assert.deepEqual([inputs["resolveConflictsOnCreate"], inputs["resolveConflictsOnUpdate"]], ["OVERWRITE", "OVERWRITE"]);
    }
  });

  it("give a node its network before it comes, and what runs on nodes its nodes before it comes", () => {
    const pools = ofType(recording, "aws:eks/nodeGroup:NodeGroup");
    assert.equal(pools.length, eksPlan.pools.length);
    for (const pool of pools) {
      for (const name of ["eks-pod-identity-agent", "kube-proxy", "vpc-cni"]) assertWaits(recording, pool, addon(recording, name));
      for (const name of ["coredns", "aws-ebs-csi-driver", "metrics-server"]) assertWaits(recording, addon(recording, name), pool);
    }
  });

  it("hold pods to network policies, from the first pod on", () => {
    assert.deepEqual(JSON.parse(String(addon(recording, "vpc-cni").inputs["configurationValues"])), { enableNetworkPolicy: "true" });
  });

  it("S0.15 measure what pods use, for the horizontal autoscalers", () => {
    assert.equal(addon(recording, "metrics-server").inputs["addonVersion"], eksPlan.versions.addons.metricsServer);
  });

  it("S0.102 make EBS volumes for the pods that claim them, as a role that reaches this cluster's volumes only", () => {
    const volumes = addon(recording, "aws-ebs-csi-driver");
    const role = "gateway-prod-aws-usw2-0-ebs-csi";
    assert.deepEqual(volumes.inputs["podIdentityAssociations"], [
      { roleArn: `arn:aws:iam::111111111111:role/${role}`, serviceAccount: "ebs-csi-controller-sa" },
    ]);
    const policies = ofType(recording, "aws:iam/rolePolicyAttachment:RolePolicyAttachment").filter(({ inputs }) => inputs["role"] === role);
    assert.deepEqual(
      policies.map(({ inputs }) => inputs["policyArn"]),
      ["arn:aws:iam::aws:policy/AmazonEBSCSIDriverEKSClusterScopedPolicy"],
    );
    for (const policy of policies) assertWaits(recording, volumes, policy);
  });

  it("give the CNI's permissions to its pods alone", () => {
    const role = only(recording, "aws:iam/role:Role", "aws-usw2-0-cluster-addons-cni-role");
    const cni = addon(recording, "vpc-cni");
    assert.deepEqual(cni.inputs["podIdentityAssociations"], [
      { roleArn: "arn:aws:iam::111111111111:role/gateway-prod-aws-usw2-0-cni", serviceAccount: "aws-node" },
    ]);
    const policies = ofType(recording, "aws:iam/rolePolicyAttachment:RolePolicyAttachment").filter(
      ({ inputs }) => inputs["policyArn"] === "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
    );
    assert.deepEqual(
      policies.map(({ inputs }) => inputs["role"]),
      [role.inputs["name"]],
    );
    for (const policy of policies) assertWaits(recording, cni, policy);
  });

  it("let no other cluster, namespace or service account use their roles", () => {
    for (const [role, serviceAccount] of [
      ["aws-usw2-0-cluster-addons-cni-role", "aws-node"],
      ["aws-usw2-0-addons-after-nodes-ebs-csi-role", "ebs-csi-controller-sa"],
    ] as const) {
      const trust: unknown = JSON.parse(String(only(recording, "aws:iam/role:Role", role).inputs["assumeRolePolicy"]));
      assert.deepEqual(at(trust, "Statement", "0", "Principal"), { Service: "pods.eks.amazonaws.com" });
      assert.deepEqual(at(trust, "Statement", "0", "Action"), ["sts:AssumeRole", "sts:TagSession"]);
      assert.deepEqual(at(trust, "Statement", "0", "Condition", "StringEquals"), {
        "aws:SourceAccount": "111111111111",
        "aws:RequestTag/eks-cluster-arn": "arn:aws:eks:us-west-2:111111111111:cluster/gateway-prod-aws-usw2-0",
        "aws:RequestTag/kubernetes-namespace": "kube-system",
        "aws:RequestTag/kubernetes-service-account": serviceAccount,
      });
    }
  });
});

function addon(recording: Recording, addonName: string) {
  const found = ofType(recording, "aws:eks/addon:Addon").find(({ inputs }) => inputs["addonName"] === addonName);
  assert.ok(found, addonName);
  return found;
}
