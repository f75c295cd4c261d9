import assert from "node:assert/strict";
import { describeWarnings } from "../../../lab/commands/warnings";

describe("an operation's warnings", () => {
  it("are told once each, with the first resources that they are about", () => {
    const frozen = ["a", "b", "a", "c", "d", "e"].map((name) => ({
      urn: `urn:pulumi:prod::fleet::kubernetes:core/v1:Secret::${name}`,
      message: "skipped",
    }));
    assert.deepEqual(describeWarnings([...frozen, { urn: "", message: "the state is old" }]), [
      "  warning: skipped (a, b, c and 2 more)",
      "  warning: the state is old",
    ]);
  });

  it("are no line where there are none", () => {
    assert.deepEqual(describeWarnings([]), []);
  });
});
