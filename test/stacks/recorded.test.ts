import assert from "node:assert/strict";
import { record } from "../../preview/record/record";
import { type LastOutputs, readLastOutputs } from "../../stacks/recorded";
import type { RecordOptions } from "../../preview/record/recording";

const deployed = {
  config: "0123456789",
  clusters: { "aws-usw2": { cloud: "aws", region: "us-west-2", slot: 0, forLife: {}, pools: {}, maxReplicas: { "api-gateway": 50 } } },
};

describe("readLastOutputs", () => {
  it("reads the stack's own last outputs, by its full name", async () => {
    const asked: unknown[] = [];
    const answer = await reading(({ fleet }) => fleet(), {
      stack: "prod",
      invoke: (token, args) => {
        asked.push({ token, args });
        return { outputs: { deployed, addresses: {} } };
      },
    });
    assert.deepEqual(answer, deployed);
    assert.deepEqual(asked, [{ token: "pulumi:pulumi:readStackOutputs", args: { name: "organization/gateway-fleet/prod" } }]);
  });

  it("takes a cluster's minor and the zones that it was made with from the other outputs, which older programs left too", async () => {
    const addresses = { "aws-usw2": { "usw2-az2": "192.0.2.2", "usw2-az1": "192.0.2.1" } };
    const clusters = { "aws-usw2": { cloud: "aws", region: "us-west-2", kubernetes: "1.35" } };
    const answer = await reading(({ fleet }) => fleet(), { invoke: () => ({ outputs: { deployed, addresses, clusters } }) });
    const completed = { ...deployed.clusters["aws-usw2"], kubernetes: "1.35", forLife: { controlPlaneZones: "usw2-az1, usw2-az2" } };
    assert.deepEqual(answer, { ...deployed, clusters: { "aws-usw2": completed } });
  });

  it("reads what the last update left of the traffic", async () => {
    const weight = { weight: 100, share: 1 };
    const left = {
      weights: { aws: { ...weight, regions: { "us-west-2": { ...weight, clusters: { "aws-usw2": weight } } } } },
      applied: { names: ["api.example.com"], forLife: { records: {}, checks: {} }, sets: { "api.example.com": { aws: 100 } } },
    };
    assert.deepEqual(await reading(({ traffic }) => traffic(), { invoke: () => ({ outputs: { ...left, host: "api" } }) }), left);
    const older = { outputs: { weights: left.weights } };
    assert.equal(await reading(({ traffic }) => traffic(), { invoke: () => older }), undefined);
  });

  it("reads once a run, whether anybody asks or not", async () => {
    let reads = 0;
    const invoke = () => {
      reads += 1;
      return { outputs: {} };
    };
    await reading(() => Promise.resolve(), { invoke });
    assert.equal(reads, 1);
    await reading(({ fleet, traffic }) => Promise.all([fleet(), traffic(), fleet()]), { invoke });
    assert.equal(reads, 2);
  });

  it("finds nothing before the first update", async () => {
    assert.equal(await reading(({ fleet }) => fleet(), { invoke: () => ({ outputs: {} }) }), undefined);
  });

  it("leaves no resource behind, which a preview would announce to remove", async () => {
    const { resources } = await record(() => void readLastOutputs().fleet(), { invoke: () => ({ outputs: {} }) });
    assert.deepEqual(resources, []);
  });
});

async function reading(use: (last: LastOutputs) => Promise<unknown>, options: RecordOptions): Promise<unknown> {
  let answer: unknown;
  await record(async () => {
    answer = await use(readLastOutputs());
  }, options);
  return answer;
}
