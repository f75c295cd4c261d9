import type { FleetConfig } from "../../config";
import type { Replication } from "../../config/databases";
import { sortedEntries } from "../order";
import type { ReplicationAlarm } from "../model/databases";

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
