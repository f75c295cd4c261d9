import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { platformCharts } from "../../../../catalogue/versions";
import { UNKNOWN, type Properties } from "../../../../facts/properties/values";
import { archiveFor } from "../../../../lab/charts/archives";
import { writeFaults } from "../../../../lab/faults";
import { checkRelease, diffRelease, releaseOf } from "../../../../lab/kubernetes/helm/inputs";
import type { KubernetesInstance } from "../../../../lab/kubernetes/provider/connection";

const { chart, version, archive } = platformCharts.blackboxExporter;
const about = {
  urn: "urn:pulumi:test::p::kubernetes:helm.sh/v3:Release::exporter",
  type: "kubernetes:helm.sh/v3:Release",
  name: "exporter",
};

const instance: KubernetesInstance = {
  settings: {
    namespace: "default",
    skipUpdateUnreachable: false,
    deleteUnreachable: false,
    upsertExistingObjects: false,
    enablePatchForce: false,
    enableConfigMapMutable: false,
    enableSecretMutable: false,
  },
  cluster: { kind: "unknown" },
  interruption: new AbortController(),
};

describe("what the lab makes of a release's chart", () => {
  let root = "";
  let home = { root, faults: "" };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "lab-release-"));
    home = { root, faults: join(root, "faults.json") };
    mkdirSync(join(root, "charts"));
    writeFileSync(join(root, archive), archiveFor({ chart, version }));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const check = (changes: Properties) =>
    checkRelease(
      instance,
      { ...about, olds: undefined, news: { name: "exporter", namespace: "monitoring", ...changes }, randomSeed: new Uint8Array() },
      home,
    );
  const fromRegistry = { chart: "oci://ghcr.io/prometheus-community/charts/prometheus-blackbox-exporter", version };

  it("is what the archive at its path is of, whose version it takes", () => {
    const { inputs, failures } = check({ chart: archive, values: { replicas: 2 } });
    assert.deepEqual(failures, []);
    assert.deepEqual([inputs["chart"], inputs["version"]], [archive, version]);
    const { chart: name, values } = releaseOf(inputs);
    assert.deepEqual([name, values], [chart, { replicas: 2 }]);
  });

  it("is checked for values that the chart does not know, from wherever it is", () => {
    for (const source of [{ chart: archive, version }, fromRegistry])
      assert.deepEqual(
        check({ ...source, values: { replicaCount: 1 } }).failures.map(({ property, reason }) => [property, reason.split(";")[0]]),
        [["values", `${chart} ${version} has no value replicaCount`]],
      );
  });

  it("is a failure of the check where the archive is missing, in the real provider's words, unless something is not known yet", () => {
    rmSync(join(root, archive));
    assert.deepEqual(check({ chart: archive, version }).failures, [
      { property: "chart", reason: `path ${JSON.stringify(archive)} not found; check the chart name and repository configuration.` },
    ]);
    assert.deepEqual(check({ chart: archive, version, namespace: UNKNOWN }).failures, []);
  });

  it("comes out of no repository while those are broken, and out of its archive all the same", () => {
    assert.deepEqual(check(fromRegistry).failures, []);
    writeFaults(home, { broken: ["charts"], spared: [], injected: [] });
    assert.match(
      check(fromRegistry)
        .failures.map(({ reason }) => reason)
        .join(),
      /^oci:.* cannot be reached: it answers 503/,
    );
    assert.deepEqual(check({ chart: archive, version }).failures, []);
  });

  it("is updated once, and replaced never, where it comes to be read from its archive", () => {
    const oldInputs = {
      name: "exporter",
      namespace: "monitoring",
      repositoryOpts: { repo: "https://charts.example.com" },
      ...fromRegistry,
    };
    const news = { name: "exporter", namespace: "monitoring", chart: archive, version };
    const diff = (from: Properties) => diffRelease({ ...about, id: "monitoring/exporter", oldInputs: from, oldOutputs: from, news });
    assert.deepEqual([[...diff(oldInputs).changes].sort(), diff(oldInputs).replaces], [["chart", "repositoryOpts"], []]);
    assert.deepEqual(diff(news).changes, []);
  });
});
