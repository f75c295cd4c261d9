import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { identityOf } from "../../../plan/rollout/clusterReplacements";
import { record } from "../../../preview/record/record";
import { announceChanges } from "../../../stacks/guards/announcements";
import type { Recorded } from "../../../stacks/recorded";
import { gkePlan } from "../../components/fixtures/gke";

const closed = { ...gkePlan, apiAccess: { mode: "private" } as const };

function recorded(apiAccess: string | undefined): Recorded {
  const cluster = { ...identityOf(gkePlan), apiAccess, pools: {}, maxReplicas: {} };
  return () => Promise.resolve({ config: "", clusters: { [gkePlan.name]: cluster } });
}

describe("announceChanges", () => {
  const said = async (...args: Parameters<typeof announceChanges>): Promise<readonly string[]> => {
    const { warn } = pulumi.log;
    const warnings: string[] = [];
    Object.assign(pulumi.log, { warn: (message: string) => Promise.resolve(void warnings.push(message)) });
    try {
      await record(() => announceChanges(...args));
    } finally {
      Object.assign(pulumi.log, { warn });
    }
    return warnings;
  };

  it("says in a preview what the last update's record lets foresee", async () => {
    const [warning = "", ...others] = await said(closed, recorded("restricted"));
    assert.match(warning, /^gcp-usw1: apiAccess goes from restricted to private, .* run it from a network that leads there/);
    assert.deepEqual(others, []);
  });

  it("is silent where nothing changes, where an older program recorded less, and of a frozen cluster", async () => {
    assert.deepEqual(await said(closed, recorded("private")), []);
    assert.deepEqual(await said(closed, recorded(undefined)), []);
    assert.deepEqual(await said({ ...closed, unreachable: { reason: "broken", until: "2026-12-01" } }, recorded("restricted")), []);
    assert.deepEqual(await said(closed, () => Promise.resolve(undefined)), []);
  });
});
