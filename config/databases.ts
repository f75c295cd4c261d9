import { z } from "zod";
import { AwsRegion } from "./values/aws";
import { describeUnknown } from "./file/messages";
import { Key } from "./values/names";
import { type Rule, withRules } from "./file/rules";

const maxLagSeconds = z
  .number()
  .min(0.1)
  .max(3600)
  .default(1)
  .describe("Seconds that a copy may be behind before somebody is told, 0.1 to 3600: what a loss may cost of the data.");

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html */
const DbClusterIdentifier = z.string().regex(/^[a-z](?!.*--)[a-z0-9-]{0,61}[a-z0-9]$|^[a-z]$/, {
  error: ({ input }) =>
    `"${String(input)}" is not an identifier of a DB cluster: up to 63 lowercase letters, digits and single hyphens, a letter first and no hyphen last`,
});

const topicArn = /^arn:aws[a-z-]*:sns:([a-z0-9-]+):(\d{12}):[A-Za-z0-9_-]{1,256}(\.fifo)?$/;
const TopicArn = z.string().regex(topicArn, {
  error: ({ input }) => `"${String(input)}" is not the ARN of an SNS topic; write it as arn:aws:sns:us-east-1:111111111111:name`,
});

const Secondary = z.strictObject({
  cluster: DbClusterIdentifier.describe("Identifier of the DB cluster in this region."),
  topic: TopicArn.describe(
    "SNS topic that is told, in this region: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html",
  ),
});

/** CloudWatch tells only topics of the alarm's own region. */
const topicsAreNear: Rule<Readonly<Record<string, z.infer<typeof Secondary>>>> = (secondaries, { sound, report }) => {
  for (const [region, { topic }] of Object.entries(secondaries).filter(([region]) => sound(region, "topic"))) {
    const [, topicRegion] = topicArn.exec(topic) ?? [];
    if (topicRegion !== undefined && topicRegion !== region)
      report([region, "topic"], `is in ${topicRegion}, and an alarm in ${region} cannot tell it; name a topic in ${region}`);
  }
};

const AuroraGlobal = z.strictObject({
  mechanism: z.literal("auroraGlobal").describe("auroraGlobal: an Aurora Global Database; CloudWatch measures each copy."),
  secondaries: withRules(z.record(AwsRegion, Secondary), topicsAreNear).describe("The copies, by region. The primary has none."),
  maxLagSeconds,
});

const CnpgReplicaCluster = z.strictObject({
  mechanism: z
    .literal("cnpgReplicaCluster")
    .describe("cnpgReplicaCluster: a replica cluster of CloudNativePG that streams; platform.monitoring measures it."),
  clusters: z.array(Key).min(1).describe("Clusters of the fleet that hold a copy."),
  namespace: Key.describe("Namespace of the copy there."),
  cluster: Key.describe("Name of the copy's Cluster object there (postgresql.cnpg.io), which has monitoring.enablePodMonitor."),
  maxLagSeconds,
});

/** Databases that a fleet's workloads use, wherever they run, and whoever runs them. */
export const Databases = z.record(
  Key,
  z.strictObject({
    maxConnections: z.int().min(1).describe("Connections that it accepts of this fleet, all clusters together."),
    replication: z
      .discriminatedUnion("mechanism", [AuroraGlobal, CnpgReplicaCluster])
      .optional()
      .describe(
        "What copies it to other regions all the time; the program makes the alarm on the copy's lag: docs/operate/monitoring.md. Default: no alarm.",
      ),
  }),
);
export type Databases = z.infer<typeof Databases>;
export type Replication = NonNullable<Databases[string]["replication"]>;

interface Sections {
  readonly databases: Databases;
  readonly clusters: Readonly<Record<string, unknown>>;
  readonly clouds: { readonly aws?: { readonly account: string } | undefined };
  readonly platform: { readonly monitoring?: unknown };
}

/** Every alarm has somebody who measures, and watches what is there. */
export const replicationIsMeasured: Rule<Sections> = (sections, scope) => {
  const { databases } = sections;
  if (!scope.readable("databases")) return;
  for (const [name, database] of Object.entries(databases)) {
    const path = ["databases", name, "replication"];
    const replication = scope.sound(...path) ? database.replication : undefined;
    if (replication === undefined) continue;
    if (replication.mechanism === "cnpgReplicaCluster") checkCopies(replication, path, sections, scope);
    else checkAccount(replication, path, sections, scope);
  }
};

type Of<Mechanism extends Replication["mechanism"]> = Extract<Replication, { mechanism: Mechanism }>;
type Path = readonly string[];
type Scope = Parameters<typeof replicationIsMeasured>[1];

function checkCopies({ clusters }: Of<"cnpgReplicaCluster">, path: Path, known: Sections, { readable, report }: Scope): void {
  if (readable("platform") && known.platform.monitoring === undefined)
    report(
      [...path, "mechanism"],
      "is measured by the Prometheus of the clusters that hold a copy, and there is none; add platform: { monitoring: { engine: kubePrometheusStack } }",
      ["platform"],
    );
  if (!readable("clusters")) return;
  clusters.forEach((cluster, index) => {
    if (!Object.hasOwn(known.clusters, cluster))
      report([...path, "clusters", index], describeUnknown(cluster, Object.keys(known.clusters), "is not in clusters"), ["clusters"]);
    else if (clusters.indexOf(cluster) < index) report([...path, "clusters", index], `"${cluster}" is in the list twice; name it once`);
  });
}

/** The alarms are made with the credentials of the fleet's account. */
function checkAccount({ secondaries }: Of<"auroraGlobal">, path: Path, { clouds }: Sections, { sound, readable, report }: Scope): void {
  if (Object.keys(secondaries).length === 0)
    report([...path, "secondaries"], "names no copy; add one, such as us-east-1: { cluster: orders-use1, topic: arn:aws:sns:... }");
  if (!readable("clouds")) return;
  if (clouds.aws === undefined)
    return report([...path, "mechanism"], "is measured in AWS, which is not configured; add clouds.aws with the database's account", [
      "clouds",
    ]);
  if (!sound("clouds", "aws", "account")) return;
  for (const [region, { topic }] of Object.entries(secondaries)) {
    const account = topicArn.exec(topic)?.[2];
    if (account !== clouds.aws.account)
      report(
        [...path, "secondaries", region, "topic"],
        `is in account ${account}, and the alarm would be in ${clouds.aws.account} (clouds.aws.account); name a topic of that account`,
        ["clouds", "aws", "account"],
      );
  }
}
