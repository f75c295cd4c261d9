import assert from "node:assert/strict";
import { classOf } from "../../../cli/bench/classes";
import { plannedStacks } from "../../policy/plannedStacks";

describe("the floor of the bench", function () {
  this.timeout(240_000);

  it("has a class for every type that a stack of the repository plans", async () => {
    const stacks = await plannedStacks();
    const types = new Set(stacks.flatMap(({ resources }) => resources.filter(({ custom }) => custom).map(({ type }) => type)));
    assert.ok(types.size > 40);
    for (const type of types) assert.equal(typeof (await classOf(type)), "function", type);
  });

  it("knows no class of a type that its SDK does not have", async () => {
    await assert.rejects(classOf("aws:ec2/unheardOf:UnheardOf"), /no class of aws:ec2\/unheardOf:UnheardOf/);
  });
});
