"use strict";
// Mocha's "spec" and, alone on the last line, the counts. In a process of test/lanes, which counts over many, also a line for each test
// and hook that ended: `--reporter-option lines=<file>`.
const { appendFileSync } = require("node:fs");
const { reporters, Runner } = require("mocha");

const { EVENT_HOOK_END, EVENT_RUN_END, EVENT_TEST_FAIL, EVENT_TEST_PASS } = Runner.constants;

module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const { lines } = options.reporterOptions ?? {};
    if (lines === undefined) {
      // At once: mocha's own list comes only at the end.
      runner.on(EVENT_TEST_FAIL, (_runnable, error) => console.log(textOf(error).replace(/^/gm, "      ")));
      runner.once(EVENT_RUN_END, () => console.log(`${this.stats.passes} passed, ${this.stats.failures} failed`));
      return;
    }
    // The list of failures is the whole run's.
    this.epilogue = () => {};
    const write = (line) => appendFileSync(lines, `${JSON.stringify(line)}\n`);
    runner.on(EVENT_TEST_PASS, (test) => write(ended(test, "passed")));
    runner.on(EVENT_HOOK_END, (hook) => write(ended(hook, "passed")));
    // Mocha says of a hook that fails neither that it ended nor that it passed.
    runner.on(EVENT_TEST_FAIL, (runnable, error) => write({ ...ended(runnable, "failed"), error: textOf(error) }));
    runner.once(EVENT_RUN_END, () => write({ kind: "end" }));
  }
};

function ended({ type, parent, title, duration = 0, file = "" }, state) {
  return { kind: type === "hook" ? "hook" : "test", suite: parent?.fullTitle() ?? "", title, state, seconds: duration / 1000, file };
}

function textOf(error) {
  const text = String(error.stack ?? error);
  return error.cause === undefined ? text : `${text}\nCaused by: ${String(error.cause?.stack ?? error.cause)}`;
}
