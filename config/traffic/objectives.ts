import { z } from "zod";
import { type Rule, withRules } from "../file/rules";

const Replication = z.strictObject({
  mechanism: z
    .enum([
      "auroraGlobal",
      "rdsCrossRegionReplica",
      "azurePostgresReplica",
      "cloudSqlReplica",
      "cnpgReplicaCluster",
      "redisActiveActive",
      "other",
    ])
    .describe("What copies the data between regions all the time. A backup is no replication."),
  lagAlarm: z
    .strictObject({
      name: z.string().min(1).describe("Name of the alarm that watches the lag, where it is kept: a CloudWatch alarm, a Prometheus rule."),
      seconds: z.int().min(1).describe("Lag, in seconds, above which it fires; at most rpoSeconds."),
    })
    .describe("Who notices that the copy falls behind: an objective that nobody measures is a wish."),
});

interface DataObjective {
  readonly rpoSeconds?: number | undefined;
  readonly replication?: z.infer<typeof Replication> | undefined;
}

/** DNS moves no data. */
const dataIsCopied: Rule<DataObjective> = ({ rpoSeconds, replication }, { sound, readable, report }) => {
  if (!sound("rpoSeconds") || !readable("replication")) return;
  if (rpoSeconds === undefined) {
    if (replication !== undefined) report(["replication"], "serves no objective; add rpoSeconds, or remove it", ["rpoSeconds"]);
    return;
  }
  if (replication === undefined)
    return report(
      ["rpoSeconds"],
      `${rpoSeconds} s have nothing that gives them: DNS moves no data; declare replication with its mechanism and lagAlarm, or remove it`,
      ["replication"],
    );
  if (sound("replication", "lagAlarm", "seconds") && replication.lagAlarm.seconds > rpoSeconds)
    report(
      ["replication", "lagAlarm", "seconds"],
      `${replication.lagAlarm.seconds} is above rpoSeconds ${rpoSeconds}: the objective would be missed in silence; lower it to ${rpoSeconds} or less`,
      ["rpoSeconds"],
    );
};

export const Objectives = withRules(
  z.strictObject({
    rtoSeconds: z
      .int()
      .min(1)
      .describe(
        "Longest time, in seconds, until a client that honours the TTL reaches a living address again, whatever cloud or region is lost.",
      ),
    rpoSeconds: z
      .int()
      .min(1)
      .optional()
      .describe("Longest span of data, in seconds, that a loss may cost. Needs replication. Default: nothing is promised."),
    replication: Replication.optional().describe("What gives rpoSeconds."),
  }),
  dataIsCopied,
);
