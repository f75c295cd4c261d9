import { z } from "zod";
import { describeUnknown } from "../file/messages";
import { Key } from "../values/names";
import type { Rule } from "../file/rules";

const rpsPerReplica = z.int().min(1).describe("Requests per second that one replica carries, as a load test found it.");

/** What a replica carries, and what it takes of what all share. */
export const ServiceCapacity = z.strictObject({
  rpsPerReplica,
  connections: z
    .record(Key, z.int().min(1))
    .default({})
    .describe("Connections that one replica opens, by name of a database in databases."),
});

export const ServiceCapacityOverride = z.strictObject({ rpsPerReplica });

interface Sections {
  readonly databases: Readonly<Record<string, unknown>>;
  readonly workloads: Readonly<
    Record<string, { readonly capacity?: { readonly connections: Readonly<Record<string, number>> } | undefined }>
  >;
}

/** A misspelt database would be a limit that nobody is held to. */
export const databasesAreKnown: Rule<Sections> = ({ databases, workloads }, { sound, readable, report }) => {
  if (!readable("databases") || !readable("workloads")) return;
  for (const [name, workload] of Object.entries(workloads)) {
    const path = ["workloads", name, "capacity", "connections"];
    if (!sound(...path)) continue;
    for (const database of Object.keys(workload.capacity?.connections ?? {}))
      if (!Object.hasOwn(databases, database))
        report([...path, database], describeUnknown(database, Object.keys(databases), "is not in databases"), ["databases"]);
  }
};
