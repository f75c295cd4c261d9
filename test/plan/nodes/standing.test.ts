import assert from "node:assert/strict";
import fc from "fast-check";
import type { FleetConfig } from "../../../config";
import { ConfigError } from "../../../config/file/problems";
import { planStack } from "../../../plan";
import { planned, refusals } from "../edits";
import { clouds, everyEngine, fleet, fleetStack, general } from "../fleets";

const spot = (of: "aws" | "azure" | "gcp") => ["clouds", of, "spot", "percent"];

describe("a cluster without a node for its own pods", () => {
  it("is refused where its cloud puts everything on spot, once for all clusters, with where to write what", () => {
    assert.deepEqual(refusals([spot("aws"), 100]).filter(isStanding), [
      "clouds.aws.spot.percent: 100 puts every node of every pool on spot, so that aws-use1 and aws-usw2 have no on-demand node from the start, " +
        "and CoreDNS, the autoscaler, the load balancer controller tolerate no spot node and would wait for ever; " +
        "write 99 or less, or spotPercent: 99 or less on nodePools.general",
    ]);
    assert.match(refusals([spot("gcp"), 100]).find(isStanding) ?? "", /^clouds\.gcp\.spot\.percent: .* GKE's own pods, such as kube-dns/);
  });

  it("is refused where a pool does, by itself or by an override", () => {
    assert.match(
      refusals([["nodePools", "general", "spotPercent"], 100]).find(isStanding) ?? "",
      /^nodePools\.general\.spotPercent: 100 puts/,
    );
    const override = ["clusters", "aws-usw2", "overrides", "nodePools", "general", "spotPercent"];
    assert.match(
      refusals([override, 100]).find(isStanding) ?? "",
      /^clusters\.aws-usw2\.overrides\.nodePools\.general\.spotPercent: 100 puts every node of general on spot, so that aws-usw2 has no/,
    );
  });

  it("is refused where an override lets its only pool shrink to nothing", () => {
    const override = ["clouds", "gcp", "overrides", "nodePools", "general"];
    assert.match(
      refusals([override, { min: 0, initial: 0 }]).find(isStanding) ?? "",
      /^clouds\.gcp\.overrides\.nodePools\.general\.min: 0 lets general shrink to nothing, so that gcp-usc1 and gcp-usw1 have no/,
    );
  });

  it("is refused where an override taints its only pool, or makes it one of those that GKE keeps for Arm", () => {
    const taints = ["clusters", "gcp-usw1", "overrides", "nodePools", "general", "taints"];
    const taint = { key: "workload", value: "other", effect: "NoSchedule" };
    assert.match(refusals([taints, [taint]]).find(isStanding) ?? "", /^nodePools: every pool has taints, so that gcp-usw1 has no/);
    const arch = ["clusters", "gcp-usw1", "overrides", "nodePools", "general", "shape", "arch"];
    // GKE's own pods run on Arm too, engines have no toleration for it.
    assert.deepEqual(refusals([arch, "arm64"]).filter(isStanding), []);
    const platform = [["platform", "eventScaling"], { engine: "keda" }] as const;
    assert.match(
      refusals([arch, "arm64"], platform).find(isStanding) ?? "",
      /^clusters\.gcp-usw1\.overrides\.nodePools\.general\.shape\.arch: arm64 is kept free by the cloud's own taint kubernetes\.io\/arch=arm64:NoSchedule/,
    );
  });

  it("is fine on AKS, whose system pool takes them, until an engine is asked for", () => {
    assert.deepEqual(refusals([spot("azure"), 100]), []);
    const platform = [["platform", "eventScaling"], { engine: "keda" }] as const;
    assert.match(
      refusals([spot("azure"), 100], platform).find(isStanding) ?? "",
      /^clouds\.azure\.spot\.percent: 100 puts .*, and the engines of platform tolerate no spot node/,
    );
  });

  it("is planned with what the refusal advises", () => {
    assert.deepEqual(refusals([spot("aws"), 99]).filter(isStanding), []);
    assert.deepEqual(refusals([spot("aws"), 100], [["nodePools", "general", "spotPercent"], 99]).filter(isStanding), []);
  });

  it("is never planned, whatever pools and shares there are: an on-demand node is there for everybody from the start", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5 }),
        fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
        fc.integer({ min: 0, max: 100 }),
        fc.constantFrom("availability" as const, "strictMax" as const),
        fc.boolean(),
        (min, spotPercent, percent, policy, engines) => {
          const share = { spot: { percent, policy } };
          const config: FleetConfig = {
            ...fleet,
            clouds: { aws: { ...clouds.aws, ...share }, azure: { ...clouds.azure, ...share }, gcp: { ...clouds.gcp, ...share } },
            nodePools: { general: { ...general, min, initial: min, spotPercent } },
            platform: engines ? { eventScaling: everyEngine.eventScaling } : {},
          };
          const clusters = clustersOf(config);
          for (const { cloud, pools } of clusters)
            assert.ok(
              (cloud === "azure" && !engines) ||
                pools.some(({ capacityType, bounds, initial }) => capacityType === "on-demand" && bounds.min > 0 && initial > 0),
            );
        },
      ),
    );
  });

  it("is none of production's", () => {
    assert.equal(planned().fleet.clusters.length, 6);
  });
});

function isStanding(refusal: string): boolean {
  return refusal.includes("no on-demand node from the start");
}

function clustersOf(config: FleetConfig) {
  try {
    return planStack(fleetStack(config)).fleet.clusters;
  } catch (error) {
    if (error instanceof ConfigError) return [];
    throw error;
  }
}
