import assert from "node:assert/strict";
import { changesOf } from "../../preview/change/changes";
import { record } from "../../preview/record/record";
import type { Route53Section } from "../../config/traffic/route53";
import { planStack } from "../../plan";
import { appliedBy } from "../../plan/traffic/change/applied";
import { replacementFindings } from "../../plan/traffic/change/guards";
import type { TrafficPlan } from "../../plan/model/traffic";
import { deployTraffic } from "../../stacks/traffic";
import { fleet, traffic, trafficStack } from "../plan/fleets";
import type { RecordedResource } from "../../preview/record/recording";

/** What the program says from what it recorded, beside what the facts say of the resources that it registers. */
describe("what traffic keeps for life", function () {
  this.timeout(60_000);
  let base: readonly RecordedResource[];
  before(async () => {
    base = await registered(planned(traffic));
  });
  const { health } = traffic;
  const edits: Readonly<Record<string, Partial<Route53Section>>> = {
    zone: { zone: { ...traffic.zone, existing: "Z0OTHER" } },
    measureLatency: { measureLatency: false },
    host: { host: "www" },
    ttlSeconds: { ttlSeconds: 30 },
    weights: { weights: { aws: 60, azure: 30, gcp: 10 } },
    onCloudLoss: { onCloudLoss: "renormalise" },
    "health.protocol": { health: { ...health, protocol: "HTTPS" } },
    "health.port": { health: { ...health, port: 8080 } },
    "health.path": { health: { ...health, path: "/ready" } },
    "health.intervalSeconds": { health: { ...health, intervalSeconds: 10 } },
    "health.failureThreshold": { health: { ...health, failureThreshold: 5 } },
  };

  it("is tried with everything that a stack file says of a probe", () => {
    const fields = ["protocol", "port", "path", "intervalSeconds", "failureThreshold"];
    assert.deepEqual(
      Object.keys(edits)
        .flatMap((edit) => /^health\.(.*)/.exec(edit)?.[1] ?? [])
        .sort(),
      fields.sort(),
    );
  });

  for (const [field, edit] of Object.entries(edits))
    it(`is what Route 53 makes anew where ${field} changes`, async () => {
      const after = planned({ ...traffic, ...edit });
      const known = new Set(base.map(({ urn }) => urn));
      const remade = changesOf("test", base, await registered(after)).filter(
        ({ change, urn, type }) => type !== "aws:route53/zone:Zone" && known.has(urn) && /replace|delete/.test(change),
      );
      // A plan that renormalises has no stand-ins, and so no pairs: nobody is asked less for that.
      const isExpected = field !== "onCloudLoss" && remade.length > 0;
      assert.equal(
        replacementFindings(appliedBy(planned(traffic)), after).length > 0,
        isExpected,
        JSON.stringify(remade.map(({ name }) => name)),
      );
    });
});

function planned(section: Route53Section): TrafficPlan {
  const { traffic: plan } = planStack(trafficStack(section, fleet));
  assert.ok(plan !== undefined);
  return plan;
}

async function registered(plan: TrafficPlan): Promise<readonly RecordedResource[]> {
  const { resources } = await record(
    () => ({ ...deployTraffic(plan, Promise.resolve(undefined), { capacity: { of: "files", clusters: [], databases: {} } }) }),
    { preview: true },
  );
  return resources;
}
