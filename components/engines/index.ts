import type { EnginePlan } from "../../plan/model/engines/plan";
import type { EngineWord, PlatformPlan } from "../../plan/model/engines";
import type { BehindFrontDoor } from "../kubernetes/inCluster";
import { Engine, type Engines } from "./engine";
import { Mesh } from "./mesh";

type Plans = { readonly [Word in EngineWord]: NonNullable<PlatformPlan[Word]> };
type EngineClass<Plan extends EnginePlan> = new (
  name: string,
  plan: Plan,
  inside: BehindFrontDoor,
  options: { readonly others: Engines },
) => Engine;

/** Which component installs an engine: its own where it has resources that no other has. */
const engineClasses: { readonly [Word in EngineWord]: EngineClass<Plans[Word]> } = {
  configSync: Engine,
  eventScaling: Engine,
  mesh: Mesh,
  monitoring: Engine,
  secretSync: Engine,
};

/**
 * A cluster's engines, one after the other.
 *
 * @param id what the names of the cluster's resources begin with
 * @param words of its engines, none before one that it needs
 */
export function installEngines(id: string, platform: PlatformPlan, words: readonly EngineWord[], inside: BehindFrontDoor): Engines {
  const made = new Map<string, Engine>();
  for (const word of words) install(word, platform, (plan) => `${id}-${plan.component.name}`, inside, made);
  return made;
}

function install<Word extends EngineWord>(
  word: Word,
  platform: { readonly [Of in EngineWord]?: Plans[Of] },
  nameOf: (plan: EnginePlan) => string,
  inside: BehindFrontDoor,
  made: Map<string, Engine>,
): void {
  const plan = platform[word];
  if (plan !== undefined) made.set(word, new engineClasses[word](nameOf(plan), plan, inside, { others: made }));
}

/** The cluster's mesh; undefined where it has none. */
export function meshOf(engines: Engines): Mesh | undefined {
  const mesh = engines.get("mesh");
  return mesh instanceof Mesh ? mesh : undefined;
}
