import type { FleetConfig } from "../../config";
import type { Finding } from "../../config/file/messages";
import { looksSecret } from "../../config/workloads/secretNames";
import { sortedEntries } from "../order";

/** Variables that look like secrets, wherever they are written: everybody who reads the stack file, or the cluster's objects, reads them. */
export function secretVariableWarnings({ workloads, clouds, clusters, platform }: FleetConfig): Finding[] {
  const places: readonly (readonly [readonly string[], Readonly<Record<string, WithEnv>> | undefined])[] = [
    [["workloads"], workloads],
    ...sortedEntries(clouds).map(
      ([cloud, account]) => [["clouds", cloud, "overrides", "workloads"], account?.overrides.workloads] as const,
    ),
    ...sortedEntries(clusters).map(([name, { overrides }]) => [["clusters", name, "overrides", "workloads"], overrides.workloads] as const),
  ];
  const way = platform.secretSync === undefined ? "bring it in with platform.secretSync" : "name it in platform.secretSync.secrets";
  return places.flatMap(([path, section]) =>
    sortedEntries(section ?? {}).flatMap(([workload, { env = {} }]) =>
      sortedEntries(env).flatMap(([variable]) =>
        looksSecret(variable)
          ? [
              {
                path: [...path, workload, "env", variable],
                message:
                  "looks like a secret by its name, and whoever reads this file, the stack's state or the cluster's Deployments reads its value; reports hide it. " +
                  `Keep the value in each cloud's secret store, ${way} and remove it here (docs/operate/secret-sync.md); one that was committed is known: change it`,
              },
            ]
          : [],
      ),
    ),
  );
}

interface WithEnv {
  readonly env?: Readonly<Record<string, string>> | undefined;
}
