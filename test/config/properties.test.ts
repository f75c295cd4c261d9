import assert from "node:assert/strict";
import fc from "fast-check";
import { parse as parseYaml, stringify } from "yaml";
import { ConfigError, loadStack } from "../../config/file/load";
import { parsePath } from "../../config/file/problems";
import { planStack } from "../../plan";
import { edited, problemsOf, withProject } from "./project";

const prod = edited("prod");
const content: unknown = parseYaml(prod);

/** Their words, and those that the checked-in files have no use for. */
const saysEverything = {
  prod: edited(
    "prod",
    [["clusters", "edge"], { cloud: "existing", context: "kind", kubernetes: "1.35", overrides: { workloads: { "api-gateway": {} } } }],
    [["clouds", "aws", "nodeAutoscaler"], "karpenter"],
    [["upgrade"], { to: "1.36", waves: [["gcp-usw1"], ["aws-usw2"]] }],
  ),
  staging: edited(
    "staging",
    [["traffic", "provider"], "trafficManager"],
    [["traffic", "subscription"], "77777777-7777-4777-8777-777777777777"],
    [["traffic", "tenant"], "33333333-3333-4333-8333-333333333333"],
    [["traffic", "resourceGroup"], { name: "gateway-dns", location: "northeurope" }],
    [["traffic", "zone", "existing"], zoneId("77777777-7777-4777-8777-777777777777", "gslb.staging.example.com")],
    [["traffic", "dnsPrefix"], "example-staging"],
    [["traffic", "health", "timeoutSeconds"], 5],
    [["traffic", "backups"], { aws: "azure" }],
    [["traffic", "overrides"], overrides()],
  ),
  "prod-traffic": edited(
    "prod-traffic",
    [["traffic", "aliases"], ["www"]],
    [["traffic", "regions"], { aws: { "us-west-2": 60, "us-east-1": 40 } }],
    [["traffic", "objectives"], { rtoSeconds: 300, rpoSeconds: 60, replication: replication() }],
    [["traffic", "overrides"], overrides()],
  ),
};

function zoneId(subscription: string, name: string): string {
  return `/subscriptions/${subscription}/resourceGroups/dns/providers/Microsoft.Network/dnsZones/${name}`;
}

function overrides() {
  const temporary = { reason: "a test", until: "2026-12-01" };
  return [
    { kind: "maintenance", from: "az-wus2", ...temporary },
    { kind: "canary", to: "gcp", percent: 5, ...temporary },
  ];
}

function replication() {
  return { mechanism: "auroraGlobal", lagAlarm: { name: "replica-lag", seconds: 1 } };
}

describe("any stack file", function () {
  // Every run reads, breaks and plans whole files.
  this.timeout(120_000);

  it("means the same in any order of keys", () => {
    const expected = withProject({ prod }, (folder) => loadStack(folder, "prod"));
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 300, maxLength: 300 }), (ranks) => {
        const shuffled = stringify(shuffle(content, ranks.values()));
        assert.deepEqual(
          withProject({ prod: shuffled }, (folder) => loadStack(folder, "prod")),
          expected,
        );
      }),
      { numRuns: 15 },
    );
  });

  for (const [stack, file] of Object.entries(saysEverything)) {
    it(`like that of ${stack}, broken anywhere, gets problems at places that exist, each with its remedy, and never a crash`, () => {
      const original: unknown = parseYaml(file);
      const places = pathsOf(original).filter(([top, key]) => top === "config" && key !== undefined);
      const values = fc.constantFrom<unknown>(
        null,
        true,
        -1,
        0,
        1.3,
        1e9,
        "",
        "x",
        "☃ ",
        [],
        [null],
        {},
        { x: { secure: "y" } },
        undefined,
      );
      fc.assert(
        fc.property(fc.uniqueArray(fc.tuple(fc.constantFrom(...places), values), { minLength: 1, maxLength: 4 }), (edits) => {
          const broken = stringify(edits.reduce((value, [path, replacement]) => replace(value, path, replacement), original));
          const files = { prod, [stack]: broken };
          for (const problem of problemsOf(files, stack).filter(({ file }) => file === `Pulumi.${stack}.yaml`)) {
            assert.match(problem.message, /\S/);
            assert.doesNotMatch(problem.message, /undefined|NaN|\[object|Invalid input/);
            assert.ok(existsOrIsMissingFrom(parseYaml(broken), problem.path), `${problem.path}: ${problem.message}`);
            assert.ok(problem.line === undefined || problem.line <= broken.split("\n").length);
          }
          withProject(files, (folder) => planned(folder, stack));
        }),
        { numRuns: 150 },
      );
    });
  }

  it("that is no YAML, or no stack file, gets a problem and never a crash", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.constant(prod).chain((text) => fc.nat(text.length).map((end) => text.slice(0, end))),
        ),
        (text) => {
          problemsOf({ prod: text }, "prod");
        },
      ),
      { numRuns: 25 },
    );
  });
});

/** Throws for anything but problems in the files. */
function planned(folder: string, stack: string): void {
  try {
    planStack(loadStack(folder, stack));
  } catch (error) {
    assert.ok(error instanceof ConfigError, error instanceof Error ? error.stack : String(error));
  }
}

function shuffle(value: unknown, ranks: Iterator<number, unknown>): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffle(item, ranks));
  if (typeof value !== "object" || value === null) return value;
  const ranked = Object.entries(value).map(([key, entry]) => ({
    key,
    entry: shuffle(entry, ranks),
    rank: Number(ranks.next().value ?? 0),
  }));
  return Object.fromEntries(ranked.sort((a, b) => a.rank - b.rank).map(({ key, entry }) => [key, entry]));
}

function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, entry]) => pathsOf(entry, [...path, key]))];
}

/** A copy with another value at the path; undefined removes. Paths that an earlier edit cut off are left alone. */
function replace(value: unknown, [first, ...rest]: readonly string[], replacement: unknown): unknown {
  if (first === undefined) return replacement;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, entry]): [string, unknown] => [
    key,
    key === first ? replace(entry, rest, replacement) : entry,
  ]);
  const kept = entries.filter(([, entry]) => entry !== undefined);
  return Array.isArray(value) ? kept.map(([, entry]) => entry) : Object.fromEntries(kept);
}

/** Whether the path leads somewhere, or fails at its last step only. */
function existsOrIsMissingFrom(file: unknown, path: string): boolean {
  const [first, ...rest] = parsePath(path);
  if (first === undefined) return true;
  const config = child(file, "config");
  const section = child(config, `gateway-fleet:${first}`);
  if (section === undefined) return rest.length === 0;
  return rest.slice(0, -1).reduce<unknown>(child, section) !== undefined;
}

function child(value: unknown, key: string | number): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === String(key))?.[1];
}
