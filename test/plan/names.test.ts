import assert from "node:assert/strict";
import fc from "fast-check";
import { aksNames, eksNames, gkeNames, limits, nameFindings, poolName } from "../../stacks/plan/names";

describe("physical names", () => {
  it("begin with fleet and environment where they are unique beyond a cluster", () => {
    const naming = { fleet: "gateway", environment: "prod", cluster: "aws-usw2" };
    assert.deepEqual(eksNames(naming), {
      clusterRole: "gateway-prod-aws-usw2-cluster",
      nodeRole: "gateway-prod-aws-usw2-node",
      cniRole: "gateway-prod-aws-usw2-cni",
      loadBalancerControllerRole: "gateway-prod-aws-usw2-balancer",
      loadBalancer: "gateway-prod-aws-usw2",
    });
    assert.deepEqual(aksNames({ ...naming, cluster: "az-eus" }), {
      resourceGroup: "gateway-prod-az-eus",
      nodeResourceGroup: "gateway-prod-az-eus_nodes",
      frontDoorAddress: "az-eus-gateway",
    });
    assert.deepEqual(gkeNames({ ...naming, cluster: "gcp-usw1" }), {
      nodeServiceAccount: "gateway-prod-gcp-usw1",
      frontDoorAddress: "gateway-prod-gcp-usw1-gateway",
    });
  });

  it("differ between clusters, whatever those are called", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(clusters, { minLength: 2, maxLength: 8 }),
        fc.constantFrom(eksNames, aksNames, gkeNames),
        (names, namesOf) => {
          const all = names.flatMap((cluster) => Object.values(namesOf({ fleet: "f", environment: "e", cluster })));
          assert.equal(new Set(all).size, all.length);
        },
      ),
    );
  });

  it("without a finding are within every limit of their cloud", () => {
    fc.assert(
      fc.property(shortNames, shortNames, clusters, (fleet, environment, cluster) => {
        const naming = { fleet, environment, cluster };
        if (nameFindings("aws", naming, ["general-spot"]).length === 0) {
          const { loadBalancer, ...roles } = eksNames(naming);
          assert.ok(loadBalancer.length <= 32 && Object.values(roles).every((role) => role.length <= 64));
          assert.ok(poolName.aws(cluster, "general-spot").length + 26 <= 63, "the provider adds 26 characters to a prefix");
        }
        if (nameFindings("azure", naming, []).length === 0) {
          const { resourceGroup, nodeResourceGroup, frontDoorAddress } = aksNames(naming);
          assert.ok(cluster.length <= 54 && resourceGroup.length <= 63 && nodeResourceGroup.length <= 80 && frontDoorAddress.length <= 80);
        }
        if (nameFindings("gcp", naming, []).length === 0) {
          const { nodeServiceAccount, frontDoorAddress } = gkeNames(naming);
          assert.match(nodeServiceAccount, /^[a-z][-a-z0-9]{4,28}[a-z0-9]$/);
          assert.ok(cluster.length <= 40 && frontDoorAddress.length <= 63);
        }
      }),
    );
  });

  it("beyond a limit are told with their length, the limit and the remedy", () => {
    const long = { fleet: "gateway", environment: "production", cluster: "aws-us-west-22" };
    assert.deepEqual(nameFindings("aws", long, []), [
      {
        path: ["clusters", "aws-us-west-22"],
        message:
          '"gateway-production-aws-us-west-22", the name of a network load balancer, has 33 characters, at most 32 are allowed; ' +
          'shorten "aws-us-west-22", settings.name or settings.environment by 1 ' +
          `(${limits.loadBalancer.source})`,
      },
    ]);
    assert.deepEqual(
      nameFindings("gcp", { fleet: "a", environment: "b", cluster: "c" }, []).map(({ message }) => message.split(" (")[0]),
      ['"a-b-c", the name of a Google service account, has 5 characters, at least 6 are needed; choose a longer cluster name'],
    );
    const gke = nameFindings("gcp", { fleet: "f", environment: "e", cluster: "c".repeat(41) }, []);
    assert.match(gke[0]?.message ?? "", /a GKE cluster, has 41 characters, at most 40 are allowed; shorten "c{41}" by 1 \(https/);
  });

  it("count a pool's key into a node group's prefix", () => {
    const [finding, ...others] = nameFindings("aws", { fleet: "f", environment: "e", cluster: "aws-us-west-2" }, [
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
const shortNames = fc.stringMatching(/^[a-z]([a-z0-9-]{0,10}[a-z0-9])?$/);
