import assert from "node:assert/strict";
import { withCalculated, type DnsContents } from "../../../../lab/dns/providers/route53Contents";

describe("a calculated health check", () => {
  const contents = (threshold: number): DnsContents => ({
    view: { zones: [], records: [] },
    healthChecks: [],
    calculatedChecks: [{ id: "cloud", children: ["a", "b", "c"], threshold }],
    metricChecks: [],
  });
  const isHealthy = (threshold: number, alive: readonly string[]) =>
    withCalculated(contents(threshold), (id) => alive.includes(id))("cloud");

  it("is healthy while as many of its children are as it asks for", () => {
    assert.deepEqual([isHealthy(1, ["b"]), isHealthy(1, []), isHealthy(2, ["b"]), isHealthy(2, ["a", "b"])], [true, false, false, true]);
  });

  it("is always healthy where it asks for none, and never where it asks for more than there are", () => {
    assert.deepEqual([isHealthy(0, []), isHealthy(4, ["a", "b", "c"])], [true, false]);
  });

  it("leaves the verdict on any other check to those who asked", () => {
    const verdict = withCalculated(contents(1), (id) => id === "a");
    assert.deepEqual([verdict("a"), verdict("b")], [true, false]);
  });
});
