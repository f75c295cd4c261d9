import assert from "node:assert/strict";
import { installedCharts } from "../../catalogue/versions";
import { chartFacts } from "../../facts/charts";
import { unknownValues } from "../../facts/charts/unknownValues";
import { parsePath, valueAt } from "../../facts/properties/path";
import type { Properties } from "../../facts/properties/values";
import { plannedStacks } from "./plannedStacks";

interface Release extends Properties {
  readonly chart: string;
  readonly version: string;
  readonly values?: Properties;
}

describe("the charts of every stack", function () {
  this.timeout(240_000);
  let releases: readonly Release[] = [];

  before(async () => {
    const resources = (await plannedStacks()).flatMap((planned) => planned.resources);
    releases = resources.filter(({ type }) => type === "kubernetes:helm.sh/v3:Release").map(({ inputs }) => inputs as Release);
  });

  it("are all that facts are known of, at the version that is installed", () => {
    const installed = new Map(releases.map(({ chart, version }) => [nameOf(chart), version]));
    for (const [chart, version] of installed) {
      const known = chartFacts[chart]?.version ?? "";
      assert.ok(version === known || version.startsWith(`${known}.`), `${chart} is installed at ${version} and known at ${known}`);
    }
    assert.deepEqual([...installed.keys()].sort(), Object.keys(chartFacts).sort());
  });

  it("are read from the project's folder, by a path that is the same on every machine, and from no repository", () => {
    for (const { chart, version, repositoryOpts } of releases) {
      const installed = installedCharts.find(({ archive }) => archive === chart);
      assert.deepEqual([installed?.version, repositoryOpts], [version, undefined], chart);
      assert.equal(chart, `./charts/${nameOf(chart)}-${version}.tgz`);
    }
  });

  it("get no value that they do not know, which they would take without a word", () => {
    const unknown = releases.flatMap(({ chart, values = {} }) => {
      const facts = chartFacts[nameOf(chart)];
      return facts === undefined ? [] : unknownValues(facts, values).map(({ path }) => `${nameOf(chart)}: ${path}`);
    });
    assert.deepEqual([...new Set(unknown)], []);
    assert.ok(releases.some(({ values = {} }) => Object.keys(values).length > 5));
  });

  it("update what they have on every node by a share of the nodes, since one by one outlasts Helm's wait", () => {
    const strategies = releases.flatMap(({ chart, values = {} }) =>
      (chartFacts[nameOf(chart)]?.nodeAgents ?? []).map(
        (path) => [path, valueAt(values, parsePath(`${path}.rollingUpdate.maxUnavailable`))] as const,
      ),
    );
    assert.deepEqual([...new Set(strategies.map(([path]) => path))].sort(), ["prometheus-node-exporter.updateStrategy", "updateStrategy"]);
    for (const [path, share] of strategies) assert.ok(typeof share === "string" && /^\d+%$/.test(share), path);
  });
});

function nameOf(archive: string): string {
  return installedCharts.find((chart) => chart.archive === archive)?.chart ?? archive;
}
