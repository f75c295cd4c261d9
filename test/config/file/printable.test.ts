import assert from "node:assert/strict";
import fc from "fast-check";
import { longestMessage, printable } from "../../../config/file/printable";

describe("what messages show of what somebody wrote", () => {
  it("is the same where nothing in it misleads", () => {
    for (const text of ['"mim" is unknown; did you mean "min"?', "größer als 3 — ok", "", '"a \\"quoted\\" name" is taken'])
      assert.equal(printable(text), text);
  });

  it("is escaped where it would steer a terminal, turn the text's direction or not be seen", () => {
    assert.equal(
      printable('"a\u001b[31mb\u202Ec\u200Bd\u0000e\u2028f\u009Bg\nh"'),
      '"a\\u001b[31mb\\u202ec\\u200bd\\u0000e\\u2028f\\u009bg\\u000ah"',
    );
    assert.equal(printable("\u{e0041}"), "\\udb40\\udc41");
    assert.equal(printable("\ud800"), "\\ud800");
  });

  it("is shortened where it is long, and says to the end what to do", () => {
    const text = printable(`"${"a b".repeat(400_000)}" is no name; write ${"x".repeat(300_000)}, or remove it`);
    assert.ok(text.length < 600, String(text.length));
    assert.match(text, /^"a ba b.*\.\.\..*a b" is no name; write x+\.\.\.x+, or remove it$/);
    const unquoted = printable(`is no list: ${"a ".repeat(400_000)}; write one`);
    assert.ok(unquoted.length <= longestMessage && unquoted.endsWith("; write one"));
  });

  it("is found fast, and is the same when it is asked for again, whatever it is", () => {
    const unit = fc.oneof(fc.constantFrom('"', "\\", '\\"', " ", "a", "\u202e", "\ud800"), fc.string({ unit: "binary" }));
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 8 }), fc.integer({ min: 1, max: 200_000 }), (units, times) => {
        const text = units.join("").repeat(times);
        const shown = printable(text.slice(0, 1_000_000));
        assert.ok(shown.length <= 6 * longestMessage);
        assert.doesNotMatch(shown, /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns: 50, examples: [[['\\"'], 200_000]] },
    );
  });
});
