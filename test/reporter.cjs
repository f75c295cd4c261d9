"use strict";
// What `npm test` prints: mocha's "spec" and, alone on the last line, the counts that CI reads. A whole run's results also go to
// test-results.json, where `npm run requirements` finds which titles ran and passed; a run of a few files says nothing about the others.
const { readdirSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { reporters, Runner } = require("mocha");

const { EVENT_RUN_END, EVENT_TEST_END, EVENT_TEST_FAIL } = Runner.constants;
const resultsFile = join(__dirname, "..", "test-results.json");

module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const tests = [];
    runner.on(EVENT_TEST_END, (test) => tests.push({ suite: test.parent.fullTitle(), title: test.title, state: test.state ?? "pending" }));
    // At once: a whole run takes an hour, and mocha's own list comes only at its end.
    runner.on(EVENT_TEST_FAIL, (_test, error) => console.log(String(error.stack ?? error).replace(/^/gm, "      ")));
    // A failed hook is no test, and mocha counts it as a failure all the same.
    runner.once(EVENT_RUN_END, () => {
      if (!options.dryRun && isWhole(runner)) writeFileSync(resultsFile, `${JSON.stringify({ tests }, null, 1)}\n`);
      console.log(`${this.stats.passes} passed, ${this.stats.failures} failed`);
    });
  }
};

/** Every test file, and every test of them. */
function isWhole({ suite, total }) {
  const loaded = new Set(suite.suites.map(({ file }) => file));
  const files = readdirSync(__dirname, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".test.ts"));
  return total === suite.total() && files.every((file) => loaded.has(join(__dirname, file)));
}
