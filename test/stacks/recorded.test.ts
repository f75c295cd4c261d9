import assert from "node:assert/strict";
import { record, type RecordOptions } from "../../cli/plan/record";
import { readRecorded, type Recorded } from "../../stacks/recorded";

const deployed = {
  config: "0123456789",
  clusters: { "aws-usw2": { cloud: "aws", region: "us-west-2", slot: 0, forLife: {}, pools: {}, maxReplicas: { "api-gateway": 50 } } },
};

describe("readRecorded", () => {
  it("reads the stack's own last outputs, by its full name", async () => {
    const asked: unknown[] = [];
    const answer = await reading((recorded) => recorded(), {
      stack: "prod",
      invoke: (token, args) => {
        asked.push({ token, args });
        return { outputs: { deployed, addresses: {} } };
      },
    });
    assert.deepEqual(answer, deployed);
    assert.deepEqual(asked, [{ token: "pulumi:pulumi:readStackOutputs", args: { name: "organization/gateway-fleet/prod" } }]);
  });

  it("reads once a run, whether anybody asks or not", async () => {
    let reads = 0;
    const invoke = () => {
      reads += 1;
      return { outputs: {} };
    };
    await reading(() => Promise.resolve(), { invoke });
    assert.equal(reads, 1);
    await reading((recorded) => Promise.all([recorded(), recorded()]), { invoke });
    assert.equal(reads, 2);
  });

  it("finds nothing before the first update", async () => {
    assert.equal(await reading((recorded) => recorded(), { invoke: () => ({ outputs: {} }) }), undefined);
  });

  it("leaves no resource behind, which a preview would announce to remove", async () => {
    const { resources } = await record(() => void readRecorded()(), { invoke: () => ({ outputs: {} }) });
    assert.deepEqual(resources, []);
  });
});

async function reading(use: (recorded: Recorded) => Promise<unknown>, options: RecordOptions): Promise<unknown> {
  let answer: unknown;
  await record(async () => {
    answer = await use(readRecorded());
  }, options);
  return answer;
}
