import assert from "node:assert/strict";
import fc from "fast-check";
import type { FleetConfig } from "../../../config";
import { ConfigError } from "../../../config/file/problems";
import { planStack } from "../../../plan";
import { upgradeFindings, upgradePlan } from "../../../plan/rollout/upgradeWaves";
import { fleet, fleets, fleetStack, usw2 } from "../fleets";

const upgrade = { to: "1.36", waves: [["gcp-usw1"], ["az-wus2", "aws-usw2"]] };

describe("an upgrade in waves", () => {
  it("plans the new minor for clusters of the waves, and leaves the others where they are", () => {
    const { fleet: plan } = planned({ ...fleet, upgrade: { to: "1.36", waves: [["gcp-usw1"], ["aws-usw2"]] } });
    assert.deepEqual(
      plan.clusters.map(({ name, kubernetes }) => `${name} ${kubernetes}`),
      ["aws-usw2 1.36", "az-wus2 1.35", "gcp-usw1 1.36"],
    );
    assert.equal(plan.clusters[0]?.cloud === "aws" ? plan.clusters[0].versions.clusterAutoscaler.image : "", "v1.36.1");
  });

  it("has its waves in the file's order, and within a wave the order of names", () => {
    assert.deepEqual(planned({ ...fleet, upgrade }).upgrade, {
      to: "1.36",
      waves: [
        [{ cluster: "gcp-usw1", from: "1.35" }],
        [
          { cluster: "aws-usw2", from: "1.35" },
          { cluster: "az-wus2", from: "1.35" },
        ],
      ],
    });
    assert.equal(upgradePlan(fleet), undefined);
  });

  it("comes to the very plan that the raised clusters have by themselves, so that its removal changes nothing", () => {
    fc.assert(
      fc.property(fleets, fc.integer({ min: 1, max: 8 }), (config, size) => {
        const names = Object.keys(config.clusters);
        const waves = Array.from({ length: Math.ceil(names.length / size) }, (_, wave) => names.slice(wave * size, (wave + 1) * size));
        const raised = Object.fromEntries(
          Object.entries(config.clusters).map(([name, cluster]) => [name, { ...cluster, kubernetes: "1.36" }]),
        );
        assert.deepEqual(planned({ ...config, upgrade: { to: "1.36", waves } }).fleet, planned({ ...config, clusters: raised }).fleet);
      }),
    );
  });

  it("refuses a cluster that is unknown, named twice, already there, above, two minors below, or frozen, each with its remedy", () => {
    const clusters = {
      ...fleet.clusters,
      behind: { ...usw2, slot: 5, kubernetes: "1.34" },
      ahead: { ...usw2, slot: 6, kubernetes: "1.37" },
      there: { ...usw2, slot: 7, kubernetes: "1.36" },
      frozen: { ...usw2, slot: 8, unreachable: { reason: "drill", until: "2026-12-01" } },
    };
    const waves = [["aws-usw2", "aws-usw3"], ["aws-usw2"], ["there", "ahead", "behind", "frozen"]];
    assert.deepEqual(
      upgradeFindings({ clusters, upgrade: { to: "1.36", waves } }).map(({ path, message }) => `${path.join(".")}: ${message}`),
      [
        'upgrade.waves.0.1: "aws-usw3" is not in clusters; did you mean "aws-usw2"?',
        'upgrade.waves.1.0: "aws-usw2" is already in wave 1; a cluster is upgraded once, name it once',
        'upgrade.waves.2.0: "there" is already on 1.36 (clusters.there.kubernetes); take it out of its wave, or remove upgrade once every cluster says 1.36',
        'upgrade.waves.2.1: "ahead" is on 1.37, above 1.36, and no cloud lowers a version; take it out of its wave',
        'upgrade.waves.2.2: "behind" is on 1.34, and clouds raise one minor at a time; upgrade it to 1.35 first',
        'upgrade.waves.2.3: "frozen" is frozen until 2026-12-01 (drill), so that nothing of it would be upgraded; take it out of its wave, or remove clusters.frozen.unreachable',
      ],
    );
  });

  it("says at upgrade.to that a minor has no versions or dates, and at the cluster that is in no wave", () => {
    const found = problems({ ...fleet, upgrade: { to: "1.38", waves: [["aws-usw2"]] } });
    assert.ok(
      found.length > 0 && found.every(({ path }) => path === "upgrade.to" || path === "upgrade.waves[0][0]"),
      JSON.stringify(found),
    );
  });
});

function planned(config: FleetConfig) {
  const plan = planStack(fleetStack(config));
  assert.ok(plan.kind === "fleet");
  return plan;
}

function problems(config: FleetConfig) {
  try {
    planned(config);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error));
    return error.problems;
  }
}
