import { mkdirSync } from "node:fs";
import type { StackConfig } from "../config";
import { loadStack } from "../config/file/load";
import { namedZone } from "../config/traffic/trafficManager";
import { supplyCharts } from "./charts/supply";
import { openClouds, type SimulatedClouds } from "./clouds/clouds";
import type { ExistingZone } from "./clouds/existingZones";
import type { Latency } from "./clouds/simulator/latency";
import { Engine } from "./engine/engine";
import { createPrograms } from "./engine/program/programs";
import { engineEnvironment, readProject, type Project } from "./engine/workspace";
import { requireFormat } from "./format";
import { startFrontDoor } from "./doors/start";
import { labHome, type LabHome } from "./home";
import { sharedToken } from "./kubernetes/controlPlane/access";
import { writeAuthPlugins } from "./kubernetes/controlPlane/authPlugins";
import type { ControlPlanes } from "./kubernetes/controlPlane/controlPlane";
import { openControlPlanes } from "./kubernetes/controlPlane/controlPlanes";
import { startExistingClusters } from "./kubernetes/controlPlane/existingClusters";
import { createKubernetesBackend } from "./kubernetes/provider/provider";
import { lockLab } from "./lock";
import { createCallCounts, type CallCounts } from "./provider/counts";
import { serve, type ProviderServer } from "./provider/server";
import { allTools, ensureTools, type ToolPaths } from "./tools/ensure";
import type { Progress } from "./tools/progress";

/** What a lab holds: its clouds and clusters, without an engine. */
export interface LabContents {
  readonly home: LabHome;
  readonly controlPlanes: ControlPlanes;
  readonly clouds: SimulatedClouds;
}

/** A lab with its engine at hand, for the time of one operation. */
export interface Lab extends LabContents {
  readonly project: Project;
  readonly latency: Latency;
  readonly hasExistingClusters: boolean;
  readonly counts: CallCounts;
  engine(stack: string): Engine;
  /** Ends what belongs to the operation; clusters and front doors go on. */
  close(): Promise<void>;
}

export interface LabOptions {
  readonly projectRoot: string;
  readonly fleetStack: string;
  /** For the lock's message. */
  readonly command: string;
  readonly latency: Latency;
  /** How often the program will be evaluated, at most: the first time begins while the lab starts. */
  readonly evaluations: number;
  readonly progress: Progress;
}

export async function openContents(home: LabHome, progress: Progress): Promise<LabContents> {
  const controlPlanes = openControlPlanes(home, await ensureTools(allTools, progress));
  return { home, controlPlanes, clouds: openClouds({ home, controlPlanes, latency: { mode: "none", scale: 1 } }) };
}

/** @throws Error where another operation is under way, a tool cannot be built or a part does not start */
export async function openLab(options: LabOptions): Promise<Lab> {
  const project = readProject(options.projectRoot);
  const home = labHome(options.projectRoot, options.fleetStack);
  for (const folder of [home.root, home.clouds, home.logs, home.engine]) mkdirSync(folder, { recursive: true });
  const release = lockLab(home, options.command);
  try {
    requireFormat(home);
    // The program refuses to start without them, as without the clouds' plugins.
    if (options.evaluations > 0) await supplyCharts(home);
    const tools = await ensureTools(allTools, options.progress);
    return await startLab(options, home, project, tools, release);
  } catch (error) {
    release();
    throw error;
  }
}

async function startLab(
  { projectRoot, fleetStack, latency, evaluations, progress }: LabOptions,
  home: LabHome,
  project: Project,
  tools: ToolPaths,
  release: () => void,
): Promise<Lab> {
  const config = loadStack(projectRoot, fleetStack);
  const programs = createPrograms({ main: project.main, projectRoot, env: engineEnvironment(home, new Map()) }, evaluations);
  const controlPlanes = openControlPlanes(home, tools);
  const clouds = openClouds({ home, controlPlanes, latency, existingZones: existingZones(config) });
  const counts = createCallCounts();
  progress.show("starting the lab's clusters and front doors", "");
  // The program refuses to start without them, before the first cluster is there.
  writeAuthPlugins(home, sharedToken(home));
  await controlPlanes.resume();
  await startExistingClusters(home, controlPlanes, config.fleet.clusters);
  await startFrontDoor(home);

  const servers = new Map<string, ProviderServer>();
  for (const backend of [clouds.aws, clouds.azure, clouds.gcp]) servers.set(backend.name, await serve(backend, counts));
  servers.set("kubernetes", await serve(createKubernetesBackend({ home, controlPlanes }), counts));
  const env = engineEnvironment(home, new Map([...servers].map(([name, { port }]) => [name, port])));
  return {
    home,
    project,
    latency,
    hasExistingClusters: Object.values(config.fleet.clusters).some(({ cloud }) => cloud === "existing"),
    controlPlanes,
    clouds,
    counts,
    engine: (stack) => new Engine({ home, project, stack, binary: tools.pulumi, programs, env }),
    close: async () => {
      programs.close();
      await Promise.all([...servers.values()].map((server) => server.close()));
      release();
    },
  };
}

/** A zone that the stack files take as given exists here too, and so does what it is in. */
function existingZones(config: StackConfig): readonly ExistingZone[] {
  const { traffic } = config.kind === "fleet" && config.traffic !== undefined ? config.traffic.config : config.fleet;
  const { name: domain, existing } = traffic?.zone ?? { name: "", existing: undefined };
  switch (traffic?.provider) {
    case undefined:
      return [];
    case "route53":
      return existing === undefined ? [] : [{ provider: "aws", id: existing, domain }];
    case "trafficManager": {
      const { subscription, resourceGroup } = traffic;
      const onAzure = { provider: "azure", subscription } as const;
      const group = existing === undefined ? undefined : namedZone(existing).group;
      return [
        ...(resourceGroup.location === undefined ? [{ ...onAzure, kind: "group", group: resourceGroup.name } as const] : []),
        ...(group === undefined
          ? []
          : [{ ...onAzure, kind: "group", group } as const, { ...onAzure, kind: "zone", group, domain } as const]),
      ];
    }
    case "cloudDns":
      return existing === undefined ? [] : [{ provider: "gcp", project: traffic.project, name: existing, domain }];
  }
}
