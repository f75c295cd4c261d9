import assert from "node:assert/strict";
import { planStack } from "../../../plan";
import { at } from "../../components/fixtures/recording";
import { fleet } from "../fleets";

describe("the plan of configuration sync", () => {
  const planned = (configSync?: object) => {
    const platform = configSync === undefined ? {} : { configSync: { ...sync, ...configSync } };
    return planStack({ kind: "fleet", stack: "prod", fleet: { ...fleet, platform } }).fleet.clusters;
  };
  const sync = { engine: "flux", repository: "https://git.example.com/c", branch: "main", path: "clusters", intervalMinutes: 5 } as const;

  it("S0.177 has every cluster look every five minutes, at a folder of its own", () => {
    assert.deepEqual(
      planned({}).map(({ platform: { configSync } }) => {
        const { spec } = configSync?.objects.find(({ step }) => step === "kustomization")?.body ?? {};
        return [at(spec, "interval"), at(spec, "path")];
      }),
      [
        ["5m", "./clusters/aws-usw2"],
        ["5m", "./clusters/az-wus2"],
        ["5m", "./clusters/gcp-usw1"],
      ],
    );
  });

  it("reaches the namespaces of the workloads, and no other", () => {
    for (const { platform } of planned({})) {
      const rights = platform.configSync?.objects.filter(({ kind }) => kind === "RoleBinding");
      assert.deepEqual(
        rights?.map(({ namespace }) => namespace),
        ["api-gateway"],
      );
    }
  });

  it("is nothing where nobody asks for it", () => {
    for (const { platform } of planned()) assert.deepEqual(platform, {});
  });
});
