import { z } from "zod";
import { AwsRegion } from "../values/aws";
import { AzureRegion } from "../values/azure";
import { unreachable, Version } from "./fields";
import { ExistingCluster } from "./existing";
import { GoogleRegion } from "../values/google";
import { Key } from "../values/names";
import { NodeAutoscaler } from "./nodeAutoscaler";
import { Overrides } from "../overrides";
import { noRepeats, type Rule, withRules } from "../file/rules";
import { awsZonePrefix } from "../../catalogue/zones";

const common = {
  slot: z
    .int()
    .min(0)
    .max(1023)
    .describe(
      "Which block of settings.network.supernet is the cluster's, counted from 0. Another slot is another cluster: it is made beside the old one, which goes last.",
    ),
  kubernetes: Version.describe('Minor version in quotes, such as "1.35". Raise it one minor at a time; it cannot be lowered.'),
  protect: z
    .boolean()
    .optional()
    .describe(
      "False, once applied, lets this cluster and its addresses be deleted: the step before its key is removed. Default: settings.protect.",
    ),
  unreachable,
  overrides: Overrides.default({}).describe("What differs in this cluster; wins over its cloud's overrides."),
};

const AwsZone = z.string().regex(/^[a-z0-9]+-az[1-7]$/, { error: ({ input }) => describeNoZoneId(String(input)) });
const GoogleZone = z
  .string()
  .regex(/^[a-z]+-[a-z]+\d{1,2}-[a-z]$/, { error: ({ input }) => `"${String(input)}" is not a Google Cloud zone; write it as us-west1-a` });

export const Cluster = z.discriminatedUnion("cloud", [
  z.strictObject({
    cloud: z.literal("aws").describe("An EKS cluster in clouds.aws."),
    region: AwsRegion.describe("AWS region, such as us-west-2."),
    zones: withRules(
      z.array(AwsZone).min(2, { error: "has fewer than 2 zones; an EKS control plane needs two or more" }),
      noRepeats,
    ).describe(
      "Zone ids, two or more, such as usw2-az1; the same physical zone in every account. Nodes and one address of the front door are in each.",
    ),
    controlPlaneZones: withRules(
      z.array(AwsZone).min(2, { error: "has fewer than 2 zones; an EKS control plane needs two or more" }),
      noRepeats,
    )
      .optional()
      .describe(
        "Those of zones in which the control plane has its interfaces, two or more. It keeps them for life: name them when zones grow beyond them. Default: zones.",
      ),
    nodeAutoscaler: NodeAutoscaler.optional().describe("Who adds and removes this cluster's nodes. Default: clouds.aws.nodeAutoscaler."),
    ...common,
  }),
  z.strictObject({
    cloud: z.literal("azure").describe("An AKS cluster in clouds.azure."),
    region: AzureRegion.describe("Azure region's programmatic name, such as westus2."),
    zones: withRules(z.array(z.enum(["1", "2", "3"])).min(1), noRepeats).describe(
      'Availability zones of the subscription, in quotes: "1", "2", "3".',
    ),
    ...common,
  }),
  z.strictObject({
    cloud: z.literal("gcp").describe("A GKE cluster in clouds.gcp."),
    region: GoogleRegion.describe("Google Cloud region, such as us-west1."),
    zones: withRules(z.array(GoogleZone).min(1), noRepeats).describe(
      "Zones of the nodes, such as us-west1-a; the control plane is regional.",
    ),
    ...common,
  }),
  ExistingCluster,
]);

/** Two clusters in one block would route each other's addresses. */
const slotsDiffer: Rule<Readonly<Record<string, Cluster>>> = (clusters, { sound, report }) => {
  const slots = Object.entries(clusters).flatMap(([name, cluster]) =>
    sound(name, "slot") && cluster.slot !== undefined ? [{ name, slot: cluster.slot }] : [],
  );
  const owners = new Map<number, string>();
  // Above every slot in use: a lower gap may be the block of a cluster that was removed a minute ago.
  const free = Math.max(...slots.map(({ slot }) => slot)) + 1;
  for (const { name, slot } of slots) {
    const owner = owners.get(slot);
    if (owner === undefined) owners.set(slot, name);
    else
      report([name, "slot"], `${slot} is already the slot of ${owner}; give ${name} one that no cluster has or had, such as ${free}`, [
        owner,
        "slot",
      ]);
  }
};

/** Two clusters behind one context would make the same objects twice. */
const contextsDiffer: Rule<Readonly<Record<string, Cluster>>> = (clusters, { sound, report }) => {
  const owners = new Map<string, string>();
  for (const [name, cluster] of Object.entries(clusters)) {
    if (!sound(name, "cloud") || !sound(name, "context") || cluster.cloud !== "existing") continue;
    const owner = owners.get(cluster.context);
    if (owner === undefined) owners.set(cluster.context, name);
    else report([name, "context"], `"${cluster.context}" is already the context of ${owner}; name another one, or remove one of the two`);
  }
};

const notEmpty: Rule<Readonly<Record<string, unknown>>> = (clusters, { report }) => {
  if (Object.keys(clusters).length === 0) report([], "holds no cluster; add one, its name as the key");
};

export const Clusters = withRules(z.record(Key, Cluster), notEmpty, slotsDiffer, contextsDiffer);
export type Cluster = z.infer<typeof Cluster>;
/** One that the program makes, in a cloud. */
export type ManagedCluster = Exclude<Cluster, { cloud: "existing" }>;
export type Clusters = z.infer<typeof Clusters>;

function describeNoZoneId(input: string): string {
  const [, region] = /^([a-z]{2}(?:-[a-z]+)+-\d)[a-z]$/.exec(input) ?? [];
  const list = "`aws ec2 describe-availability-zones` lists them";
  if (region === undefined) return `"${input}" is not a zone id; write it as usw2-az1 (${list})`;
  return `"${input}" means another zone in each account; write the zone's id, such as ${awsZonePrefix(region)}-az1 (${list})`;
}
