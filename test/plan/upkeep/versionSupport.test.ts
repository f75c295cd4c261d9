import assert from "node:assert/strict";
import fc from "fast-check";
import { phaseOf, phases, reviewSupport } from "../../../plan/upkeep/versionSupport";
import { checked, supportWindows } from "../../../catalogue/supportWindows";
import { eksVersions } from "../../../catalogue/versions";

const clouds = ["aws", "azure", "gcp"] as const;
const windows = clouds.flatMap((cloud) =>
  Object.entries(supportWindows[cloud].minors).map(([minor, window]) => ({ cloud, minor, window })),
);
const days = fc
  .date({ min: new Date("2024-01-01"), max: new Date("2030-12-31"), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));

describe("the table of support windows", () => {
  it("has every window's dates in order, as days, and a page to compare them with", () => {
    for (const { cloud, minor, window } of windows) {
      const { released, standardUntil, extendedUntil = standardUntil } = window;
      assert.ok(released < standardUntil && standardUntil <= extendedUntil, `${cloud} ${minor}`);
      for (const day of [standardUntil, extendedUntil, checked]) assert.ok(!Number.isNaN(Date.parse(day)) && day.length === 10, day);
    }
    for (const cloud of clouds) assert.match(supportWindows[cloud].page, /^https:/);
  });

  it("has a window for every minor that EKS add-ons are known for", () => {
    for (const minor of Object.keys(eksVersions)) assert.ok(supportWindows.aws.minors[minor], minor);
  });

  it("ends a newer minor's support later than an older one's", () => {
    for (const cloud of clouds) {
      const ends = Object.values(supportWindows[cloud].minors).map(({ standardUntil }) => standardUntil);
      assert.deepEqual(ends, [...ends].sort());
    }
  });
});

describe("the support of a minor", () => {
  const window = { released: "2026-01-01", standardUntil: "2027-03-27", extendedUntil: "2028-03-27" };

  it("ends within 90 days, then is extended, then is over, each from the first day", () => {
    const cases = [
      ["2026-12-26", "supported"],
      ["2026-12-27", "ending"],
      ["2027-03-26", "ending"],
      ["2027-03-27", "extended"],
      ["2028-03-26", "extended"],
      ["2028-03-27", "over"],
    ] as const;
    for (const [day, phase] of cases) assert.equal(phaseOf(window, day), phase, day);
    assert.equal(phaseOf({ ...window, extendedUntil: undefined }, "2027-03-27"), "over");
  });

  it("never gets better as the days go by", () => {
    fc.assert(
      fc.property(fc.constantFrom(...windows), days, days, ({ window: any }, one, other) => {
        const [earlier, later] = one < other ? [one, other] : [other, one];
        assert.ok(phases.indexOf(phaseOf(any, earlier)) <= phases.indexOf(phaseOf(any, later)));
      }),
    );
  });
});

describe("a fleet's review of support", () => {
  it("is silent about supported clusters", () => {
    assert.deepEqual(review("aws", "1.35", "2026-11-23"), { findings: [], warnings: [] });
  });

  it("warns before the end of standard support, with the days that are left", () => {
    const { findings, warnings } = review("aws", "1.34", "2026-11-23");
    assert.deepEqual(findings, []);
    assert.match(
      warnings[0]?.message ?? "",
      /^EKS ends its standard support of 1\.34 on 2026-12-02, 9 days after 2026-11-23; upgrade to 1\.35 \(docs\/operate\/upgrades\.md\) before/,
    );
    assert.deepEqual(warnings[0]?.path, ["clusters", "c", "kubernetes"]);
  });

  it("warns of what extended support costs", () => {
    const { findings, warnings } = review("azure", "1.33", "2026-11-23");
    assert.deepEqual(findings, []);
    assert.match(warnings[0]?.message ?? "", /^AKS ended its standard support of 1\.33 on 2026-08-01: until 2027-08-01 .* costs extra/);
  });

  it("refuses a minor whose support is over, which on GKE's Regular channel is the end of standard support", () => {
    const { findings, warnings } = review("gcp", "1.34", "2026-11-23");
    assert.deepEqual(warnings, []);
    assert.match(
      findings[0]?.message ?? "",
      /^GKE ended its support of 1\.34 on 2026-10-01, and the plan is judged at 2026-11-23 \(settings\.asOf\); upgrade/,
    );
  });

  it("refuses a minor that the table does not have, and names the table", () => {
    const { findings } = review("gcp", "1.37", "2026-11-23");
    assert.match(
      findings[0]?.message ?? "",
      /^"1\.37" has no support window for GKE; write one of 1\.33, .*catalogue\/supportWindows\.ts$/,
    );
  });

  it("refuses a day before the table was checked", () => {
    const { findings } = review("aws", "1.35", "2026-08-21");
    assert.deepEqual(
      findings.map(({ path }) => path),
      [["settings", "asOf"]],
    );
    assert.match(findings[0]?.message ?? "", /2026-08-21 is before 2026-08-22, when catalogue\/supportWindows\.ts was checked; write/);
  });

  it("finds more, and never less, on a later day", () => {
    fc.assert(
      fc.property(fc.constantFrom(...windows), days, days, ({ cloud, minor }, one, other) => {
        const [earlier, later] = one < other ? [one, other] : [other, one];
        if (earlier < checked) return;
        const [before, after] = [review(cloud, minor, earlier), review(cloud, minor, later)];
        assert.ok(after.findings.length >= before.findings.length);
        assert.ok(after.findings.length + after.warnings.length >= before.findings.length + before.warnings.length);
      }),
    );
  });
});

function review(cloud: (typeof clouds)[number], kubernetes: string, asOf: string) {
  return reviewSupport([{ name: "c", cloud, kubernetes }], asOf, (name) => ["clusters", name, "kubernetes"]);
}
