import assert from "node:assert/strict";
import fc from "fast-check";
import type { Cluster } from "../../../config/clusters";
import type { Traffic } from "../../../config/traffic";
import type { Route53Section } from "../../../config/traffic/route53";
import { planStack } from "../../../plan";
import type { TrafficPlan } from "../../../plan/model/traffic";
import { fleet, traffic, trafficStack, usw1, usw2, wus2 } from "../fleets";

/** What every DNS provider is tried with: a fleet, its trees of answers, and the losses that can meet it. */

const eks = { cloud: "aws", kubernetes: "1.35", overrides: {} } as const;
export const clusters: Readonly<Record<string, Cluster>> = {
  "aws-usw2": { ...usw2, slot: 0 },
  "aws-usw2-b": { ...usw2, slot: 1 },
  "aws-use1": { ...eks, region: "us-east-1", zones: ["use1-az1", "use1-az2"], slot: 2 },
  "aws-euw1": { ...eks, region: "eu-west-1", zones: ["euw1-az1", "euw1-az2"], slot: 3 },
  "az-wus2": { ...wus2, slot: 4 },
  "az-eus": { ...wus2, region: "eastus", slot: 5 },
  "gcp-usw1": { ...usw1, slot: 6 },
};
export const all: Route53Section = { ...traffic, clusters: Object.fromEntries(Object.keys(clusters).map((name) => [name, 1])) };
export const regions = { aws: { "us-west-2": 60, "us-east-1": 30, "eu-west-1": 10 } };

export function plan(section: Traffic): TrafficPlan {
  const planned = planStack(trafficStack(section, { ...fleet, clusters }));
  assert.ok(planned.traffic !== undefined);
  return planned.traffic;
}

export function leavesOf({ clouds }: Pick<TrafficPlan, "clouds">): string[] {
  return clouds.flatMap((cloud) =>
    cloud.regions.flatMap((region) => region.clusters.flatMap(({ leaves }) => leaves.map(({ key }) => key))),
  );
}

/** Leaves that are lost together: each address, cluster, region and cloud, two clouds, all of them, none. */
export function losses(planned: TrafficPlan): readonly (readonly string[])[] {
  const { clouds } = planned;
  const one = clouds.flatMap((cloud) => [
    leavesOf({ clouds: [cloud] }),
    ...cloud.regions.flatMap((region) => [
      leavesOf({ clouds: [{ ...cloud, regions: [region] }] }),
      ...region.clusters.map(({ leaves }) => leaves.map(({ key }) => key)),
    ]),
  ]);
  const two = clouds.map(({ cloud }) => leavesOf({ clouds: clouds.filter((other) => other.cloud !== cloud) }));
  return [[], ...leavesOf(planned).map((leaf) => [leaf]), ...one, ...two, leavesOf(planned)];
}

const weightsOfThree = fc
  .tuple(fc.integer({ min: 1, max: 98 }), fc.integer({ min: 1, max: 98 }))
  .filter(([a, b]) => a + b < 100)
  .map(([aws, azure]) => ({ aws, azure, gcp: 100 - aws - azure }));
const overrides = fc.array(
  fc.record({
    kind: fc.constant("maintenance" as const),
    from: fc.constantFrom("aws", "us-west-2", "aws-usw2", "azure", "az-eus", "gcp-usw1"),
    reason: fc.constant("a test"),
    until: fc.constant("2026-12-01"),
  }),
  { maxLength: 1 },
);
export const trees = fc
  .record({
    weights: fc.oneof(weightsOfThree, fc.constant({ aws: 100, azure: "standby" as const, gcp: "standby" as const })),
    onCloudLoss: fc.constantFrom("redirect" as const, "renormalise" as const),
    clusters: fc.record(Object.fromEntries(Object.keys(clusters).map((name) => [name, fc.integer({ min: 1, max: 4 })]))),
    overrides,
  })
  .map((parts) => ({ section: { ...all, ...parts } satisfies Route53Section }));

/** Any set of leaves, by a number that their names are looked up in. */
export const lossOf = fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }).map((lost) => {
  const names = leavesOf(plan(all));
  return (leaf: string) => lost[names.indexOf(leaf)] ?? false;
});
