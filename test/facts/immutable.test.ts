import assert from "node:assert/strict";
import { changesOf } from "../../preview/change/changes";
import { record } from "../../preview/record/record";
import { NodePoolOverride } from "../../config/nodePools";
import { loadStack } from "../../config/file/load";
import { deploy } from "../../stacks/deploy";
import { planStack, type StackPlan } from "../../plan";
import { identityOf, identityRefusal } from "../../plan/rollout/clusterReplacements";
import type { ClusterPlan } from "../../plan/model/fleet";
import { replacedPools } from "../../plan/rollout/poolReplacements";
import { type Edit, edited, withProject } from "../config/project";
import type { RecordedResource } from "../../preview/record/recording";

/** What the program says from what it recorded, beside what the facts say of the resources that it registers. */
describe("what clusters and pools keep for life", function () {
  // Evaluates the whole program once for each edit.
  this.timeout(120_000);

  let base: Evaluated;
  before(async () => {
    base = await evaluated();
  });

  const general = ["nodePools", "general"];
  const [aws, azure, gcp] = ["aws-usw2", "az-wus2", "gcp-usw1"];
  const parts = (...clusters: string[]) => clusters.flatMap((cluster) => [`${cluster}/general`, `${cluster}/general-spot`]);
  const poolEdits: Readonly<Record<string, { readonly edits: readonly Edit[]; readonly replaced: readonly string[] }>> = {
    "shape.vcpu": { edits: [[[...general, "shape"], { vcpu: 4, memoryGiB: 16 }]], replaced: parts(aws, azure) },
    "shape.memoryGiB": { edits: [[[...general, "shape", "memoryGiB"], 16]], replaced: parts(aws, azure) },
    "shape.arch": {
      edits: [[["nodePools", "spare", "shape", "arch"], "arm64"]],
      replaced: [`${aws}/spare`, `${azure}/spare`, `${gcp}/spare`],
    },
    min: { edits: [[[...general, "min"], 3]], replaced: [] },
    max: { edits: [[[...general, "max"], 8]], replaced: [] },
    initial: { edits: [[[...general, "initial"], 4]], replaced: [] },
    spotPercent: { edits: [[[...general, "spotPercent"], 50]], replaced: [] },
    labels: { edits: [[[...general, "labels", "tier"], "edge"]], replaced: [] },
    taints: { edits: [[["nodePools", "spare", "taints"], [{ key: "tier", value: "edge", effect: "NoSchedule" }]]], replaced: [] },
  };

  it("is tried with everything that a stack file says of a pool", () => {
    const fields = Object.keys(NodePoolOverride.shape).flatMap((field) =>
      field === "shape" ? Object.keys(NodePoolOverride.shape.shape.unwrap().shape).map((part) => `shape.${part}`) : [field],
    );
    assert.deepEqual(Object.keys(poolEdits).sort(), fields.sort());
  });

  const zones: readonly Edit[] = [
    [
      ["clusters", aws, "zones"],
      ["usw2-az1", "usw2-az3"],
    ],
    [["clusters", gcp, "zones"], ["us-west1-a"]],
  ];
  const ofPools = { ...poolEdits, "the cluster's zones": { edits: zones, replaced: [...parts(aws), `${aws}/spare`] } };
  for (const [field, { edits, replaced }] of Object.entries(ofPools)) {
    it(`of a pool is what the clouds replace or refuse where ${field} changes`, async () => {
      const head = await evaluated(...edits);
      assert.deepEqual(announcedPools(base, head), replaced);
      assert.deepEqual(forcedPools(base, head), replaced);
    });
  }

  const oneZoneMore: Edit = [
    ["clusters", aws, "zones"],
    ["usw2-az1", "usw2-az2", "usw2-az4"],
  ];
  const clusterEdits: Readonly<Record<string, { readonly edits: readonly Edit[]; readonly kept: readonly string[] }>> = {
    "the fleet's name": { edits: [[["settings", "name"], "other"]], kept: [aws, azure, gcp] },
    "the environment": { edits: [[["settings", "environment"], "test"]], kept: [aws, azure, gcp] },
    "the supernet": { edits: [[["settings", "network"], { supernet: "10.64.0.0/10" }]], kept: [aws, azure, gcp] },
    "the size of a block": { edits: [[["settings", "network"], { blockPrefix: 19 }]], kept: [aws, azure, gcp] },
    "the project": { edits: [[["clouds", "gcp", "project"], "another-project"]], kept: [gcp] },
    "the API access": {
      edits: [
        [["clouds", "aws", "apiAccess"], { mode: "private" }],
        [["clouds", "azure", "apiAccess"], { mode: "private" }],
        [["clouds", "gcp", "apiAccess"], { mode: "iamDns" }],
      ],
      kept: [azure],
    },
    "its zones": { edits: [...zones, [["clusters", azure, "zones"], ["1"]]], kept: [aws, azure] },
    "a zone more": { edits: [oneZoneMore], kept: [aws] },
    "a zone more for its nodes": {
      edits: [
        oneZoneMore,
        [
          ["clusters", aws, "controlPlaneZones"],
          ["usw2-az1", "usw2-az2"],
        ],
      ],
      kept: [],
    },
    "a tag": { edits: [[["settings", "tags", "owner"], "somebody-else"]], kept: [] },
    "its protection": { edits: [[["settings", "protect"], true]], kept: [] },
    "the maintenance window": { edits: [[["settings", "maintenance"], { days: ["sunday"], hours: 12 }]], kept: [] },
    "node autoscaling": { edits: [[["settings", "nodeAutoscaling"], { scaleDownUnneededMinutes: 20 }]], kept: [] },
    "who administers it": { edits: [[["clouds", "gcp", "admins"], ["group:others@example.com"]]], kept: [] },
    "its way out": { edits: [[["clouds", "aws", "natGateways"], "perZone"]], kept: [] },
  };
  for (const [what, { edits, kept }] of Object.entries(clusterEdits)) {
    it(`of a cluster is what the clouds replace or refuse where ${what} changes`, async () => {
      const head = await evaluated(...edits);
      assert.deepEqual(refusedClusters(base, head), kept);
      assert.deepEqual(forcedClusters(base, head), kept);
    });
  }

  it("of a cluster is also whose account it is in, which its resources do not say", async () => {
    const account = "777777777777";
    const head = await evaluated(
      [["clouds", "aws", "account"], account],
      [["clouds", "aws", "deployer"], `arn:aws:iam::${account}:role/gateway-fleet-deployer`],
      [["clouds", "azure", "subscription"], "12345678-1234-4234-8234-123456789012"],
    );
    assert.deepEqual(refusedClusters(base, head), ["aws-usw2", "az-wus2"]);
  });
});

