import assert from "node:assert/strict";
import { complaints, type Edit, edited } from "../project";

const complaintsOf = (...edits: readonly Edit[]) =>
  complaints({ prod: edited("prod", [["platform"], { monitoring: { engine: "kubePrometheusStack" } }], ...edits) }, "prod");
const at = (...path: readonly string[]) => ["platform", "monitoring", ...path];

describe("platform.monitoring", () => {
  it("needs its engine and nothing more", () => {
    assert.deepEqual(complaintsOf(), []);
    assert.match(complaintsOf([at("engine"), "thanos"]).join(), /monitoring\.engine: "thanos" .*kubePrometheusStack/);
  });

  it("refuses a limit of latency that no probe lives to see, and probes that overlap", () => {
    assert.match(complaintsOf([at("probes"), { latencyMilliseconds: 5000 }]).join(), /latencyMilliseconds: 5000 is above the maximum 4999/);
    assert.match(complaintsOf([at("probes"), { intervalSeconds: 4 }]).join(), /intervalSeconds: 4 is below the minimum 5/);
  });

  it("refuses a volume that is too small for a day, and a retention of nothing", () => {
    assert.match(complaintsOf([at("storageGiB"), 1]).join(), /storageGiB: 1 is below the minimum 5/);
    assert.match(complaintsOf([at("retentionDays"), 0]).join(), /retentionDays: 0 is below the minimum 1/);
  });

  it("takes names of Secrets and nothing that could be one", () => {
    assert.match(complaintsOf([at("grafana"), { adminSecret: "Hunter2!" }]).join(), /adminSecret: "Hunter2!" is not a name/);
    assert.match(complaintsOf([at("grafana"), { adminPassword: "hunter2" }]).join(), /adminPassword/);
  });
});
