import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import Table from "cli-table3";
import { readState } from "../engine/state";
import { labFormat } from "../format";
import { startFrontDoor } from "../doors/start";
import type { LabHome } from "../home";
import { openControlPlanes } from "../kubernetes/controlPlane/controlPlanes";
import { lockLab, lockPath } from "../lock";
import { openSupervisor } from "../processes/supervisor";
import { isSaveName, obstacles, type Present } from "../saves/manifest";
import { openSaves, type Save } from "../saves/saves";
import { allTools, ensureTools, type ToolPaths } from "../tools/ensure";
import { minorsOfWriters } from "../tools/minors";
import type { Progress } from "../tools/progress";
import { CommandFailed, type Say } from "./operate";

/** Keeps a copy of the lab as it is. What runs is ended for the time of the copy, since a store that is written to cannot be copied. */
export async function save(
  home: LabHome,
  name: string,
  { replace }: { readonly replace: boolean },
  progress: Progress,
  say: Say,
): Promise<void> {
  requireName(name);
  const saves = openSaves(home);
  if (saves.read(name) !== undefined && !replace)
    throw new CommandFailed(`a save ${name} of ${home.fleetStack} exists; choose another name, or replace it with --replace`);
  const tools = await ensureTools(allTools, progress);
  const release = lockLab(home, `save ${name}`);
  try {
    refuseUnfinished(home);
    const present = await presentOf(home, tools);
    const running = openSupervisor(home).list().length > 0;
    progress.show(`saving ${home.fleetStack}`, "ending its processes");
    await endAll(home, tools);
    progress.show(`saving ${home.fleetStack}`, "copying");
    try {
      saves.write(name, { ...present, savedAt: new Date().toISOString() });
    } finally {
      if (running) await startAll(home, tools, progress);
    }
    progress.keep(`saved ${home.fleetStack} as ${name}`);
  } finally {
    release();
  }
  say(`To have it back: npm run lab -- restore ${home.fleetStack} ${name}`);
}

/** Puts a save in the place of what the lab holds now, and starts it. */
export async function restore(home: LabHome, name: string, progress: Progress, say: Say): Promise<void> {
  const saves = openSaves(home);
  const found = saves.read(name);
  if (found === undefined) throw new CommandFailed(`${home.fleetStack} has no save ${name}${namesOf(saves.list())}`);
  const tools = await ensureTools(allTools, progress);
  const release = lockLab(home, `restore ${name}`);
  try {
    const reasons = obstacles(found, await presentOf(home, tools));
    if (reasons.length > 0)
      throw new CommandFailed(
        [`save ${name} cannot run here, and nothing was changed:`, ...reasons.map((reason) => `  ${reason}`)].join("\n"),
      );
    progress.show(`restoring ${home.fleetStack}`, "ending its processes");
    await endAll(home, tools);
    progress.show(`restoring ${home.fleetStack}`, "copying");
    saves.putBack(name, lockPath(home));
    await startAll(home, tools, progress);
    progress.keep(`restored ${home.fleetStack} from ${name}, of ${found.savedAt}`);
  } finally {
    release();
  }
  say(`Health checkers begin anew: \`npm run lab -- status ${home.fleetStack}\` shows what they have found.`);
}

export function listSaves(home: LabHome, say: Say): void {
  const saves = openSaves(home).list();
  if (saves.length === 0) {
    say(`${home.fleetStack} has no saves; make one with: npm run lab -- save ${home.fleetStack} <name>`);
    return;
  }
  const table = new Table({ head: ["save", "of", "Kubernetes"], style: { head: [], border: [], compact: true } });
  for (const { name, savedAt, tools } of saves) table.push([name, savedAt, tools["kube-apiserver"] ?? ""]);
  for (const line of table.toString().split("\n")) say(line);
}

export function deleteSave(home: LabHome, name: string, say: Say): void {
  const saves = openSaves(home);
  if (saves.read(name) === undefined) throw new CommandFailed(`${home.fleetStack} has no save ${name}${namesOf(saves.list())}`);
  saves.remove(name);
  say(`deleted the save ${name} of ${home.fleetStack}`);
}

function requireName(name: string): void {
  if (!isSaveName(name))
    throw new CommandFailed(
      `${JSON.stringify(name)} cannot name a save: begin with a letter or a digit, and use at most 60 letters, digits, dots, dashes and underscores`,
    );
}

function namesOf(saves: readonly Save[]): string {
  return saves.length === 0 ? "; it has none" : `; it has ${saves.map(({ name }) => name).join(", ")}`;
}

/** Half of an operation cannot be gone on with from a copy: the engine that knows of it would be another one. */
function refuseUnfinished(home: LabHome): void {
  const projects = join(home.backend, ".pulumi", "stacks");
  const stateFiles = existsSync(projects)
    ? readdirSync(projects).flatMap((project) =>
        readdirSync(join(projects, project))
          .filter((file) => file.endsWith(".json"))
          .map((file) => join(projects, project, file)),
      )
    : [];
  const pending = stateFiles.filter((file) => (readState(file)?.deployment.pending_operations ?? []).length > 0);
  const cutOff = existsSync(home.engine) ? readdirSync(home.engine).filter((file) => file.endsWith(".process.json")) : [];
  if (pending.length + cutOff.length === 0) return;
  throw new CommandFailed(
    `an operation on ${home.fleetStack} was cut off, and half of one cannot be saved; finish it first: npm run lab -- up ${home.fleetStack}`,
  );
}

async function presentOf(home: LabHome, tools: ToolPaths): Promise<Present> {
  return { format: labFormat, root: home.root, loopbackPrefix: home.loopbackPrefix, tools: await minorsOfWriters(tools) };
}

/** The store last, and gently: the API servers write to it until they end. */
async function endAll(home: LabHome, tools: ToolPaths): Promise<void> {
  await openControlPlanes(home, tools).stopAll();
  await openSupervisor(home).stopAll();
}

async function startAll(home: LabHome, tools: ToolPaths, progress: Progress): Promise<void> {
  progress.show(`starting ${home.fleetStack}`, "its clusters and front doors");
  await Promise.all([openControlPlanes(home, tools).resume(), startFrontDoor(home)]);
}
