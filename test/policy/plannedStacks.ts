import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { record } from "../../preview/record/record";
import type { StackConfig } from "../../config";
import { loadStack } from "../../config/file/load";
import { listStacks } from "../../config/file/project";
import type { Workload } from "../../config/workloads";
import { deploy } from "../../stacks/deploy";
import { planStack, type StackPlan } from "../../plan";
import { everyEngine, trafficManagerTraffic } from "../plan/fleets";
import type { RecordedResource } from "../../preview/record/recording";

export interface PlannedStack {
  readonly stack: string;
  readonly plan: StackPlan;
  readonly resources: readonly RecordedResource[];
}

/** What every stack file of the repository would make, in a preview, and what prod would make with another node autoscaler, with every engine of the platform, or with another DNS provider. */
export function plannedStacks(): Promise<readonly PlannedStack[]> {
  return (planned ??= planAll());
}

let planned: Promise<readonly PlannedStack[]> | undefined;

async function planAll(): Promise<readonly PlannedStack[]> {
  const root = join(__dirname, "..", "..");
  const stacks = projectsIn(root).flatMap((project) => listStacks(project).map((stack) => ({ stack, config: loadStack(project, stack) })));
  const variants = [
    { stack: "prod-karpenter", config: withKarpenter(loadStack(root, "prod")) },
    { stack: "prod-platform", config: withEveryEngine(loadStack(root, "prod")) },
    { stack: "prod-traffic-manager", config: onTrafficManager(loadStack(root, "prod-traffic")) },
  ];
  return Promise.all(
    [...stacks, ...variants].map(async ({ stack, config }) => {
      const plan = planStack(config);
      const { resources } = await record(() => deploy(plan), { stack, preview: true });
      return { stack, plan, resources };
    }),
  );
}

function withKarpenter(config: StackConfig): StackConfig {
  const { clouds } = config.fleet;
  if (clouds.aws === undefined) return config;
  return { ...config, fleet: { ...config.fleet, clouds: { ...clouds, aws: { ...clouds.aws, nodeAutoscaler: "karpenter" } } } };
}

function withEveryEngine(config: StackConfig): StackConfig {
  const workloads = Object.entries(config.fleet.workloads).map(([name, workload]) => [name, withRoomForSidecars(workload)] as const);
  return { ...config, fleet: { ...config.fleet, workloads: Object.fromEntries(workloads), platform: everyEngine } };
}

/** prod's pools hold as many replicas when each has a sidecar of the mesh beside it, and the engines have their nodes. */
function withRoomForSidecars(workload: Workload): Workload {
  const { scaling } = workload;
  return scaling.engine === "hpa" ? { ...workload, scaling: { ...scaling, max: Math.min(scaling.max, 34) } } : workload;
}

function onTrafficManager(config: StackConfig): StackConfig {
  if (config.kind !== "traffic") return config;
  const { clusters } = config.traffic.traffic;
  return { ...config, traffic: { ...config.traffic, traffic: { ...trafficManagerTraffic, clusters } } };
}

/** Folders with a Pulumi.yaml: the repository and the systems that it shows as examples. */
function projectsIn(folder: string): readonly string[] {
  const below = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules")
    .flatMap(({ name }) => projectsIn(join(folder, name)));
  return existsSync(join(folder, "Pulumi.yaml")) ? [folder, ...below] : below;
}
