import assert from "node:assert/strict";
import type { CloudResource } from "../../../lab/clouds/simulator/store";
import { recover } from "../../../lab/engine/recover";

describe("bringing a stack back from a crash", () => {
  const router: CloudResource = {
    type: "gcp:compute/router:Router",
    id: "router-1",
    urn: "urn:pulumi:prod::gateway-fleet::gcp:compute/router:Router::router",
    inputs: {},
    outputs: {},
    hidden: {},
  };
  let takenBack: CloudResource[];
  let said: string[];
  let isForgotten: boolean;

  beforeEach(() => {
    takenBack = [];
    said = [];
    isForgotten = false;
  });

  it("takes back from the clouds what they had made for an engine whose lab was killed before they answered", async () => {
    await recoverFrom({ wasCutOff: true, inClouds: [router] });
    assert.deepEqual(takenBack, [router]);
    assert.deepEqual(said, ["recovered prod after a crash: 0 resources adopted, 1 taken back that the engine never heard of"]);
    assert.ok(isForgotten, "the next one would be taken for cut off, too");
  });

  it("refuses where no operation was cut off: then somebody took it out of the state, and knows why", async () => {
    await assert.rejects(
      recoverFrom({ wasCutOff: false, inClouds: [router] }),
      /does not know, and nothing was changed:\n {2}gcp.*router-1/,
    );
    assert.deepEqual(takenBack, []);
    assert.ok(!isForgotten);
  });

  it("does nothing where nothing crashed", async () => {
    await recoverFrom({ wasCutOff: false, inClouds: [] });
    assert.deepEqual([said, takenBack], [[], []]);
  });

  it("forgets a crash that left nothing behind, without a word", async () => {
    await recoverFrom({ wasCutOff: true, inClouds: [] });
    assert.deepEqual([said, takenBack], [[], []]);
    assert.ok(isForgotten, "what somebody takes out of the state later would be taken back");
  });

  function recoverFrom({
    wasCutOff,
    inClouds,
  }: {
    readonly wasCutOff: boolean;
    readonly inClouds: readonly CloudResource[];
  }): Promise<void> {
    const clouds = {
      madeBy: () => inClouds,
      takeBack: (resource: CloudResource) => Promise.resolve(void takenBack.push(resource)),
    };
    const engine = {
      stack: "prod",
      exists: () => true,
      // Process 0 is none of this machine's.
      lastProcess: () => (wasCutOff ? { pid: 0, startTicks: 1 } : undefined),
      forgetLastProcess: () => {
        isForgotten = true;
      },
      isLocked: () => false,
      releaseLock: () => assert.fail("nothing is locked"),
      state: () => ({ version: 3, deployment: {} }),
      importState: () => assert.fail("nothing is to be imported"),
    };
    return recover({ clouds }, engine, (line) => said.push(line));
  }
});
