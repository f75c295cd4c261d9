import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { record } from "../../../preview/record/record";
import { versionInUpdate } from "../../../stacks/cluster/gkeNodeVersion";
import type { Deployed, DeployedPool } from "../../../plan/model/outputs";
import { gkePlan } from "../../components/fixtures/gke";
import { poolOf } from "../../components/fixtures/plans";

const general = poolOf(gkePlan, "general");
const upgraded = "1.35.8-gke.1041000";

describe("the version of a GKE pool's nodes", () => {
  it("is the control plane's in the update that raises the minor: the exclusion that keeps minors to the stack file holds for nodes too", async () => {
    assert.equal(await versionAfter({ minor: "1.34" }), upgraded);
  });

  it("is nobody's business otherwise: GKE has patched nodes since, and the recorded version would undo that", async () => {
    assert.equal(await versionAfter({ minor: "1.35" }), undefined);
  });

  it("is left out for a new pool, which gets the control plane's, and for one whose record does not say", async () => {
    assert.equal(await versionAfter(undefined), undefined);
    assert.equal(await versionAfter({}), undefined);
  });
});

async function versionAfter(recorded: Pick<DeployedPool, "minor"> | undefined): Promise<unknown> {
  const pools = recorded === undefined ? {} : { general: { physicalName: "general", fingerprint: "", max: 20, ...recorded } };
  const deployed: Deployed = {
    config: "",
    clusters: { [gkePlan.name]: { cloud: "gcp", region: "us-west1", slot: 4, forLife: {}, pools, maxReplicas: {} } },
  };
  const { outputs } = await record(() => ({
    version: versionInUpdate(gkePlan, general, () => Promise.resolve(deployed), pulumi.output(upgraded)),
  }));
  return outputs["version"];
}
