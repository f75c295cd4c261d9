import assert from "node:assert/strict";
import { eksPlan, standardEks } from "../fixtures/eks";
import { assertWaits } from "../fixtures/order";
import { at, ofType, only } from "../fixtures/recording";
import type { Recording } from "../../../preview/record/recording";

const releaseType = "kubernetes:helm.sh/v3:Release";

describe("AwsLoadBalancerController", () => {
  let recording: Recording;
  before(async () => {
    recording = await standardEks();
  });

  it("installs the planned version of the chart from the archive that every machine has, and waits until it runs", () => {
    const { inputs } = only(recording, releaseType, "aws-usw2-0-load-balancer-controller-release");
    const { version } = eksPlan.versions.loadBalancerController;
    assert.deepEqual([inputs["chart"], inputs["version"]], [`./charts/aws-load-balancer-controller-${version}.tgz`, version]);
    assert.equal(inputs["repositoryOpts"], undefined);
    assert.equal(inputs["namespace"], "kube-system");
    assert.equal(inputs["skipAwait"], undefined);
  });

  it("says where it is, since pods cannot ask the node's metadata service", () => {
    const values = only(recording, releaseType, "aws-usw2-0-load-balancer-controller-release").inputs["values"];
    assert.deepEqual(
      [at(values, "clusterName"), at(values, "region"), at(values, "vpcId")],
      ["gateway-prod-aws-usw2-0", "us-west-2", "aws-usw2-0-network-vpc-id"],
    );
  });

  it("survives the loss of a node: as many replicas as planned, of which one may be away", () => {
    const values = only(recording, releaseType, "aws-usw2-0-load-balancer-controller-release").inputs["values"];
    const asked = { replicas: at(values, "replicaCount"), requests: at(values, "resources", "requests") };
    assert.deepEqual([asked], eksPlan.loadBalancerController.pods);
    assert.equal(asked.replicas, 2);
    assert.deepEqual(at(values, "podDisruptionBudget"), { maxUnavailable: 1 });
  });

  it("does network load balancers and nothing else: no ingress class, no webhook in front of Services, no firewall", () => {
    const values = only(recording, releaseType, "aws-usw2-0-load-balancer-controller-release").inputs["values"];
    for (const feature of ["createIngressClassResource", "enableServiceMutatorWebhook", "enableShield", "enableWaf", "enableWafv2"]) {
      assert.equal(at(values, feature), false, feature);
    }
    assert.equal(at(values, "controllerConfig", "featureGates", "ServiceTypeLoadBalancerOnly"), true);
  });

  it("puts the fleet's tags on what it makes", () => {
    assert.deepEqual(
      at(only(recording, releaseType, "aws-usw2-0-load-balancer-controller-release").inputs, "values", "defaultTags"),
      eksPlan.tags,
    );
  });

  it("acts as a role of its own that only its service account may use", () => {
    const role = only(recording, "aws:iam/role:Role", "aws-usw2-0-load-balancer-controller-role");
    assert.equal(role.inputs["name"], "gateway-prod-aws-usw2-0-balancer");
    const conditions = at(JSON.parse(String(role.inputs["assumeRolePolicy"])), "Statement", "0", "Condition", "StringEquals");
    assert.equal(at(conditions, "aws:RequestTag/kubernetes-service-account"), "aws-load-balancer-controller");
    const { inputs } = only(
      recording,
      "aws:eks/podIdentityAssociation:PodIdentityAssociation",
      "aws-usw2-0-load-balancer-controller-identity",
    );
    assert.deepEqual(
      [inputs["namespace"], inputs["serviceAccount"], inputs["roleArn"]],
      ["kube-system", "aws-load-balancer-controller", "arn:aws:iam::111111111111:role/gateway-prod-aws-usw2-0-balancer"],
    );
    assert.equal(
      at(only(recording, releaseType, "aws-usw2-0-load-balancer-controller-release").inputs, "values", "serviceAccount", "name"),
      "aws-load-balancer-controller",
    );
  });

  it("comes after nodes, cluster DNS and its permissions, and goes before them", () => {
    const release = only(recording, releaseType, "aws-usw2-0-load-balancer-controller-release");
    for (const pool of ofType(recording, "aws:eks/nodeGroup:NodeGroup")) assertWaits(recording, release, pool);
    assertWaits(recording, release, only(recording, "aws:eks/addon:Addon", "aws-usw2-0-addons-after-nodes-coredns"));
    assertWaits(recording, release, only(recording, "aws:iam/rolePolicy:RolePolicy", "aws-usw2-0-load-balancer-controller-policy"));
    assertWaits(
      recording,
      release,
      only(recording, "aws:eks/podIdentityAssociation:PodIdentityAssociation", "aws-usw2-0-load-balancer-controller-identity"),
    );
  });

  it("takes its permissions from AWS and itself to the cluster", () => {
    const providers = [
      only(recording, "aws:iam/rolePolicy:RolePolicy", "aws-usw2-0-load-balancer-controller-policy"),
      only(recording, releaseType, "aws-usw2-0-load-balancer-controller-release"),
    ].map(({ options }) => options.provider);
    assert.deepEqual(
      providers.map((urn) => urn?.split("::").at(-1)),
      ["aws-usw2-0-aws", "aws-usw2-0-kubernetes"],
    );
  });
});
