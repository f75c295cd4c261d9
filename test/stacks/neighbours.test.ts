import assert from "node:assert/strict";
import { record } from "../../preview/record/record";
import type { FleetConfig } from "../../config";
import { deploy } from "../../stacks/deploy";
import { planStack } from "../../plan";
import { assertWaits } from "../components/fixtures/order";
import { at, ofType, only } from "../components/fixtures/recording";
import { fleet, fleetStack, usw1, usw2 } from "../plan/fleets";
import type { Recording } from "../../preview/record/recording";

const probeType = "kubernetes:monitoring.coreos.com/v1:Probe";
const probesOf = { "aws-usw2": "aws-usw2-0-probes-probe", "gcp-usw1": "gcp-usw1-2-probes-probe" };

const monitored: FleetConfig = {
  ...fleet,
  clusters: { "aws-usw2": usw2, "gcp-usw1": usw1 },
  platform: {
    monitoring: {
      engine: "kubePrometheusStack",
      retentionDays: 15,
      storageGiB: 50,
      probes: { intervalSeconds: 15, latencyMilliseconds: 500 },
    },
  },
};

describe("introduce", function () {
  this.timeout(120_000);

  let whole: Recording;
  before(async () => {
    whole = await recordFleet(monitored);
  });

  it("S0.101 tells every cluster the addresses of all others, and nobody its own", () => {
    assert.equal(ofType(whole, probeType).length, 2);
    for (const [cluster, name] of Object.entries(probesOf)) {
      const targets = at(only(whole, probeType, name).inputs, "spec", "targets", "staticConfig", "static");
      assert.ok(Array.isArray(targets));
      const seen = new Set(targets.map((target) => /^http:\/\/203\.0\.113\.\d+:80\/ready#([^/]+)\//.exec(String(target))?.[1]));
      assert.deepEqual(
        [...seen],
        Object.keys(probesOf).filter((other) => other !== cluster),
      );
    }
  });

  it("has its objects gone before what brings their kinds, and no cluster wait for another", () => {
    const kinds = only(whole, "kubernetes:helm.sh/v3:Release", "aws-usw2-0-monitoring-kinds");
    assertWaits(whole, only(whole, probeType, probesOf["aws-usw2"]), kinds);
    for (const { options, name } of ofType(whole, "gateway-fleet:fleet:Cluster")) assert.deepEqual(options.dependsOn, [], name);
  });

  it("goes with an upgrade in waves, whose later clusters' addresses the earlier ones are told", async () => {
    const recording = await recordFleet({ ...monitored, upgrade: { to: "1.36", waves: [["aws-usw2"], ["gcp-usw1"]] } });
    const early = only(recording, probeType, probesOf["aws-usw2"]);
    assert.ok(early.options.dependsOn.some((urn) => urn.includes("gcp-usw1")));
    assert.equal(early.parent?.includes("gateway-fleet:fleet:Cluster"), false);
  });

  it("freezes what it put into a frozen cluster, and goes on with the others", async () => {
    const unreachable = { reason: "fire in the building", until: "2026-12-01" };
    const recording = await recordFleet({ ...monitored, clusters: { "aws-usw2": { ...usw2, unreachable }, "gcp-usw1": usw1 } });
    const frozen = only(recording, probeType, probesOf["aws-usw2"]).options;
    assert.deepEqual([frozen.ignoreChanges, frozen.hooks], [["*"], ["beforeCreate:aws-usw2-frozen"]]);
    const free = only(recording, probeType, probesOf["gcp-usw1"]).options;
    assert.deepEqual([free.ignoreChanges, free.hooks], [[], ["beforeCreate:gcp-usw1-answers", "beforeUpdate:gcp-usw1-answers"]]);
  });
});

function recordFleet(config: FleetConfig): Promise<Recording> {
  return record(() => deploy(planStack(fleetStack(config))), { preview: true, outputs: (type) => addresses[type] });
}

/** As the clouds would have handed them out. */
const addresses: Readonly<Record<string, Record<string, string>>> = {
  "aws:ec2/eip:Eip": { publicIp: "203.0.113.1" },
  "gcp:compute/address:Address": { address: "203.0.113.3" },
};
