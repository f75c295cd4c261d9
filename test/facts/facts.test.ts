import assert from "node:assert/strict";
import { aws } from "../../lab/clouds/aws/cloud";
import { azure } from "../../lab/clouds/azure/cloud";
import { gcp } from "../../lab/clouds/gcp/cloud";
import { cloudFacts, factsOf } from "../../facts";
import type { ChangeRule } from "../../facts/changes";
import type { ResourceFacts } from "../../facts/resource";
import { declaresInput } from "../policy/declarations";
import { plannedStacks } from "../policy/plannedStacks";

describe("what is known of resource types", function () {
  // Reads the SDKs' types and evaluates every stack.
  this.timeout(240_000);

  const planned = async () => (await plannedStacks()).flatMap(({ resources }) => resources).filter(({ custom }) => custom);

  it("covers every type that a stack of the repository plans on a cloud", async () => {
    const types = new Set((await planned()).map(({ type }) => type).filter((type) => /^(aws|azure-native|gcp):/.test(type)));
    assert.deepEqual(
      [...types].filter((type) => !cloudFacts.has(type)),
      [],
    );
  });

  it("has no type that neither a stack plans nor the lab has a model of", async () => {
    const used = new Set([...(await planned()).map(({ type }) => type), ...modelled()]);
    assert.deepEqual(
      [...cloudFacts.keys()].filter((type) => !used.has(type)),
      [],
    );
  });

  it("names properties that the SDKs' types have", () => {
    const unknown = [...cloudFacts].flatMap(([type, facts]) =>
      pathsOf(facts)
        .filter((path) => !declaresInput(type, path))
        .map((path) => `${type} ${path}`),
    );
    assert.deepEqual(unknown, []);
  });

  it("says of each change one thing: it replaces, or the cloud refuses it", () => {
    const both = [...cloudFacts].flatMap(([type, { replaces, refuses = [] }]) => {
      const replacing = new Set(replaces.map(pathOf));
      return refuses.map(pathOf).flatMap((path) => (replacing.has(path) ? [`${type} ${path}`] : []));
    });
    assert.deepEqual(both, []);
  });

  it("has a source and a page of documentation for each type, and names each path once", () => {
    for (const [type, facts] of cloudFacts) {
      for (const link of [facts.source, facts.documentation]) assert.match(link, /^https:\/\//, type);
      const rules = [...facts.replaces, ...(facts.refuses ?? [])].map((rule) => JSON.stringify(rule));
      assert.equal(new Set(rules).size, rules.length, `${type} says something twice`);
    }
  });

  it("names the table to add a type to that it does not know", () => {
    assert.throws(() => factsOf("aws:sns/topic:Topic"), /aws:sns\/topic:Topic: add it to the table of its service in facts, with a source/);
  });
});

function modelled(): readonly string[] {
  return [aws, azure, gcp].flatMap(({ models }) => models.map(({ type }) => type));
}

function pathsOf(facts: ResourceFacts): readonly string[] {
  const { replaces, refuses = [], deletesFirst, required = [], sets = [], keptWhenUnsaid = [], name } = facts;
  const kept = typeof deletesFirst === "string" ? [] : ["ifKept" in deletesFirst ? deletesFirst.ifKept : deletesFirst.ifGiven];
  const names = name === undefined ? [] : [name.property, ...(name.unless === undefined ? [] : [name.unless])];
  return [...replaces.map(pathOf), ...refuses.map(pathOf), ...kept, ...required, ...sets, ...keptWhenUnsaid, ...names];
}

function pathOf(rule: ChangeRule): string {
  return typeof rule === "string" ? rule : rule.path;
}
