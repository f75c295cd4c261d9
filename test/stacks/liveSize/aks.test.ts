import assert from "node:assert/strict";
import { Provider as AzureProvider } from "@pulumi/azure-native/provider";
import * as pulumi from "@pulumi/pulumi";
import { record } from "../../../preview/record/record";
import { keepAksSize, keepAksSystemSize } from "../../../stacks/liveSize/aks";
import { fingerprintOf } from "../../../plan/nodes/liveSize";
import type { DeployedPool } from "../../../plan/model/outputs";
import { aksPlan } from "../../components/fixtures/aks";
import { poolOf } from "../../components/fixtures/plans";
import { at } from "../../components/fixtures/recording";
import { argsOf, deployment } from "./transform";
import type { Recording, RecordOptions } from "../../../preview/record/recording";

const getAgentPool = "azure-native:containerservice:getAgentPool";
const general = poolOf(aksPlan, "general");

describe("keepAksSize", () => {
  const agentPool = { count: 5, minCount: 3, maxCount: 20, tags: {} };

  it("sends the live count of a pool that changes, also where an interrupted update has made its replacement already", async () => {
    const calls: unknown[] = [];
    const invoke: RecordOptions["invoke"] = (token, args) => {
      calls.push({ token, args });
      return { count: args["agentPoolName"] === general.physicalName ? 12 : 7 };
    };
    const { outputs } = await record(
      async () => {
        const provider = new AzureProvider("azure", {});
        const pools = { general: { physicalName: "generalabc12", fingerprint: "another", max: 20 } };
        const recorded = () => Promise.resolve(deployment(aksPlan.name, pools));
        const result = await keepAksSize(aksPlan, general, recorded, provider)(argsOf(agentPool));
        return { props: result?.props };
      },
      { invoke },
    );
    assert.equal(at(outputs, "props", "count"), 12);
    const cluster = { resourceGroupName: aksPlan.names.resourceGroup, resourceName: aksPlan.names.cluster };
    assert.deepEqual(calls, [
      { token: getAgentPool, args: { ...cluster, agentPoolName: "generalabc12" } },
      { token: getAgentPool, args: { ...cluster, agentPoolName: general.physicalName } },
    ]);
  });

  it("ignores the count of a pool that does not change", async () => {
    const { outputs } = await record(async () => {
      const pools = { general: { physicalName: "generalabc12", fingerprint: fingerprintOf({ ...agentPool, count: undefined }), max: 20 } };
      const recorded = () => Promise.resolve(deployment(aksPlan.name, pools));
      const result = await keepAksSize(aksPlan, general, recorded, new AzureProvider("azure", {}))(argsOf(agentPool));
      return { ignored: result?.opts.ignoreChanges };
    });
    assert.deepEqual(outputs["ignored"], ["count"]);
  });
});

describe("keepAksSystemSize", () => {
  const given = { tags: {}, agentPoolProfiles: [{ name: "system", count: 2, minCount: 2, maxCount: 4 }] };
  const systemPool = { physicalName: "system", fingerprint: "another", max: 4 };

  it("sends the live count with a cluster that changes, also where the pool holds what only the engine knows", async () => {
    for (const agentPoolProfiles of [given.agentPoolProfiles, pulumi.output(given.agentPoolProfiles)]) {
      const { outputs } = await systemSize({ ...given, agentPoolProfiles }, systemPool);
      assert.deepEqual(at(outputs, "props", "agentPoolProfiles"), [{ name: "system", count: 3, minCount: 2, maxCount: 4 }]);
    }
  });

  it("ignores the count where the cluster does not change", async () => {
    const sent = { tags: {}, agentPoolProfiles: [{ name: "system", minCount: 2, maxCount: 4 }] };
    const { outputs } = await systemSize(given, { ...systemPool, fingerprint: fingerprintOf(sent) });
    assert.deepEqual(outputs["ignored"], ["agentPoolProfiles[0].count"]);
  });

  function systemSize(props: Record<string, unknown>, lastUpdate: DeployedPool): Promise<Recording> {
    return record(
      async () => {
        const recorded = () => Promise.resolve(deployment(aksPlan.name, {}, lastUpdate));
        const result = await keepAksSystemSize(aksPlan, recorded, new AzureProvider("azure", {}))(argsOf(props));
        return { props: result?.props, ignored: result?.opts.ignoreChanges };
      },
      { invoke: () => ({ count: 3 }) },
    );
  }
});
