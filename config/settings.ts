import { z } from "zod";
import { PrivateBlock, prefixLength } from "./values/cidr";
import { Day } from "./values/date";
import { describeTooLong, Key } from "./values/names";
import { reservedTagPrefixes } from "../catalogue/tagLimits";
import { noRepeats, withRules } from "./file/rules";
import { NewPlaces } from "./places/newPlaces";

/** Google Cloud's label rules are the narrowest of the three clouds': what holds there holds everywhere, spelt the same. */
const tagRules = "https://cloud.google.com/compute/docs/labeling-resources#requirements";
const TagKey = z.string().regex(new RegExp(`^(?!${reservedTagPrefixes.join("|")})[a-z][a-z0-9_-]{0,62}$`), {
  error: ({ input }) => describeNoTagKey(String(input)),
});

function describeNoTagKey(key: string): string {
  const prefix = reservedTagPrefixes.find((reserved) => key.toLowerCase().startsWith(reserved));
  if (prefix !== undefined) return `"${key}" begins with "${prefix}", which one of the clouds keeps for itself; begin with another word`;
  return `"${key}" is not a tag key in all three clouds: lowercase letters, digits, "-" and "_", a letter first, at most 63; see ${tagRules}`;
}

const TagValue = z.string().regex(/^[a-z0-9_-]{0,63}$/, {
  error: ({ input }) =>
    `"${String(input)}" is not a tag value in all three clouds: lowercase letters, digits, "-" and "_", at most 63; see ${tagRules}`,
});

const shortName = Key.max(12, { error: ({ input }) => describeTooLong(input, 12, "leave room in the clouds' physical names") });

/** AWS and Azure take 50 tags on a resource (catalogue/tagLimits.ts); ten are left to the program and to what the clouds' own controllers add. */
const maxTags = 40;

const Network = withRules(
  z.strictObject({
    supernet: PrivateBlock.default("10.0.0.0/8").describe(
      "Private IPv4 block; every cluster's block is cut from it, by its slot. Clusters keep their blocks for life.",
    ),
    blockPrefix: z
      .int()
      .min(16)
      .max(22)
      .default(18)
      .describe("Prefix length of one cluster's block, 16 to 22; /18 holds 16,384 addresses. Clusters keep their blocks for life."),
  }),
  ({ supernet, blockPrefix }, { sound, report }) => {
    if (sound("supernet") && sound("blockPrefix") && prefixLength(supernet) > blockPrefix)
      report(["blockPrefix"], `a /${blockPrefix} does not fit in supernet ${supernet}; raise blockPrefix or widen supernet`, ["supernet"]);
  },
);

const minutes = z.int().min(1).max(120);

/**
 * Defaults of the cluster autoscaler. Karpenter knows one of these words, scaleDownUnneededMinutes.
 *
 * @see https://learn.microsoft.com/azure/aks/cluster-autoscaler#cluster-autoscaler-profile-settings (whole minutes)
 */
const NodeAutoscaling = z.strictObject({
  scaleDownDelayAfterAddMinutes: minutes.default(10).describe("Minutes after a node came before any may go."),
  scaleDownDelayAfterDeleteMinutes: minutes.optional().describe("Minutes after a node went before any other may go. Default: none."),
  scaleDownDelayAfterFailureMinutes: minutes.default(3).describe("Minutes after a node could not be taken away before any may go."),
  scaleDownUnneededMinutes: minutes.default(10).describe("Minutes that a node must have been needless before it goes."),
  scaleDownUtilizationPercent: z
    .int()
    .min(1)
    .max(99)
    .default(50)
    .describe("A node is needless while its pods request less than this percentage of it, and fit elsewhere."),
  skipNodesWithLocalStorage: z
    .boolean()
    .default(false)
    .describe("Whether a node with a pod that keeps data on it (emptyDir) stays, however needless it is."),
  skipNodesWithSystemPods: z
    .boolean()
    .default(true)
    .describe("Whether a node with a pod of kube-system (daemons aside) stays, unless a disruption budget lets that pod go."),
  maxNodeProvisionMinutes: minutes.default(15).describe("Minutes to wait for a node before another pool is tried."),
});

export const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/**
 * GKE asks for 48 hours in any 32 days, in which every weekday comes at least four times; AKS for windows of 4 hours.
 *
 * @see https://docs.cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions
 * @see https://learn.microsoft.com/azure/aks/planned-maintenance
 */
const Maintenance = withRules(
  z.strictObject({
    days: withRules(z.array(z.enum(weekdays)).min(1, { error: "names no day; list at least one" }), noRepeats)
      .default(["saturday", "sunday"])
      .describe("Weekdays, in UTC, on which the clouds may patch control planes and nodes."),
    startHourUtc: z.int().min(0).max(23).default(2).describe("Hour of those days at which they may begin, in UTC."),
    hours: z.int().min(4).max(24).default(8).describe("Hours that they have."),
  }),
  ({ days, hours }, { sound, report }) => {
    if (sound("days") && sound("hours") && days.length * hours < 12)
      report([], `leaves ${days.length * hours} hours a week; GKE needs 12 (48 in 32 days); add a day or raise hours`);
  },
);

/** Fleet-wide settings. */
export const Settings = z.strictObject({
  name: shortName.describe(
    "The fleet's short name, at most 12 characters: prefix of physical names. Clusters keep it for life: another one is refused until each has another slot.",
  ),
  environment: shortName.describe(
    "The environment's short name, at most 12 characters, such as prod: part of physical names and a tag on everything. Clusters keep it for life, as they do the name.",
  ),
  asOf: Day.describe(
    "The day, YYYY-MM-DD, that support windows of Kubernetes versions are judged at: a plan never reads the clock. Move it on with every review of the file.",
  ),
  tags: withRules(z.record(TagKey, TagValue), (tags, { report }) => {
    const count = Object.keys(tags).length;
    if (count > maxTags) report([], `has ${count} tags, at most ${maxTags} leave room for the program's own; remove some`);
  })
    .default({})
    .describe(
      "Tags (AWS, Azure) and labels (Google Cloud) of every resource that can carry them. Keys and values are lowercase, so that they are the same in all three clouds.",
    ),
  protect: z.boolean().default(true).describe("Refuses to delete clusters, addresses and zones until it is false and applied."),
  nodeAutoscaling: NodeAutoscaling.prefault({}).describe(
    "When node pools grow and shrink, on EKS and AKS. GKE decides by itself, by its autoscaling profile, and Karpenter by what is cheaper: of these words it takes scaleDownUnneededMinutes.",
  ),
  maintenance: Maintenance.prefault({}).describe(
    "When AKS and GKE may patch what runs; EKS patches control planes at any time, without taking them away. AKS takes one day for each kind of upgrade: the first day for the control plane, the last one for node images.",
  ),
  network: Network.prefault({}).describe("How private addresses are cut. Set once, before the first cluster."),
  newPlaces: NewPlaces.optional().describe(
    "Regions and zones that are newer than the program's own list (catalogue/regions), by region, each with its reason: a name that is neither there nor here is taken for a slip. Removed once the list has them. Default: none.",
  ),
});
export type Settings = z.infer<typeof Settings>;
