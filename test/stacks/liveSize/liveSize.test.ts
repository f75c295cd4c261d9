import assert from "node:assert/strict";
import { record } from "../../../preview/record/record";
import { keepLiveSize, type SizeField } from "../../../stacks/liveSize";
import { eksPlan } from "../../components/fixtures/eks";
import { poolOf } from "../../components/fixtures/plans";
import { at } from "../../components/fixtures/recording";
import { argsOf, deployment } from "./transform";

describe("keepLiveSize", () => {
  it("sends the planned size when the cloud no longer has the pool", async () => {
    const { props } = await withReading(() => Promise.reject(new Error("ResourceNotFoundException: No node group found")));
    assert.equal(at(props, "count"), 5);
  });

  it("sends the size of what stands under another of its names", async () => {
    const { props } = await withReading(
      (name) => (name === "general-2027" ? Promise.resolve(14) : Promise.reject(new Error("Status=404 NotFound"))),
      ["general-2026", "general-2027"],
    );
    assert.equal(at(props, "count"), 14);
  });

  it("stops, naming the pool, when the live size cannot be read", async () => {
    await assert.rejects(
      withReading(() => Promise.reject(new Error("AccessDenied"))),
      /aws-usw2\/general changes.*AccessDenied/s,
    );
  });
});

function withReading(read: SizeField["read"], names = ["general-2026"]): Promise<{ readonly props: unknown }> {
  const field: SizeField = {
    path: "count",
    recorded: ({ pools }) => pools["general"],
    names: () => Promise.resolve(names),
    read,
    write: (props, count) => ({ ...props, count }),
  };
  const recorded = deployment(eksPlan.name, { general: { physicalName: "general-2026", fingerprint: "another", max: 20 } });
  return record(async () => {
    const keep = keepLiveSize(eksPlan, poolOf(eksPlan, "general"), () => Promise.resolve(recorded), field);
    return { props: (await keep(argsOf({ count: 5, tags: {} })))?.props };
  }).then(({ outputs }) => ({ props: outputs["props"] }));
}
