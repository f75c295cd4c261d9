import assert from "node:assert/strict";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { loadStack } from "../../../config/file/load";
import { planStack } from "../../../plan";
import { requireAuthPlugins } from "../../../stacks/guards/preflight";

const { clusters } = planStack(loadStack(join(__dirname, "../../.."), "prod")).fleet;

describe("requireAuthPlugins", () => {
  it("is content when every cloud's plugin is installed", () => {
    requireAuthPlugins(clusters, () => true);
  });

  it("lists all that are missing at once, who needs them and where to get them, without a stack trace", () => {
    assert.throws(
      () => requireAuthPlugins(clusters, (command) => command === "aws"),
      (error) =>
        pulumi.RunError.isInstance(error) &&
        /kubelogin, for az-eus, az-wus2: https:/.test(error.message) &&
        /gke-gcloud-auth-plugin, for gcp-usc1, gcp-usw1: /.test(error.message) &&
        !error.message.includes("aws"),
    );
  });

  it("asks for none that no cluster of the plan needs", () => {
    requireAuthPlugins(
      clusters.filter(({ cloud }) => cloud === "gcp"),
      (command) => command === "gke-gcloud-auth-plugin",
    );
  });

  it("asks for none to reach what is unreachable anyway", () => {
    const frozen = clusters.map((cluster) => ({ ...cluster, unreachable: { reason: "fire", until: "2026-12-01" } }));
    requireAuthPlugins(frozen, () => false);
  });

  it("finds commands on PATH", () => {
    const before = process.env["PATH"];
    process.env["PATH"] = "";
    try {
      assert.throws(() => requireAuthPlugins(clusters), /aws, for aws-use1, aws-usw2/);
    } finally {
      process.env["PATH"] = before;
    }
  });
});
