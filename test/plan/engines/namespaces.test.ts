import assert from "node:assert/strict";
import { planStack } from "../../../plan";
import { enginesIn } from "../../../plan/engines/engine";
import { type Edit, edited, planComplaints } from "../../config/project";
import type { EnginePlan } from "../../../plan/model/engines/plan";
import { everyEngine, fleet, fleetStack, gateway } from "../fleets";

const vault = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/secrets/providers/Microsoft.KeyVault/vaults/gateway-prod";
const engines: Readonly<Record<string, object>> = {
  configSync: { engine: "flux", repository: "https://git.example.com/platform/configuration" },
  eventScaling: { engine: "keda" },
  mesh: { engine: "istio" },
  monitoring: { engine: "kubePrometheusStack" },
  secretSync: {
    engine: "externalSecrets",
    stores: { aws: {}, azure: { vault }, gcp: { projectNumber: "123456789012" } },
    secrets: { upstream: { namespace: "web" } },
  },
};

/** A second workload beside the gateway, in a namespace. */
const web = (namespace: string): Edit => {
  const quantities = { cpu: "100m", memory: "128Mi" };
  const probe = { path: "/" };
  return [
    ["workloads", "web"],
    {
      image: "ghcr.io/example/web:1",
      namespace,
      port: 8080,
      resources: { requests: quantities, limits: quantities },
      probes: { startup: probe, liveness: probe, readiness: probe },
      spread: {},
      rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
      shutdown: { gracePeriodSeconds: 30, preStopSeconds: 5 },
      scaling: { engine: "fixed", replicas: 2 },
      disruptionBudget: { maxUnavailable: 1 },
    },
  ];
};
const staging = (...edits: readonly Edit[]) => planComplaints({ staging: edited("staging", ...edits) }, "staging");

describe("the namespace of an engine", function () {
  this.timeout(120_000);

  // There is room for few beside all engines.
  const few: typeof gateway = { ...gateway, scaling: { engine: "fixed", replicas: 3 } };
  const { clusters } = planStack(fleetStack({ ...fleet, workloads: { "api-gateway": few }, platform: everyEngine })).fleet;
  const owned = new Map(
    clusters.flatMap(({ platform }) =>
      Object.entries<EnginePlan | undefined>({ ...platform }).flatMap(([word, engine]) =>
        engine?.namespace === undefined ? [] : [[word, engine.namespace.name] as const],
      ),
    ),
  );

  it("exists for every engine of the table, so that none is forgotten here", () => {
    assert.deepEqual([...owned.keys()].sort(), Object.keys(engines).sort());
    assert.ok(clusters.every(({ platform }) => enginesIn(platform).length === Object.keys(engines).length));
  });

  for (const [word, namespace] of owned)
    it(`"${namespace}" takes no workload while platform.${word} is on, and one while it is off`, () => {
      const on: Edit = [["platform"], { [word]: engines[word] }];
      const expected = `workloads.web.namespace: "${namespace}" is a namespace of platform.${word}, which makes it and says what pods there may do; write another namespace`;
      // The secrets go to a namespace of a workload.
      const found = staging(on, web(namespace)).filter((text) => !text.startsWith("platform.secretSync.secrets"));
      assert.deepEqual(found, [expected]);
      assert.deepEqual(staging(web(namespace)), []);
      assert.deepEqual(staging(on, web("web")), []);
    });
});
