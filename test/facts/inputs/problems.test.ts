import assert from "node:assert/strict";
import { problemsOf } from "../../../facts/inputs/problems";
import { UNKNOWN, type Properties } from "../../../facts/properties/values";
import type { ResourceFacts } from "../../../facts/resource";

describe("what is wrong with inputs", () => {
  const facts: ResourceFacts = {
    documentation: "https://example.com",
    source: "https://example.com",
    replaces: [],
    deletesFirst: "never",
    required: ["role", "scaling.max"],
    name: { property: "name", min: 3, max: 5, pattern: /^[a-z]+$/, auto: "random" },
    limits: () => [{ property: "role", reason: "is odd" }],
  };
  const found = (inputs: Properties) => problemsOf(facts, inputs).map(({ property, reason }) => `${property}: ${reason}`);

  it("is a path that is missing, a nested one only where its parent is given and known", () => {
    assert.deepEqual(found({}), ["role: role is required and was not given", "role: is odd"]);
    assert.deepEqual(found({ role: UNKNOWN, scaling: UNKNOWN }), ["role: is odd"]);
    assert.deepEqual(found({ role: "r", scaling: {} }), ["scaling.max: scaling.max is required and was not given", "role: is odd"]);
  });

  it("is a name that is too long, too short or of other characters, and not one that is unknown", () => {
    const of = (name: string) => found({ role: "r", name })[0];
    assert.equal(of("abcdef"), 'name: "abcdef" has 6 characters, name takes at most 5');
    assert.equal(of("ab"), 'name: "ab" has 2 characters, name takes at least 3');
    assert.equal(of("ABC"), 'name: "ABC" does not match ^[a-z]+$');
    assert.equal(of(UNKNOWN), "role: is odd");
  });
});
