import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { record } from "../../../preview/record/record";
import { refuseOtherIdentity, refuseOtherVersion } from "../../../stacks/guards/identity";
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

describe("refuseOtherVersion", () => {
  const word = "clusters.aws-usw2.kubernetes";
  const running = (kubernetes: string | undefined) => () =>
    Promise.resolve({ config: "", clusters: { "aws-usw2": { ...identityOf(eksPlan), pools: {}, maxReplicas: {}, kubernetes } } });

  it("stops a preview as well as an update that would lower a cluster or skip a minor", async () => {
    for (const preview of [true, false])
      for (const kubernetes of ["1.36", "1.33"])
        await assert.rejects(
          record(() => refuseOtherVersion(eksPlan, running(kubernetes), word), { preview }),
          (error) => pulumi.RunError.isInstance(error) && error.message.startsWith(`${word}: "1.35" is `),
        );
  });

  it("lets a cluster stay, rise by one, and be one of which nobody recorded the minor", async () => {
    for (const kubernetes of ["1.35", "1.34", undefined]) await record(() => refuseOtherVersion(eksPlan, running(kubernetes), word));
  });

  it("stops the first update of a cluster of a minor that only extended support has", async () => {
    const first = () => Promise.resolve(undefined);
    await assert.rejects(
      record(() => refuseOtherVersion({ ...eksPlan, kubernetes: "1.32", support: "extended" }, first, word)),
      (error) => pulumi.RunError.isInstance(error) && error.message.includes("has only extended support left since 2026-03-23"),
    );
  });
});
