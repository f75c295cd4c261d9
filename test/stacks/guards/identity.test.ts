import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { record } from "../../../preview/record/record";
import { refuseOtherIdentity } from "../../../stacks/guards/identity";
import { identityOf } from "../../../plan/rollout/clusterReplacements";
import { eksPlan } from "../../components/fixtures/eks";

describe("refuseOtherIdentity", () => {
  const recorded = () => Promise.resolve({ config: "", clusters: { "aws-usw2": { ...identityOf(eksPlan), pools: {}, maxReplicas: {} } } });

  it("stops a preview as well as an update, with one sentence", async () => {
    for (const preview of [true, false])
      await assert.rejects(
        record(() => refuseOtherIdentity({ ...eksPlan, slot: 7 }, recorded, "prod-traffic"), { preview }),
        (error) => pulumi.RunError.isInstance(error) && error.message.startsWith("clusters.aws-usw2.slot: 7 makes another cluster"),
      );
  });

  it("lets a cluster be made that was never recorded, and a stack that was never updated", async () => {
    await record(() => refuseOtherIdentity({ ...eksPlan, name: "new" }, recorded, undefined));
    await record(() => refuseOtherIdentity(eksPlan, () => Promise.resolve(undefined), undefined));
  });
});
