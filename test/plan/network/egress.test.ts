import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { loadStack } from "../../../config/file/load";
import { planStack } from "../../../plan";
import { eksEgress } from "../../../plan/network/egress";
import { awsServicesOf } from "../../../plan/engines";
import { plannedStacks } from "../../policy/plannedStacks";
import type { RecordedResource } from "../../../preview/record/recording";

describe("an EKS cluster's egress", function () {
  // Evaluates every stack.
  this.timeout(240_000);

  it("is each zone's own NAT gateway, so that a lost zone takes no other zone's way out with it", () => {
    const { natZones } = eksEgress({ natGateways: "perZone", privateEndpoints: true }, ["usw2-az2", "usw2-az1"], []);
    assert.deepEqual(natZones, { "usw2-az1": "usw2-az1", "usw2-az2": "usw2-az2" });
  });

  it("is one NAT gateway in the first zone by name where one is all that is paid for, whatever order the zones are written in", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(zones, { minLength: 2 }), (written) => {
        const { natZones } = eksEgress({ natGateways: "one", privateEndpoints: true }, written, []);
        assert.deepEqual(Object.keys(natZones), [...written].sort());
        assert.deepEqual([...new Set(Object.values(natZones))], [[...written].sort()[0]]);
      }),
    );
  });

  it("spares all that nodes, add-ons and controllers may call of AWS the way out, whoever adds the nodes", async () => {
    for (const stack of (await plannedStacks()).filter(({ plan }) => plan.kind === "fleet")) {
      const cluster = stack.plan.fleet.clusters.find((each) => each.cloud === "aws");
      assert.ok(cluster);
      const autoscaler = cluster.nodeAutoscaler.kind;
      const own = [cluster.loadBalancerController, cluster.nodeAutoscaler.engine].flatMap(({ networkAccess }) => networkAccess.awsServices);
      const ofEngines = [...own, ...awsServicesOf(cluster.platform)];
      const reached = eksEgress({ natGateways: "one", privateEndpoints: true }, zones, ofEngines).privateServices;
      const called = [...servicesOf(stack.resources)];
      assert.deepEqual(
        called.filter((service) => !reached.includes(service)),
        [],
        stack.stack,
      );
      assert.ok(called.includes(autoscaler === "karpenter" ? "sqs" : "autoscaling"), `${stack.stack} has its autoscaler's role`);
    }
  });

  it("reaches AWS through the NAT gateway too where nobody pays for more", () => {
    assert.deepEqual(eksEgress({ natGateways: "one", privateEndpoints: false }, zones, ["secretsmanager"]).privateServices, []);
  });

  it("is what the stack file says: everything for prod, what an outage of staging is worth for staging", () => {
    const egressOf = (stack: string) => {
      const plan = planStack(loadStack(join(__dirname, "../../.."), stack));
      const cluster = plan.kind === "fleet" ? plan.fleet.clusters.find(({ cloud }) => cloud === "aws") : undefined;
      assert.ok(cluster?.cloud === "aws");
      const { natZones, privateServices } = cluster.network;
      return { natGateways: new Set(Object.values(natZones)).size, private: privateServices.length > 0 };
    };
    assert.deepEqual(egressOf("prod"), { natGateways: 3, private: true });
    assert.deepEqual(egressOf("staging"), { natGateways: 1, private: false });
  });
});

const zones = ["usw2-az1", "usw2-az2", "usw2-az3", "usw2-az4"];

/** By what their roles allow: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html */
const servicesOfPolicy: Readonly<Record<string, readonly string[]>> = {
  AmazonEKSWorkerNodePolicy: ["ec2", "eks", "eks-auth"],
  AmazonEC2ContainerRegistryPullOnly: ["ecr.api", "ecr.dkr"],
  AmazonEKS_CNI_Policy: ["ec2"],
  AmazonEBSCSIDriverEKSClusterScopedPolicy: ["ec2"],
  // EKS's own control plane is not in the network.
  AmazonEKSClusterPolicy: [],
};

/** AWS services that the planned roles may call from inside the network, as its endpoints are called. */
function servicesOf(resources: readonly RecordedResource[]): ReadonlySet<string> {
  const attached = resources.flatMap(({ type, inputs }) => {
    if (type !== "aws:iam/rolePolicyAttachment:RolePolicyAttachment") return [];
    const name = String(inputs["policyArn"]).split("/").at(-1) ?? "";
    return servicesOfPolicy[name] ?? [`what ${name} allows`];
  });
  const inline = resources.flatMap(({ type, inputs }) =>
    type === "aws:iam/rolePolicy:RolePolicy" ? actionsIn(String(inputs["policy"])) : [],
  );
  return new Set([...attached, ...inline.map((action) => action.split(":")[0] ?? "")].filter((service) => !worldwide.has(service)));
}

/**
 * Without an endpoint in most regions or in all. IAM: a load balancer's service-linked role is there from the first one on, and Karpenter reads
 * instance profiles now and then. Prices change rarely, and Karpenter carries some along.
 */
const worldwide: ReadonlySet<string> = new Set(["iam", "pricing"]);

/** "ec2:DescribeInstances" and the like. */
function actionsIn(policy: string): readonly string[] {
  return [...policy.matchAll(/"Action":(\[[^\]]*\]|"[^"]*")/g)].flatMap(([, actions = ""]) => actions.match(/[a-z0-9-]+:\w+/g) ?? []);
}