interface Evaluated {
  readonly clusters: readonly ClusterPlan[];
  readonly resources: readonly RecordedResource[];
}

async function evaluated(...edits: readonly Edit[]): Promise<Evaluated> {
  const spare: Edit = [["nodePools", "spare"], { shape: { vcpu: 2, memoryGiB: 8 }, min: 0, max: 2 }];
  const plan: StackPlan = withProject({ staging: edited("staging", spare, ...edits) }, (folder) => planStack(loadStack(folder, "staging")));
  const { resources } = await record(() => deploy(plan), { stack: "staging", preview: true });
  return { clusters: plan.fleet.clusters, resources };
}

/** Of both versions, the clusters that say what they were. */
function pairs(base: Evaluated, head: Evaluated): readonly (readonly [ClusterPlan, ClusterPlan])[] {
  return head.clusters.flatMap((cluster) => {
    const old = base.clusters.find(({ name }) => name === cluster.name);
    return old === undefined ? [] : [[old, cluster] as const];
  });
}

function announcedPools(base: Evaluated, head: Evaluated): readonly string[] {
  return pairs(base, head)
    .flatMap(([old, cluster]) => {
      const pools = Object.fromEntries(
        old.pools.map(({ key, immutable }) => [key, { physicalName: "", fingerprint: "", max: 0, forLife: immutable }]),
      );
      return replacedPools(cluster, { ...identityOf(old), pools, maxReplicas: {} });
    })
    .map((sentence) => sentence.split(" ")[0] ?? "")
    .sort();
}

function forcedPools(base: Evaluated, head: Evaluated): readonly string[] {
  const forced = forcedResources(base, head);
  return head.clusters
    .flatMap(({ name, id, pools }) =>
      pools.map(({ key }) => ({ pool: `${name}/${key}`, resources: [`${id}-${key}-group`, `${id}-${key}-pool`] })),
    )
    .filter(({ resources }) => resources.some((resource) => forced.has(resource)))
    .map(({ pool }) => pool)
    .sort();
}

function refusedClusters(base: Evaluated, head: Evaluated): readonly string[] {
  return pairs(base, head)
    .filter(([old, cluster]) => identityRefusal(cluster, identityOf(old), undefined) !== undefined)
    .map(([{ name }]) => name);
}

/** Clusters whose control plane, or whose network under it, would be another one. */
function forcedClusters(base: Evaluated, head: Evaluated): readonly string[] {
  const forced = forcedResources(base, head);
  return head.clusters
    .filter(({ id }) =>
      [`${id}-cluster-control-plane`, `${id}-network-vpc`, `${id}-network-nodes`].some((resource) => forced.has(resource)),
    )
    .map(({ name }) => name);
}

function forcedResources(base: Evaluated, head: Evaluated): ReadonlySet<string> {
  const changes = changesOf("staging", base.resources, head.resources);
  return new Set(changes.flatMap(({ change, name }) => (change === "replace" || change === "refused" ? [name] : [])));
}
