import assert from "node:assert/strict";
import { record } from "../../preview/record/record";
import { deploy } from "../../stacks/deploy";
import { planStack } from "../../plan";
import { ofType } from "../components/fixtures/recording";
import { fleet, fleetStack } from "../plan/fleets";
import type { Recording } from "../../preview/record/recording";

const clusterRoot = "gateway-fleet:fleet:Cluster";

describe("an upgrade in waves", function () {
  this.timeout(60_000);
  let recording: Recording;

  before(async () => {
    recording = await recordFleet([["gcp-usw1"], ["aws-usw2"]]);
  });

  it("makes everything of a cluster wait for everything of the clusters of earlier waves", () => {
    const first = below(recording, "gcp-usw1-2").filter(({ custom }) => custom);
    assert.ok(
      first.some(({ type }) => type === "gcp:container/nodePool:NodePool") && first.some(({ type }) => type.startsWith("kubernetes:apps/")),
    );
    assert.deepEqual(rootOf(recording, "aws-usw2-0").dependsOn, first.map(({ urn }) => urn).sort());
    assert.deepEqual(rootOf(recording, "gcp-usw1-2").dependsOn, []);
  });

  it("leaves clusters that are in no wave alone, and lets nobody wait for them", () => {
    assert.deepEqual(rootOf(recording, "az-wus2-1").dependsOn, []);
    assert.ok(!rootOf(recording, "aws-usw2-0").dependsOn.some((urn) => urn.includes("az-wus2")));
  });

  it("hangs every resource of a cluster below what waits, so that none is passed by", () => {
    const roots = new Set(ofType(recording, clusterRoot).map(({ urn }) => urn));
    for (const { name } of ofType(recording, clusterRoot))
      for (const { urn, parent } of below(recording, name)) assert.ok(parent !== undefined || roots.has(urn), urn);
    const stray = recording.resources.filter(({ parent, urn }) => parent === undefined && !roots.has(urn));
    assert.deepEqual(
      stray.map(({ type }) => type),
      [],
    );
  });

  it("upgrades each control plane before its pools", () => {
    const controls = {
      "aws:eks/nodeGroup:NodeGroup": "aws:eks/cluster:Cluster",
      "azure-native:containerservice:AgentPool": "azure-native:containerservice:ManagedCluster",
      "gcp:container/nodePool:NodePool": "gcp:container/cluster:Cluster",
    };
    for (const [pool, control] of Object.entries(controls))
      for (const {
        options: { dependsOn },
        name,
      } of ofType(recording, pool))
        assert.ok(
          dependsOn.some((urn) => urn.includes(`$${control}::`)),
          name,
        );
  });

  it("is gone without a trace once it is out of the file: no cluster waits for another", async () => {
    const { resources } = await recordFleet(undefined);
    for (const { options } of resources.filter(({ type }) => type === clusterRoot)) assert.deepEqual(options.dependsOn, []);
  });
});

async function recordFleet(given: readonly (readonly string[])[] | undefined): Promise<Recording> {
  const upgrade = given === undefined ? undefined : { to: "1.36", waves: given.map((wave) => [...wave]) };
  const plan = planStack(fleetStack({ ...fleet, upgrade }));
  return record(() => deploy(plan), { preview: true });
}

function rootOf(recording: Recording, name: string) {
  const root = ofType(recording, clusterRoot).find((resource) => resource.name === name);
  assert.ok(root !== undefined, name);
  return root.options;
}

/** Everything below a cluster's root, the root itself left out. */
function below({ resources }: Recording, root: string) {
  const inside = new Set(resources.filter(({ type, name }) => type === clusterRoot && name === root).map(({ urn }) => urn));
  return resources.filter(({ urn, parent }) => {
    const isInside = parent !== undefined && inside.has(parent);
    if (isInside) inside.add(urn);
    return isInside;
  });
}
