import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { loadStack } from "../../stacks/config/load";
import { planStack } from "../../stacks/plan";
import { eksEgress } from "../../stacks/plan/egress";
import type { RecordedResource } from "../../cli/plan/record";
import { plannedStacks } from "../policy/plannedStacks";

describe("an EKS cluster's egress", () => {
  it("is each zone's own NAT gateway, so that a lost zone takes no other zone's way out with it", () => {
    const { natZones } = eksEgress({ natGateways: "perZone", privateEndpoints: true }, ["usw2-az2", "usw2-az1"]);
    assert.deepEqual(natZones, { "usw2-az1": "usw2-az1", "usw2-az2": "usw2-az2" });
  });

  it("is one NAT gateway in the first zone by name where one is all that is paid for, whatever order the zones are written in", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(zones, { minLength: 2 }), (written) => {
        const { natZones } = eksEgress({ natGateways: "one", privateEndpoints: true }, written);
        assert.deepEqual(Object.keys(natZones), [...written].sort());
        assert.deepEqual([...new Set(Object.values(natZones))], [[...written].sort()[0]]);
      }),
    );
  });

  it("spares all that nodes, add-ons and controllers may call of AWS the way out", async () => {
    const fleet = (await plannedStacks()).filter(({ plan }) => plan.kind === "fleet").flatMap(({ resources }) => resources);
    const reached = eksEgress({ natGateways: "one", privateEndpoints: true }, zones).privateServices;
    assert.deepEqual(
      [...servicesOf(fleet)].filter((service) => !reached.includes(service)),
      [],
    );
  });

  it("reaches AWS through the NAT gateway too where nobody pays for more", () => {
    assert.deepEqual(eksEgress({ natGateways: "one", privateEndpoints: false }, zones).privateServices, []);
  });

  it("is what the stack file says: everything for prod, what an outage of staging is worth for staging", () => {
    const egressOf = (stack: string) => {
      const plan = planStack(loadStack(join(__dirname, "../.."), stack));
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
  // IAM has one endpoint for the world; a load balancer's service-linked role, which is what this is for, is there from the first one on.
  return new Set([...attached, ...inline.map((action) => action.split(":")[0] ?? "")].filter((service) => service !== "iam"));
}

/** "ec2:DescribeInstances" and the like. */
function actionsIn(policy: string): readonly string[] {
  return [...policy.matchAll(/"Action":(\[[^\]]*\]|"[^"]*")/g)].flatMap(([, actions = ""]) => actions.match(/[a-z0-9-]+:\w+/g) ?? []);
}
