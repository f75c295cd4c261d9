import { setTimeout as sleep } from "node:timers/promises";
import type { SimulatedClouds } from "../clouds/clouds";
import { isAlive } from "../processes/identity";
import type { Engine } from "./engine";
import { settle } from "./recovery";

type CrashedEngine = Pick<
  Engine,
  "stack" | "exists" | "lastProcess" | "forgetLastProcess" | "isLocked" | "releaseLock" | "state" | "importState"
>;

/**
 * Brings a stack back from a crash before anything else touches it: waits for an engine that outlived its lab, releases a lock that
 * nobody holds, and settles what the state does not know. Changes nothing where nothing crashed.
 *
 * An engine that outlives its lab takes every create for failed whose answer is missing, and forgets it. The clouds died with the lab: what
 * they made and did not answer for is taken back, as if the crash had come before it.
 *
 * @throws Error naming each resource that is in a cloud and that nothing recorded says how to adopt, where no operation was cut off
 */
export async function recover(
  { clouds }: { readonly clouds: Pick<SimulatedClouds, "madeBy" | "takeBack"> },
  engine: CrashedEngine,
  say: (line: string) => void,
): Promise<void> {
  if (!engine.exists()) return;
  const wasCutOff = engine.lastProcess() !== undefined;
  await endOrphanedEngine(engine, say);
  if (engine.isLocked()) await engine.releaseLock();

  const state = engine.state();
  const { state: settled, adopted, unknown } = settle(state, clouds.madeBy(engine.stack));
  if (unknown.length > 0 && !wasCutOff) {
    throw new Error(
      [
        `the clouds hold resources of ${engine.stack} that its state does not know, and nothing was changed:`,
        ...unknown.map((resource) => `  ${resource.type} ${resource.id} (made for ${resource.urn})`),
        `Adopt each with: pulumi import <type> <name> <id> --stack ${engine.stack}`,
      ].join("\n"),
    );
  }
  for (const resource of unknown) await clouds.takeBack(resource);
  if (settled !== undefined) await engine.importState(settled);
  // What is missing from the state from here on, somebody took out of it.
  engine.forgetLastProcess();
  if (settled === undefined && unknown.length === 0) return;
  const alsoTakenBack = unknown.length === 0 ? "" : `, ${unknown.length} taken back that the engine never heard of`;
  say(`recovered ${engine.stack} after a crash: ${adopted.length} resources adopted${alsoTakenBack}`);
}

/** An engine whose lab was killed loses its providers and ends by itself, with its state written; it gets a minute for that. */
async function endOrphanedEngine(engine: CrashedEngine, say: (line: string) => void): Promise<void> {
  const orphan = engine.lastProcess();
  if (orphan === undefined || !isAlive(orphan)) return;
  say(`waiting for the engine of an earlier operation (process ${orphan.pid}) to write its state`);
  for (let waited = 0; waited < 60 && isAlive(orphan); waited += 1) await sleep(1_000);
  if (isAlive(orphan)) process.kill(orphan.pid, "SIGKILL");
}
