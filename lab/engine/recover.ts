import { setTimeout as sleep } from "node:timers/promises";
import type { Lab } from "../lab";
import { isAlive } from "../processes/identity";
import type { Engine } from "./engine";
import { settle } from "./recovery";

/**
 * Brings a stack back from a crash before anything else touches it: waits for an engine that outlived its lab, releases a lock that
 * nobody holds, and settles what the state does not know. Changes nothing where nothing crashed.
 *
 * @throws Error naming each resource that is in a cloud and that nothing recorded says how to adopt
 */
export async function recover(lab: Lab, engine: Engine, say: (line: string) => void): Promise<void> {
  if (!engine.exists()) return;
  await endOrphanedEngine(engine, say);
  if (engine.isLocked()) await engine.releaseLock();

  const state = await engine.exportState();
  const recovery = settle(state, lab.clouds.madeBy(engine.stack));
  if (recovery.unknown.length > 0) {
    throw new Error(
      [
        `the clouds hold resources of ${engine.stack} that its state does not know, and nothing was changed:`,
        ...recovery.unknown.map((resource) => `  ${resource.type} ${resource.id} (made for ${resource.urn})`),
        `Adopt each with: pulumi import <type> <name> <id> --stack ${engine.stack}`,
      ].join("\n"),
    );
  }
  if (recovery.state === undefined) return;
  await engine.importState(recovery.state);
  say(`recovered ${engine.stack} after a crash: ${recovery.adopted.length} resources adopted`);
}

/** An engine whose lab was killed loses its providers and ends by itself, with its state written; it gets a minute for that. */
async function endOrphanedEngine(engine: Engine, say: (line: string) => void): Promise<void> {
  const orphan = engine.lastProcess();
  if (orphan === undefined || !isAlive(orphan)) return;
  say(`waiting for the engine of an earlier operation (process ${orphan.pid}) to write its state`);
  for (let waited = 0; waited < 60 && isAlive(orphan); waited += 1) await sleep(1_000);
  if (isAlive(orphan)) process.kill(orphan.pid, "SIGKILL");
}
