import assert from "node:assert/strict";
import fc from "fast-check";
import { aksNames, eksNames, gkeNames, nameFindings, poolName } from "../../../plan/naming/physicalNames";
import { limits } from "../../../catalogue/nameLimits";

describe("physical names", () => {
  it("begin with fleet and environment where they are unique beyond a cluster", () => {
    const naming = { fleet: "gateway", environment: "prod", cluster: "aws-usw2", slot: 0 };
    assert.deepEqual(eksNames(naming), {
      cluster: "gateway-prod-aws-usw2-0",
      clusterRole: "gateway-prod-aws-usw2-0-cluster",
      nodeRole: "gateway-prod-aws-usw2-0-node",
      cniRole: "gateway-prod-aws-usw2-0-cni",
      ebsCsiRole: "gateway-prod-aws-usw2-0-ebs-csi",
      flowLogsRole: "gateway-prod-aws-usw2-0-flow-logs",
      keyAlias: "alias/gateway-prod-aws-usw2-0",
      controlPlaneLogs: "/aws/eks/gateway-prod-aws-usw2-0/cluster",
      flowLogs: "/aws/vpc-flow-logs/gateway-prod-aws-usw2-0",
      loadBalancerControllerRole: "gateway-prod-aws-usw2-0-balancer",
      secretsRole: "gateway-prod-aws-usw2-0-secrets",
      clusterAutoscalerRole: "gateway-prod-aws-usw2-0-autoscaler",
      karpenterRole: "gateway-prod-aws-usw2-0-karpenter",
      karpenterNodeRole: "gateway-prod-aws-usw2-0-karpenter-node",
      interruptionQueue: "gateway-prod-aws-usw2-0-interruptions",
      loadBalancer: "gateway-prod-aws-usw2-0",
    });
    assert.deepEqual(aksNames({ ...naming, cluster: "az-eus", slot: 3 }), {
      cluster: "gateway-prod-az-eus-3",
      resourceGroup: "gateway-prod-az-eus-3",
      nodeResourceGroup: "gateway-prod-az-eus-3_nodes",
      frontDoorAddress: "gateway-prod-az-eus-3-gateway",
      logWorkspace: "gateway-prod-az-eus-3-logs",
      secretsIdentity: "gateway-prod-az-eus-3-secrets",
    });
    assert.deepEqual(gkeNames({ ...naming, cluster: "gcp-usw1", slot: 4 }), {
      cluster: "gateway-prod-gcp-usw1-4",
      nodeServiceAccount: "gateway-prod-gcp-usw1-4",
      frontDoorAddress: "gateway-prod-gcp-usw1-4-gateway",
    });
  });

  it("differ between clusters, and between the slots of one cluster, whatever those are called", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.record({ cluster: clusters, slot: slots }), {
          minLength: 2,
          maxLength: 8,
          selector: ({ cluster, slot }) => `${cluster} ${slot}`,
        }),
        fc.constantFrom(eksNames, aksNames, gkeNames),
        (namings, namesOf) => {
          const each = namings.map((naming) => namesOf({ fleet: "f", environment: "e", ...naming }));
          for (const kind of Object.keys(each[0] ?? {}))
            assert.equal(new Set(each.map((names) => new Map(Object.entries(names)).get(kind))).size, each.length);
        },
      ),
    );
  });

  it("without a finding are within every limit of their cloud", () => {
    fc.assert(
      fc.property(shortNames, shortNames, clusters, slots, (fleet, environment, cluster, slot) => {
        const naming = { fleet, environment, cluster, slot };
        if (nameFindings("aws", naming, ["general-spot"]).length === 0) {
          const { cluster: name, loadBalancer, keyAlias, controlPlaneLogs, flowLogs, ...roles } = eksNames(naming);
          assert.ok(keyAlias.length <= 256 && controlPlaneLogs.length <= 512 && flowLogs.length <= 512);
          assert.ok(name.length <= 100 && loadBalancer.length <= 32 && Object.values(roles).every((role) => role.length <= 64));
          assert.ok(poolName.aws(cluster, "general-spot").length + 26 <= 63, "the provider adds 26 characters to a prefix");
        }
        if (nameFindings("azure", naming, []).length === 0) {
          const { cluster: name, resourceGroup, nodeResourceGroup, frontDoorAddress, logWorkspace } = aksNames(naming);
          assert.ok(name.length <= 54 && resourceGroup.length <= 63 && nodeResourceGroup.length <= 80 && frontDoorAddress.length <= 80);
          assert.ok(logWorkspace.length <= 63);
        }
        if (nameFindings("gcp", naming, []).length === 0) {
          const { cluster: name, nodeServiceAccount, frontDoorAddress } = gkeNames(naming);
          assert.match(nodeServiceAccount, /^[a-z][-a-z0-9]{4,28}[a-z0-9]$/);
          assert.ok(name.length <= 40 && frontDoorAddress.length <= 63);
        }
      }),
    );
  });

  it("beyond a limit are told with their length, the limit and the remedy", () => {
    const long = { fleet: "gateway", environment: "production", cluster: "aws-us-west-2", slot: 0 };
    assert.deepEqual(nameFindings("aws", long, []), [
      {
        path: ["clusters", "aws-us-west-2"],
        message:
          '"gateway-production-aws-us-west-2-0", the name of a network load balancer, has 34 characters, at most 32 are allowed; ' +
          'shorten "aws-us-west-2", settings.name or settings.environment by 2 ' +
          `(${limits.loadBalancer.source})`,
      },
    ]);
    const gke = nameFindings("gcp", { fleet: "f", environment: "e", cluster: "c".repeat(35), slot: 0 }, []);
    assert.match(
      gke[0]?.message ?? "",
      /a GKE cluster, has 41 characters, at most 40 are allowed; shorten "c{35}", settings.* by 1 \(https/,
    );
  });

  it("count a pool's key into a node group's prefix", () => {
    const [finding, ...others] = nameFindings("aws", { fleet: "f", environment: "e", cluster: "aws-us-west-2", slot: 0 }, [
      "memory-optimized-x-spot",
      "general",
    ]);
    assert.equal(others.length, 0);
    assert.match(
      finding?.message ?? "",
      /^"aws-us-west-2-memory-optimized-x-spot-", the name of an EKS node group's prefix, has 38 characters, at most 37 are allowed; shorten "aws-us-west-2", the pool's by 1/,
    );
  });
});

const clusters = fc.stringMatching(/^[a-z]([a-z0-9-]{0,40}[a-z0-9])?$/);
const slots = fc.integer({ min: 0, max: 1023 });
const shortNames = fc.stringMatching(/^[a-z]([a-z0-9-]{0,10}[a-z0-9])?$/);
