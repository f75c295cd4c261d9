import assert from "node:assert/strict";
import { type Problem, renderProblems } from "../../../config/file/problems";

const problem = (cluster: string, line: number, message: string): Problem => ({
  file: "Pulumi.prod.yaml",
  path: `clusters.${cluster}.cloud`,
  line,
  message,
});

describe("problems as text", () => {
  it("say a message once, below every place that it is about, and the rest in the files' order", () => {
    const text = renderProblems([
      problem("a", 4, "aws is not configured"),
      problem("b", 5, "is missing"),
      problem("c", 6, "aws is not configured"),
    ]);
    assert.equal(
      text,
      [
        "3 problems in Pulumi.prod.yaml",
        "  Pulumi.prod.yaml:4  clusters.a.cloud",
        "  Pulumi.prod.yaml:6  clusters.c.cloud",
        "    aws is not configured",
        "  Pulumi.prod.yaml:5  clusters.b.cloud",
        "    is missing",
      ].join("\n"),
    );
  });

  it("count the places of a message that stands at very many", () => {
    const everywhere = Array.from({ length: 62 }, (_, index) => problem(`c${index}`, index + 1, "aws is not configured"));
    const lines = renderProblems(everywhere).split("\n");
    assert.deepEqual(lines.slice(6), ["  Pulumi.prod.yaml:6  clusters.c5.cloud", "  and 56 more places", "    aws is not configured"]);
    assert.equal(lines[0], "62 problems in Pulumi.prod.yaml");
  });
});
