import { Command } from "commander";
import { chartFolder, readLock, requireLock } from "../config/charts/folder";
import { lockName } from "../config/charts/lock";
import { ConfigError } from "../config/file/problems";
import { bringArchives, type Brought, writeLock } from "./charts/bring";
import { describeFault, endWithStandardOutput, sayAndFail } from "./standardOutput";

const program = new Command("charts")
  .description("Fetches the charts' archives, as charts/lock.yaml has them, for previews and updates to read: docs/decisions/charts.md.")
  .option("--lock", "write the rows and the digests that the lock lacks, first", false)
  .action(async ({ lock }: { readonly lock: boolean }) => {
    const folder = chartFolder();
    if (!lock) requireLock(folder);
    tell(lock ? await writeLock(folder) : await bringArchives(folder, readLock(folder)));
  });

/** Exits with 1 where an archive is missing, after all that could be had was. */
function tell({ fetched, kept, problems }: Brought): void {
  for (const chart of fetched) console.log(`fetched ${chart}`);
  if (problems.length > 0) sayAndFail(problems.join("\n"));
  else console.log(`all ${fetched.length + kept.length} charts of ${lockName} are there`);
}

/** What a folder that cannot be read or written says is said as it is; anything else is nobody's but the program's. */
function describe(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  const isOfSystem = error instanceof Error && "code" in error && "path" in error;
  return isOfSystem
    ? `${chartFolder()} cannot be used: ${error.message}; mend that and try again`
    : describeFault("fetch the charts", error);
}

endWithStandardOutput();
program.parseAsync().catch((error: unknown) => sayAndFail(describe(error)));
