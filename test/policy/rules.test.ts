import assert from "node:assert/strict";
import type { Exception } from "../../policy/exceptions";
import { notApplicable } from "../../policy/notApplicable";
import type { Rule } from "../../policy/rule";
import { describeViolation, judge, rules, violations } from "../../policy/run";
import { awsAccessCases } from "./awsAccessCases";
import { awsCases } from "./awsCases";
import { azureCases } from "./azureCases";
import { planned } from "./cases";
import { gcpCases } from "./gcpCases";
import { kubernetesCases } from "./kubernetesCases";
import { workloadCases } from "./workloadCases";

const cases = { ...awsCases, ...awsAccessCases, ...azureCases, ...gcpCases, ...kubernetesCases, ...workloadCases };

describe("the rules", () => {
  for (const rule of rules) {
    const [id] = rule.ids;
    it(`${id}: a stack ${rule.title}, and is told where it does not`, () => {
      const examples = cases[id];
      assert.ok(
        examples && examples.good.length > 0 && examples.bad.length > 0,
        `${id} has no example that satisfies it, or none that does not`,
      );
      for (const [own, ...others] of examples.good)
        assert.equal(own && rule.check(own, [own, ...others]), undefined, JSON.stringify(own?.inputs));
      for (const [own, ...others] of examples.bad) {
        assert.ok(own && rule.types.includes(own.type), `${id} does not judge ${own?.type}`);
        assert.ok(rule.check(own, [own, ...others]), `passes ${JSON.stringify(own.inputs)}`);
      }
    });
  }

  it("are there, or a reason is, for every check of checkov and CIS that a program can satisfy", () => {
    const known = new Set([...rules, ...notApplicable].flatMap(({ ids }) => ids));
    assert.deepEqual(
      catalogue.filter((id) => !known.has(id)),
      [],
    );
  });

  it("stand for every check once", () => {
    const ids = [...rules, ...notApplicable].flatMap((entry) => entry.ids);
    assert.deepEqual(
      ids.filter((id, index) => ids.indexOf(id) !== index),
      [],
    );
  });
});

describe("judging a plan", () => {
  const rule: Rule = { ids: ["X_1", "X_2"], title: "is round", source: "https://example.com", types: ["ball"], check: () => "is square" };
  const found = violations([planned("ball", {}), planned("box", {})], [rule]);
  const exception = (id: string, type: string, more: Partial<Exception> = {}): Exception => ({
    id,
    type,
    stacks: ["test"],
    resource: "own",
    reason: "it rolls all the same",
    ...more,
  });

  it("asks a rule about resources of its types alone", () => {
    assert.deepEqual(found.map(describeViolation), [
      "X_1, X_2: urn:pulumi:test::gateway-fleet::any::own: is square; a stack here is round (https://example.com)",
    ]);
  });

  it("takes an exception by any id of the rule, and for its type alone", () => {
    assert.deepEqual(judge(found, [exception("X_2", "ball")]), { open: [], stale: [] });
    assert.deepEqual(judge(found, [exception("X_2", "box")]), { open: found, stale: [exception("X_2", "box")] });
  });

  it("takes an exception for the stacks that it names, and is told of each that does not need it", () => {
    const elsewhere = exception("X_1", "ball", { stacks: ["staging"] });
    assert.deepEqual(judge(found, [elsewhere]), { open: found, stale: [elsewhere] });
    assert.deepEqual(judge(found, [exception("X_1", "ball", { stacks: ["test", "staging"] })]), { open: [], stale: [elsewhere] });
  });

  it("takes an exception for the resources that it names, or whose name it has a part of", () => {
    const named = (resource: string) => judge(found, [exception("X_1", "ball", { resource })]).open.length;
    assert.deepEqual(["own", "*wn", "o*", "o*n", "*"].map(named), [0, 0, 0, 0, 0]);
    assert.deepEqual(["ow", "wn", "*own-service", "own*own", "other"].map(named), [1, 1, 1, 1, 1]);
  });

  it("names exceptions that nothing needs any more", () => {
    assert.deepEqual(judge([], [exception("X_1", "ball")]).stale, [exception("X_1", "ball")]);
  });
});

const numbered = (prefix: string, numbers: readonly (number | string)[]) => numbers.map((number) => `${prefix}${number}`);
const registry = ["5.1.1", "5.1.2", "5.1.3", "5.1.4"];

/** checkov 3.3.13 and kube-bench's eks-1.7.0, aks-1.8.0 and gke-1.6.0, without what is no program's to decide. */
const catalogue = [
  ...numbered("CKV_AWS_", [7, 23, 24, 25, 27, 33, 37, 38, 39, 46, 58, 60, 61, 62, 63, 66, 72, 79, 88, 100, 130, 153, 158, 168]),
  ...numbered("CKV_AWS_", [227, 260, 274, 277, 286, 287, 288, 289, 290, 315, 319, 338, 339, 341, 355, 382, 387, 393]),
  ...numbered("CKV2_AWS_", [1, 5, 7, 11, 12, 19, 23, 35, 38, 39, 40, 44, 56, 64, 68, 73]),
  ...numbered("CKV_AZURE_", [4, 5, 6, 7, 8, 115, 116, 117, 141, 143, 168, 169, 170, 171, 172, 182, 183, 226, 227, 232, 246]),
  ...numbered("CKV2_AZURE_", [29, 31]),
  ...numbered(
    "CKV_GCP_",
    [1, 7, 8, 9, 10, 12, 13, 16, 17, 18, 20, 21, 22, 23, 24, 25, 26, 41, 42, 46, 49, 61, 64, 65, 66, 68, 69, 70, 71, 72, 74, 76, 117, 123],
  ),
  ...numbered("CKV2_GCP_", [1, 2, 18, 19]),
  ...numbered("CKV_K8S_", [...Array.from({ length: 36 }, (_, index) => 8 + index), 159]),
  ...numbered("CKV2_K8S_", [1, 2, 3, 4, 5, 6]),
  ...numbered("CIS EKS ", [...registry, "5.2.1", "5.3.1", "5.4.1", "5.4.2", "5.4.3", "5.4.4", "5.4.5", "5.5.1"]),
  ...numbered("CIS AKS ", [...registry, "2.1.1", "5.2.1", "5.3.1", "5.4.1", "5.4.2", "5.4.3", "5.4.4", "5.4.5", "5.5.1", "5.5.2"]),
  ...numbered("CIS GKE ", [...registry, "5.2.1", "5.2.2", "5.3.1", "5.4.1", "5.5.1", "5.5.2", "5.5.3", "5.5.4", "5.5.5", "5.5.6", "5.5.7"]),
  ...numbered("CIS GKE ", ["5.6.1", "5.6.2", "5.6.3", "5.6.4", "5.6.5", "5.6.7", "5.8.1", "5.8.2", "5.8.3", "5.10.4", "5.10.5"]),
];
