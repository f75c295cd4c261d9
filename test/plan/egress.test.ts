import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { loadStack } from "../../stacks/config/load";
import type { NodeAutoscaler } from "../../stacks/config/nodeAutoscaler";
import { planStack } from "../../stacks/plan";
import { eksEgress } from "../../stacks/plan/egress";

describe("an EKS cluster's egress", () => {
  it("is each zone's own NAT gateway, so that a lost zone takes no other zone's way out with it", () => {
    const { natZones } = eksEgress({ natGateways: "perZone", privateEndpoints: true }, ["usw2-az2", "usw2-az1"], "clusterAutoscaler");
    assert.deepEqual(natZones, { "usw2-az1": "usw2-az1", "usw2-az2": "usw2-az2" });
  });

  it("is one NAT gateway in the first zone by name where one is all that is paid for, whatever order the zones are written in", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(zones, { minLength: 2 }), (written) => {
        const { natZones } = eksEgress({ natGateways: "one", privateEndpoints: true }, written, "clusterAutoscaler");
        assert.deepEqual(Object.keys(natZones), [...written].sort());
        assert.deepEqual([...new Set(Object.values(natZones))], [[...written].sort()[0]]);
      }),
    );
  });

  it("spares what nodes need of AWS itself the way out, unless nobody pays for that", () => {
    const services = (privateEndpoints: boolean, nodeAutoscaler: NodeAutoscaler = "clusterAutoscaler") =>
      eksEgress({ natGateways: "one", privateEndpoints }, zones, nodeAutoscaler).privateServices;
    assert.deepEqual(services(true), [
      "autoscaling",
      "ec2",
      "ecr.api",
      "ecr.dkr",
      "eks",
      "eks-auth",
      "elasticloadbalancing",
      "logs",
      "sts",
    ]);
    assert.deepEqual(services(false), []);
    const ofBoth = services(true).filter((service) => service !== "autoscaling");
    assert.deepEqual(services(true, "karpenter"), [...ofBoth, "sqs", "ssm"].sort());
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
