import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { record } from "../../../preview/record/record";
import { identityOf } from "../../../plan/rollout/clusterReplacements";
import { announceLostTraffic } from "../../../stacks/guards/lostTraffic";
import { eksPlan } from "../../components/fixtures/eks";

const recorded = (servedBy: string | undefined) => () =>
  Promise.resolve({ config: "", servedBy, clusters: { "aws-usw2": { ...identityOf(eksPlan), pools: {}, maxReplicas: {} } } });

describe("announceLostTraffic", () => {
  const said = async (...args: Parameters<typeof announceLostTraffic>): Promise<readonly string[]> => {
    const { warn } = pulumi.log;
    const warnings: string[] = [];
    Object.assign(pulumi.log, {
      warn: (message: string) => {
        warnings.push(message);
        return Promise.resolve();
      },
    });
    try {
      await record(() => announceLostTraffic(...args));
    } finally {
      Object.assign(pulumi.log, { warn });
    }
    return warnings;
  };

  it("says that the traffic stack of the last update serves no more, as far as the files tell", async () => {
    const [warning = "", ...others] = await said([eksPlan], {}, recorded("prod-traffic"));
    assert.match(warning, /^prod-traffic answered with this fleet's addresses .*; bring Pulumi\.prod-traffic\.yaml back/);
    assert.deepEqual(others, []);
    assert.equal((await said([eksPlan], { "aws-usw2": "other" }, recorded("prod-traffic"))).length, 1);
  });

  it("stops a run that takes a cluster away meanwhile, or makes another one of it", async () => {
    for (const clusters of [[], [{ ...eksPlan, slot: 7 }]])
      await assert.rejects(
        said(clusters, {}, recorded("prod-traffic")),
        (error) => pulumi.RunError.isInstance(error) && /while this update takes away aws-usw2; bring/.test(error.message),
      );
  });

  it("is silent where the file is there, where there was none, and before the first update", async () => {
    assert.deepEqual(await said([], { "aws-usw2": "prod-traffic" }, recorded("prod-traffic")), []);
    assert.deepEqual(await said([], {}, recorded(undefined)), []);
    assert.deepEqual(await said([], {}, () => Promise.resolve(undefined)), []);
  });
});
