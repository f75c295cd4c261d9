import assert from "node:assert/strict";
import { eksPlan, recordEks, standardEks } from "../fixtures/eks";
import { assertWaits } from "../fixtures/order";
import { assertWellFormed, at, ofType, only, text } from "../fixtures/recording";
import type { Recording } from "../../../preview/record/recording";

describe("EksCluster", () => {
  let recording: Recording;
  before(async () => {
    recording = await standardEks();
  });

  it("keeps every child below its component, named after it, on the given provider", () => {
    assertWellFormed(recording, "aws-usw2-0-aws", "aws-usw2-0-kubernetes");
  });

  it("runs the planned minor under standard support, in the private subnets, with the planned service addresses", () => {
    const { inputs } = controlPlane(recording);
    assert.equal(inputs["name"], "gateway-prod-aws-usw2-0");
    assert.equal(inputs["version"], "1.35");
    assert.deepEqual(inputs["upgradePolicy"], { supportType: "STANDARD" });
    assert.deepEqual(
      at(inputs, "vpcConfig", "subnetIds"),
      eksPlan.network.zones.map(({ id }) => `aws-usw2-0-network-private-${id}-id`),
    );
    assert.deepEqual(inputs["kubernetesNetworkConfig"], { ipFamily: "ipv4", serviceIpv4Cidr: "172.16.0.0/22" });
  });

  it("lets nobody in who is not listed: neither the creator nor a config map", () => {
    const { inputs } = controlPlane(recording);
    assert.deepEqual(inputs["accessConfig"], { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false });
    assert.equal(inputs["bootstrapSelfManagedAddons"], false);
  });

  it("CKV_AWS_58 encrypts its secrets with its own key", () => {
    assert.deepEqual(controlPlane(recording).inputs["encryptionConfig"], {
      provider: { keyArn: "arn of aws-usw2-0-key-key" },
      resources: ["secrets"],
    });
  });

  it("CKV_AWS_37 records every kind of control-plane log, in a group that is there before it", () => {
    const group = only(recording, "aws:cloudwatch/logGroup:LogGroup", "aws-usw2-0-logs-control-plane");
    assert.equal(group.inputs["name"], "/aws/eks/gateway-prod-aws-usw2-0/cluster");
    assertWaits(recording, controlPlane(recording), group);
    assert.deepEqual(controlPlane(recording).inputs["enabledClusterLogTypes"], [
      "api",
      "audit",
      "authenticator",
      "controllerManager",
      "scheduler",
    ]);
  });

  it("CKV_AWS_38, CKV_AWS_39 answers outside its VPC to the planned networks only, and to none when it is private", async () => {
    const restricted = at(controlPlane(recording).inputs, "vpcConfig");
    assert.deepEqual([at(restricted, "endpointPrivateAccess"), at(restricted, "endpointPublicAccess")], [true, true]);
    assert.deepEqual(at(restricted, "publicAccessCidrs"), ["203.0.113.0/24"]);

    const hidden = at(controlPlane(await recordEks({ ...eksPlan, apiAccess: { mode: "private" } })).inputs, "vpcConfig");
    assert.deepEqual([at(hidden, "endpointPrivateAccess"), at(hidden, "endpointPublicAccess")], [true, false]);
    assert.equal(at(hidden, "publicAccessCidrs"), undefined);
  });

  it("is protected exactly when the plan says so, with what it cannot be read without, and by EKS as well", async () => {
    for (const protect of [true, false]) {
      const recorded = await recordEks({ ...eksPlan, protect });
      assert.equal(controlPlane(recorded).inputs["deletionProtection"], protect);
      const kept = ["aws:eks/cluster:Cluster", "aws:kms/key:Key", "aws:cloudwatch/logGroup:LogGroup"].flatMap((type) =>
        ofType(recorded, type),
      );
      assert.deepEqual(
        kept.map(({ options }) => options.protect),
        [protect, protect, protect, protect],
      );
    }
  });

  it("keeps its permissions until it is gone", () => {
    const policy = only(recording, "aws:iam/rolePolicyAttachment:RolePolicyAttachment", "aws-usw2-0-cluster-role-policy");
    assert.equal(policy.inputs["policyArn"], "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy");
    assertWaits(recording, controlPlane(recording), policy);
  });

  it("gives nodes one role that may join the cluster and pull images, and nothing else", () => {
    const role = only(recording, "aws:iam/role:Role", "aws-usw2-0-cluster-node-role");
    assert.equal(role.inputs["name"], "gateway-prod-aws-usw2-0-node");
    const policies = ofType(recording, "aws:iam/rolePolicyAttachment:RolePolicyAttachment").filter(
      ({ inputs }) => inputs["role"] === "gateway-prod-aws-usw2-0-node",
    );
    assert.deepEqual(
      policies.map(({ inputs }) => inputs["policyArn"]),
      ["arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy", "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly"],
    );
  });

  it("names the AWS CLI in its kubeconfig, holds no credential, and is secret all the same", () => {
    assert.ok(recording.secretOutputs.includes("kubeconfig"));
    const kubeconfig: unknown = JSON.parse(text(recording.outputs["kubeconfig"]));
    assert.deepEqual(at(kubeconfig, "clusters", "0", "cluster"), { server: "https://eks.example", "certificate-authority-data": "Q0E=" });
    const user = at(kubeconfig, "users", "0", "user");
    assert.equal(at(user, "exec", "apiVersion"), "client.authentication.k8s.io/v1");
    assert.equal(at(user, "exec", "command"), "aws");
    assert.deepEqual(at(user, "exec", "args"), [
      "eks",
      "get-token",
      "--cluster-name",
      "gateway-prod-aws-usw2-0",
      "--region",
      "us-west-2",
      "--output",
      "json",
    ]);
    assert.deepEqual(Object.keys(user ?? {}), ["exec"]);
  });

  it("counts as another cluster when EKS made another one", () => {
    assert.equal(recording.outputs["identity"], "2026-11-22T00:00:00Z", "the time of its creation");
  });
});

function controlPlane(recording: Recording) {
  return only(recording, "aws:eks/cluster:Cluster");
}
