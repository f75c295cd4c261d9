import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { record } from "../../preview/record/record";
import type { StackConfig } from "../../config";
import type { Databases } from "../../config/databases";
import { loadStack } from "../../config/file/load";
import { listStacks } from "../../config/file/project";
import type { Traffic } from "../../config/traffic";
import type { Workload } from "../../config/workloads";
import { deploy } from "../../stacks/deploy";
import { planStack, type StackPlan } from "../../plan";
import { cloudDnsTraffic, everyEngine, trafficManagerTraffic } from "../plan/fleets";
import type { RecordedResource } from "../../preview/record/recording";

export interface PlannedStack {
  readonly stack: string;
  readonly plan: StackPlan;
  readonly resources: readonly RecordedResource[];
}

/** What every stack file of the repository would make, in a preview, and what prod would make with another node autoscaler, with every engine of the platform, out of everybody's reach, or with another DNS provider. */
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
    { stack: "prod-private", config: inPrivate(loadStack(root, "prod")) },
    { stack: "prod-traffic-manager", config: answeredBy(trafficManagerTraffic, loadStack(root, "prod-traffic")) },
    { stack: "prod-cloud-dns", config: answeredBy(cloudDnsTraffic, loadStack(root, "prod-traffic")) },
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

/** No API server has a public address, and copies of a database are watched. */
function inPrivate(config: StackConfig): StackConfig {
  const { aws, azure, gcp } = config.fleet.clouds;
  const apiAccess = { mode: "private" } as const;
  return {
    ...config,
    fleet: {
      ...config.fleet,
      clouds: {
        ...(aws === undefined ? {} : { aws: { ...aws, apiAccess } }),
        ...(azure === undefined ? {} : { azure: { ...azure, apiAccess } }),
        ...(gcp === undefined ? {} : { gcp: { ...gcp, apiAccess } }),
      },
      databases: { orders: copiedDatabase },
    },
  };
}

const copiedDatabase: Databases[string] = {
  maxConnections: 5000,
  replication: {
    mechanism: "auroraGlobal",
    secondaries: { "us-east-1": { cluster: "orders-use1", topic: "arn:aws:sns:us-east-1:111111111111:on-call" } },
    maxLagSeconds: 1,
  },
};

function answeredBy(section: Traffic, config: StackConfig): StackConfig {
  if (config.kind !== "traffic") return config;
  const { clusters } = config.traffic.traffic;
  return { ...config, traffic: { ...config.traffic, traffic: { ...section, clusters } } };
}

/** Folders with a Pulumi.yaml: the repository and the systems that it shows as examples. */
function projectsIn(folder: string): readonly string[] {
  const below = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules")
    .flatMap(({ name }) => projectsIn(join(folder, name)));
  return existsSync(join(folder, "Pulumi.yaml")) ? [folder, ...below] : below;
}
