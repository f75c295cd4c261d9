import type { FleetConfig } from "../../config";
import type { Replication } from "../../config/databases";
import { sortedEntries } from "../order";

/** A CloudWatch alarm on how far the copy of a database is behind. */
export interface ReplicationAlarm {
  /** Logical: the database's key and the region. */
  readonly key: string;
  /** In CloudWatch, for people and for `traffic.objectives.replication.lagAlarm`. */
  readonly name: string;
  readonly database: string;
  /** Of the copy, which is where AWS measures it. */
  readonly region: string;
  /** DB cluster of the copy. */
  readonly cluster: string;
  readonly maxLagMilliseconds: number;
  /** ARN of the SNS topic that is told. */
  readonly topic: string;
}

/** In order of databases and regions. Copies that are not in AWS are watched by the clusters that hold them. */
export function replicationAlarms({ databases, settings }: FleetConfig): readonly ReplicationAlarm[] {
  return sortedEntries(databases).flatMap(([database, { replication }]) =>
    replication?.mechanism === "auroraGlobal" ? ofDatabase(database, replication, settings) : [],
  );
}

function ofDatabase(
  database: string,
  { secondaries, maxLagSeconds }: Extract<Replication, { mechanism: "auroraGlobal" }>,
  { name, environment }: FleetConfig["settings"],
): ReplicationAlarm[] {
  return sortedEntries(secondaries).map(([region, { cluster, topic }]) => ({
    key: `${database}-${region}`,
    name: `${name}-${environment}-${database}-replication-lag`,
    database,
    region,
    cluster,
    maxLagMilliseconds: Math.round(maxLagSeconds * 1000),
    topic,
  }));
}
