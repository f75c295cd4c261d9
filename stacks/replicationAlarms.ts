import { Provider } from "@pulumi/aws/provider";
import { createReplicationAlarm } from "../components/databases/replicationAlarm";
import type { ReplicationAlarm } from "../plan/model/databases";

/**
 * Alarms on the copies of databases in AWS, each in its copy's region.
 *
 * @param tags on everything
 */
export function deployReplicationAlarms(alarms: readonly ReplicationAlarm[], tags: Readonly<Record<string, string>>): void {
  for (const region of new Set(alarms.map((alarm) => alarm.region))) {
    const provider = createProvider(`databases-${region}-aws`, region);
    for (const plan of alarms.filter((alarm) => alarm.region === region))
      createReplicationAlarm(`${plan.key}-replication-lag`, { plan, tags }, { provider });
  }
}

/**
 * Configures without a call, so that a lost region's alarms stop nobody. That the account is the right one, the clusters' providers see to,
 * which have the same credentials.
 */
function createProvider(name: string, region: string): Provider {
  return new Provider(name, {
    region,
    skipCredentialsValidation: true,
    skipRequestingAccountId: true,
    skipMetadataApiCheck: true,
    skipRegionValidation: true,
  });
}
