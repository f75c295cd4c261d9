import assert from "node:assert/strict";
import { record } from "../../preview/record/record";
import type { FleetConfig } from "../../config";
import { deploy } from "../../stacks/deploy";
import { planStack } from "../../plan";
import { assertWaits } from "../components/fixtures/order";
import { ofType, only } from "../components/fixtures/recording";
import { fleet, fleetStack, general, usw1, usw2 } from "../plan/fleets";
import type { Recording } from "../../preview/record/recording";

const entryType = "kubernetes:networking.istio.io/v1:ServiceEntry";
const networksName = { aws: "aws-usw2-0-mesh-neighbours-gateways", gcp: "gcp-usw1-2-mesh-neighbours-gateways" };

const meshed: FleetConfig = {
  ...fleet,
  nodePools: { general: { ...general, max: 28 } },
  clusters: { "aws-usw2": usw2, "gcp-usw1": usw1 },
  platform: {
    mesh: { engine: "istio", trustDomain: "cluster.local", crossCluster: { exposure: "internal", allowedCidrs: ["10.0.0.0/8"] } },
  },
};

describe("a mesh over clusters", function () {
  this.timeout(120_000);

  let whole: Recording;
  before(async () => {
    whole = await recordFleet(meshed);
  });

  it("S0.98 has the way to the others in every cluster, gone before what brings its kinds", () => {
    assert.equal(ofType(whole, entryType).length, 2);
    const entry = only(whole, entryType, "aws-usw2-0-mesh-neighbours-api-gateway-endpoints");
    assertWaits(whole, entry, only(whole, "kubernetes:helm.sh/v3:Release", "aws-usw2-0-istio-base"));
  });

  it("S0.97 starts no workload before whoever injects its sidecar", () => {
    const workload = only(whole, "gateway-fleet:workload:Workload", "aws-usw2-0-api-gateway");
    assertWaits(whole, workload, only(whole, "kubernetes:helm.sh/v3:Release", "aws-usw2-0-istio-istiod"));
  });

  it("goes with an upgrade in waves: the earlier clusters are told of the later ones without waiting for them", async () => {
    const recording = await recordFleet({ ...meshed, upgrade: { to: "1.36", waves: [["aws-usw2"], ["gcp-usw1"]] } });
    const early = only(recording, "kubernetes:core/v1:ConfigMap", networksName.aws);
    assert.ok(early.options.dependsOn.some((urn) => urn.includes("gcp-usw1")));
    assert.equal(early.parent?.includes("gateway-fleet:fleet:Cluster"), false);
    const root = only(recording, "gateway-fleet:fleet:Cluster", "aws-usw2-0");
    assert.deepEqual(root.options.dependsOn, []);
  });

  it("freezes what is in a frozen cluster, and goes on with the others", async () => {
    const unreachable = { reason: "fire in the building", until: "2026-12-01" };
    const recording = await recordFleet({ ...meshed, clusters: { "aws-usw2": { ...usw2, unreachable }, "gcp-usw1": usw1 } });
    const frozen = only(recording, "kubernetes:core/v1:ConfigMap", networksName.aws).options;
    assert.deepEqual(frozen.ignoreChanges, ["*"]);
    const free = only(recording, "kubernetes:core/v1:ConfigMap", networksName.gcp).options;
    assert.deepEqual(free.ignoreChanges, []);
  });
});

function recordFleet(config: FleetConfig): Promise<Recording> {
  return record(() => deploy(planStack(fleetStack(config))), { preview: true });
}
