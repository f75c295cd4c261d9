import { loadStack } from "../../config/file/load";
import { planStack } from "../../plan";
import { lossKinds, type LossKind } from "../drill/losses/kinds";
import { placesOf } from "../drill/losses/place";
import type { DrillReport } from "../drill/report";
import { runDrill } from "../drill/run";
import { renderDrill } from "../drill/text";
import { readFaults } from "../faults";
import { readFrontDoor } from "../doors/registry";
import type { LabContents } from "../lab";
import { lockLab } from "../lock";
import type { LabStacks } from "../stacks";
import { CommandFailed, type Say } from "./operate";

/** As they come from the command line. */
export interface DrillWords {
  readonly lose: string;
  readonly kind: LossKind;
  readonly realTime: boolean;
  readonly json: boolean;
  readonly seed: number;
  readonly clients: number;
  readonly checkers: number;
  readonly autoscaling: boolean;
}

/** @throws CommandFailed where the drill cannot begin, is interrupted, or does not hold; its report has been said then */
export async function drill(
  { home, controlPlanes, clouds }: LabContents,
  projectRoot: string,
  stacks: LabStacks,
  words: DrillWords,
  say: Say,
  signal: AbortSignal,
): Promise<void> {
  const stack = stacks.traffic ?? stacks.fleet;
  const plan = planStack(loadStack(projectRoot, stack)).traffic;
  if (plan === undefined) throw new CommandFailed(`${stack} has no traffic section, so there is nothing to lose`);
  checkWords(words, plan.probing.checkers);
  const places = placesOf(plan);
  const place = places.find(({ name }) => name === words.lose);
  if (place === undefined)
    throw new CommandFailed(
      `--lose ${words.lose}: nothing that answers has that name; there are ${places.map(({ name }) => name).join(", ")}`,
    );
  if (readFrontDoor(home) === undefined)
    throw new CommandFailed(`the lab of ${stacks.fleet} is not up; start it with \`npm run lab -- up ${stacks.fleet}\``);
  const release = lockLab(home, `drill ${stacks.fleet}`);
  const tell: Say = words.json ? (line) => void process.stderr.write(`${line}\n`) : say;
  try {
    const { broken } = readFaults(home);
    if (broken.length > 0) tell(`broken already: ${broken.join(", ")}`);
    const report = await runDrill({
      home,
      controlPlanes,
      clouds,
      stack,
      plan,
      place,
      kind: words.kind,
      clock: words.realTime ? "real time" : "compressed",
      seed: words.seed,
      clients: words.clients,
      blindCheckers: words.checkers,
      autoscaling: words.autoscaling ? "on" : "off",
      say: tell,
      signal,
    });
    print(report, words.json, say);
    if (!report.holds) throw new CommandFailed(`the drill of ${place.name} does not hold`);
  } catch (error) {
    if (signal.aborted) throw new CommandFailed(`interrupted; nothing was measured`);
    throw error;
  } finally {
    release();
  }
}

function checkWords({ seed, clients, checkers, kind, autoscaling, realTime }: DrillWords, most: number): void {
  const wrong = [
    ...(Number.isSafeInteger(seed) ? [] : ["--seed: a whole number"]),
    ...(Number.isInteger(clients) && clients > 0 ? [] : ["--clients: a whole number of 1 or more"]),
    ...(Number.isInteger(checkers) && checkers >= 1 && checkers <= most ? [] : [`--checkers: 1 to ${most}`]),
    ...(autoscaling && !realTime ? ["--autoscaling: only with --real-time, since the windows of autoscalers cannot be compressed"] : []),
    ...(Object.hasOwn(lossKinds, kind) ? [] : [`--kind: one of ${Object.keys(lossKinds).join(", ")}`]),
  ];
  if (wrong.length > 0) throw new CommandFailed(wrong.join("\n"));
}

function print(report: DrillReport, json: boolean, say: Say): void {
  if (json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else for (const line of renderDrill(report)) say(line);
}
