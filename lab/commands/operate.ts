import { loadStack } from "../../config/file/load";
import { planStack } from "../../plan";
import { recover } from "../engine/recover";
import { mayKeepOnlyTheEnd } from "../engine/checkpoints";
import type { Operation } from "../engine/arguments";
import type { Engine, OperationResult, RunOptions } from "../engine/engine";
import { outputsOf } from "../engine/state";
import type { Lab } from "../lab";
import { describeChanges, OperationProgress } from "../progress";
import type { LabStacks } from "../stacks";
import { describeWarnings } from "./warnings";

/** Prints a line where people look. */
export type Say = (line: string) => void;

/** Stops a command with a message for the user and exit code 1; never a stack trace. */
export class CommandFailed extends Error {
  override readonly name = "CommandFailed";
}

export async function preview(lab: Lab, stacks: LabStacks, say: Say, signal: AbortSignal): Promise<void> {
  for (const stack of stacks.named) {
    const engine = lab.engine(stack);
    await engine.init();
    await run(engine, "preview", say, signal);
  }
}

/**
 * Previews and then updates, as `pulumi up` does: what a preview finds stops a stack before anything of it is changed. An update that would
 * leave the stack exactly as it is, down to what is recorded about each resource, is left out.
 */
export async function up(
  lab: Lab,
  stacks: LabStacks,
  { skipPreview }: { readonly skipPreview: boolean },
  say: Say,
  signal: AbortSignal,
): Promise<void> {
  for (const stack of updateOrder(lab, stacks)) {
    const engine = lab.engine(stack);
    await engine.init();
    await recover(lab, engine, say);
    const keepOnlyTheEnd = mayKeepOnlyTheEnd(engine.state(), lab);
    const { isNeeded = true } = skipPreview
      ? {}
      : await told(engine, "preview", say, signal, (onEvent) => engine.previewForUpdate({ signal, onEvent }));
    if (isNeeded) await told(engine, "up", say, signal, (onEvent) => engine.run("up", { signal, onEvent, keepOnlyTheEnd }));
    else say(`up ${stack}: left out, since it would change nothing`);
  }
}

export async function refresh(lab: Lab, stacks: LabStacks, say: Say, signal: AbortSignal): Promise<void> {
  for (const stack of stacks.named) {
    const engine = lab.engine(stack);
    if (!engine.exists()) throw new CommandFailed(`stack ${stack} does not exist yet; make it with \`npm run lab -- up ${stack}\``);
    await recover(lab, engine, say);
    await run(engine, "refresh", say, signal);
  }
}

/** Traffic first: an address must leave the answers before it goes. */
export async function destroy(
  lab: Lab,
  stacks: LabStacks,
  options: { readonly unprotect: boolean },
  say: Say,
  signal: AbortSignal,
): Promise<void> {
  const engines = [...stacks.named]
    .reverse()
    .map((stack) => lab.engine(stack))
    .filter((engine) => engine.exists());
  if (stacks.named.includes(stacks.fleet) && stacks.traffic !== undefined && !stacks.named.includes(stacks.traffic)) {
    throw new CommandFailed(`destroy ${stacks.traffic} first: it answers with the addresses of ${stacks.fleet}`);
  }
  for (const engine of engines) await recover(lab, engine, say);
  refuseProtected(engines, options.unprotect, stacks);
  if (options.unprotect) await Promise.all(engines.map((engine) => unprotect(lab, engine)));
  for (const engine of engines) await run(engine, "destroy", say, signal);
}

async function unprotect(lab: Lab, engine: Engine): Promise<void> {
  await engine.unprotectAll();
  await lab.clouds.liftDeletionProtection(engine.stack);
}

function refuseProtected(engines: readonly Engine[], unprotect: boolean, stacks: LabStacks): void {
  if (unprotect) return;
  const lines: string[] = [];
  for (const engine of engines) {
    const { deployment } = engine.state();
    const names = (deployment.resources ?? [])
      .filter((resource) => resource.protect === true)
      .map((resource) => resource.urn.slice(resource.urn.lastIndexOf("::") + 2));
    if (names.length > 0)
      lines.push(`${engine.stack}: ${names.length} protected (${names.slice(0, 6).join(", ")}${names.length > 6 ? ", ..." : ""})`);
  }
  if (lines.length === 0) return;
  const named = stacks.named[0] ?? stacks.fleet;
  throw new CommandFailed(
    [
      "clusters, addresses and zones are protected; nothing was destroyed.",
      ...lines.map((line) => `  ${line}`),
      `To destroy them all the same: npm run lab -- destroy ${named} --unprotect`,
      `(on real accounts: docs/operate/real-accounts.md)`,
    ].join("\n"),
  );
}

/**
 * Fleet before traffic: an address must exist before it is answered. Where DNS is to let go of a cluster, traffic goes first as well, so
 * that no query gets an address that is gone.
 */
function updateOrder(lab: Lab, stacks: LabStacks): readonly string[] {
  if (stacks.traffic === undefined || stacks.named.length < 2) return stacks.named;
  const served = outputsOf(lab.engine(stacks.traffic).state())["serves"];
  if (!Array.isArray(served)) return stacks.named;
  const plan = planStack(loadStack(lab.project.root, stacks.fleet));
  const keeps = plan.kind === "fleet" ? Object.keys(plan.servedBy) : [];
  return served.every((cluster) => keeps.includes(String(cluster))) ? stacks.named : [stacks.traffic, stacks.fleet, stacks.traffic];
}

async function run(engine: Engine, operation: Operation, say: Say, signal: AbortSignal): Promise<void> {
  await told(engine, operation, say, signal, (onEvent) => engine.run(operation, { signal, onEvent }));
}

/** One run of the engine, from its heading to its seconds. */
async function told<Result extends OperationResult>(
  engine: Engine,
  operation: Operation,
  say: Say,
  signal: AbortSignal,
  act: (onEvent: NonNullable<RunOptions["onEvent"]>) => Promise<Result>,
): Promise<Result> {
  if (signal.aborted) throw new CommandFailed(`interrupted before ${operation} ${engine.stack}; ${again}`);
  say(`${operation} ${engine.stack}`);
  const progress = new OperationProgress(`${operation} ${engine.stack}`);
  let seconds = 0;
  const result = await act((event) => progress.receive(event)).finally(() => (seconds = progress.finish()));
  for (const line of describeWarnings(result.warnings)) say(line);
  if (!result.succeeded) {
    const failed = `${operation} ${engine.stack} failed after ${seconds.toFixed(1)} s`;
    const interrupted = signal.aborted ? [`interrupted; ${again}`] : [];
    throw new CommandFailed([failed, ...result.errors.map((error) => `  ${error}`), ...interrupted].join("\n"));
  }
  for (const line of describeChanges(progress.changes)) say(line);
  say(`  ${seconds.toFixed(1)} s`);
  return result;
}

const again = "run the same command again to finish";
