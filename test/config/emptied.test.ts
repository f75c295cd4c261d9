import assert from "node:assert/strict";
import { parse } from "yaml";
import { ConfigError, loadStack } from "../../config/file/load";
import { planStack } from "../../plan";
import { edited, type Files, withProject } from "./project";

const topic = "arn:aws:sns:us-east-1:111111111111:databases";
const degradation = {
  aws: {
    metric: { namespace: "Gateway", name: "ResponseTime", unit: "Seconds" },
    aboveSeconds: 1,
    slices: [
      { points: 10, afterMinutes: 5 },
      { points: 5, afterMinutes: 9 },
    ],
  },
};

/** Fleet and traffic with the engines and rules that look across sections. */
const files = {
  prod: edited(
    "prod",
    [
      ["platform"],
      { monitoring: { engine: "kubePrometheusStack" }, mesh: { engine: "istio", crossCluster: { allowedCidrs: ["10.0.0.0/8"] } } },
    ],
    [["clusters", "edge"], { cloud: "existing", context: "kind", kubernetes: "1.35" }],
    [["clusters", "aws-usw2", "overrides"], { nodePools: { general: { min: 2 } }, workloads: { "api-gateway": { env: { A: "b" } } } }],
    [["workloads", "api-gateway", "capacity", "connections"], { orders: 2 }],
    [
      ["databases"],
      {
        orders: { maxConnections: 9000, replication: { mechanism: "auroraGlobal", secondaries: { "us-east-1": { cluster: "a", topic } } } },
        copies: {
          maxConnections: 9,
          replication: { mechanism: "cnpgReplicaCluster", clusters: ["gcp-usw1"], namespace: "a", cluster: "b" },
        },
      },
    ],
  ),
  "prod-traffic": edited(
    "prod-traffic",
    [["traffic", "degradation"], degradation],
    [["traffic", "regions"], { aws: { "us-west-2": 60, "us-east-1": 40 } }],
  ),
};

describe("any key of a stack file", function () {
  // Each is emptied in turn.
  this.timeout(240_000);

  for (const [stack, text] of Object.entries(files)) {
    const content: unknown = parse(text);
    for (const [what, value] of [
      ["left empty", null],
      ["made a map of methods", { toString: 1, constructor: null }],
      ["made a unit of every object", "1constructor"],
    ] as const)
      it(`of ${stack}, ${what}, is a problem or a plan`, () => {
        for (const path of pathsOf(content).filter(({ length }) => length > 1))
          expectProblemsOrPlan({ ...files, [stack]: JSON.stringify(replaced(content, path, value)) }, stack, path);
      });
  }

  it("may be called what every object has", () => {
    const named = edited(
      "prod",
      [["databases"], { constructor: { maxConnections: 9000 } }],
      [["nodePools", "constructor"], { shape: { vcpu: 2, memoryGiB: 8 }, min: 0, max: 2 }],
      [["clusters", "constructor"], { cloud: "azure", region: "westeurope", zones: ["1"], slot: 9, kubernetes: "1.35" }],
      [["workloads", "api-gateway", "env"], { constructor: "a", toString: "b", hasOwnProperty: "c" }],
    );
    withProject({ ...files, prod: named }, (project) => {
      const plan = planStack(loadStack(project, "prod"));
      assert.deepEqual(
        plan.warnings.filter(({ message }) => /native code|NaN/.test(message)),
        [],
      );
      assert.doesNotMatch(JSON.stringify(plan), /native code|null,null|NaN/);
      const { capacity } = plan.fleet;
      assert.ok(Object.hasOwn(capacity.databases, "constructor"));
      const traffic = planStack(loadStack(project, "prod-traffic")).traffic;
      assert.equal(JSON.stringify(traffic).includes("constructor"), false, "traffic names whom it serves");
    });
  });
});

function expectProblemsOrPlan(project: Files, stack: string, path: readonly string[]): void {
  withProject(project, (folder) => {
    try {
      planStack(loadStack(folder, stack));
    } catch (error) {
      assert.ok(error instanceof ConfigError, `${path.join("/")}: ${error instanceof Error ? error.stack : String(error)}`);
      assert.doesNotMatch(error.message, /\[native code\]|\[object |Invalid input/, path.join("/"));
    }
  });
}

function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, entry]) => pathsOf(entry, [...path, key]))];
}

function replaced(value: unknown, [first, ...rest]: readonly string[], replacement: unknown): unknown {
  if (first === undefined) return replacement;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(
    ([key, entry]: [string, unknown]) => [key, key === first ? replaced(entry, rest, replacement) : entry] as const,
  );
  return Array.isArray(value) ? entries.map(([, entry]) => entry) : Object.fromEntries(entries);
}
