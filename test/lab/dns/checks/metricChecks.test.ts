import assert from "node:assert/strict";
import { createMetricChecks, type MetricCheck, type MetricChecks } from "../../../../lab/dns/checks/metricChecks";

/** Five minutes are 50 ms. */
const timeScale = 6_000;

describe("health checks of a metric", () => {
  let checks: MetricChecks;
  let verdicts: string[];
  let seen: () => void = () => undefined;
  beforeEach(() => {
    verdicts = [];
    const changed = (): void => {
      verdicts.push(slices.map(({ id }) => (checks.isHealthy(id) ? "in" : "out")).join(" "));
      seen();
    };
    checks = createMetricChecks({ timeScale, changed });
  });
  afterEach(() => checks.stop());

  const until = (count: number) =>
    new Promise<void>((resolve) => {
      seen = () => verdicts.length >= count && resolve();
      seen();
    });

  it("S0.96 fail one after the other while the metric stays bad, and pass with the first good minute (E3.35)", async () => {
    checks.run(slices, isSlow("aws"));
    await until(3);
    assert.deepEqual(verdicts, ["out in in", "out out in", "out out out"]);
    checks.run(slices, isSlow());
    await until(6);
    assert.deepEqual(verdicts.at(-1), "in in in");
  });

  it("begin to count again after a good minute", async () => {
    checks.run(slices, isSlow("aws"));
    checks.run(slices, isSlow());
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.deepEqual(verdicts, []);
  });

  it("are about one cloud, and healthy when nobody knows them", () => {
    checks.run(slices, isSlow("gcp"));
    assert.ok(checks.isHealthy("first"));
    assert.ok(checks.isHealthy("unknown"));
  });
});

const slices: readonly MetricCheck[] = ["first", "second", "third"].map((id, index) => ({
  id,
  cloud: "aws",
  seconds: 300 * (index + 1),
  periodSeconds: 60,
}));

function isSlow(...clouds: readonly string[]): (cloud: string) => boolean {
  return (cloud) => clouds.includes(cloud);
}
