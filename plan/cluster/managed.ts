import type { z } from "zod";
import type { FleetConfig } from "../../config";
import type { Aws, Azure, Gcp } from "../../config/clouds";
import type { ManagedCluster } from "../../config/clusters";
import { effectiveNodePools, effectiveWorkloads } from "../../config/resolve";
import type { Finding } from "../../config/file/messages";
import type { NodeAutoscaler } from "../../config/clusters/nodeAutoscaler";
import { weekdays } from "../../config/settings";
import { aksNetwork, eksNetwork, gkeNetwork } from "../network/addresses";
import { aksHost } from "../nodes/aks";
import { aksUpgradeWindows } from "../upkeep/aksUpgradeWindows";
import { capacityFindings } from "../network/addressDemand";
import { eksEgress } from "../network/egress";
import { aksExpanderPriorities, expanderPriorities } from "../nodes/poolOrder";
import type { AksPlan } from "../model/aks";
import type { EksPlan } from "../model/eks";
import { engineLoad } from "../nodes/packing";
import type { ManagedPlan } from "../model/fleet";
import type { GkePlan } from "../model/gke";
import { gkeNodes, poolPriorities } from "../nodes/gke";
import { karpenterFindings, karpenterPlan, underKarpenter } from "../nodes/karpenter";
import { logRetentionDays } from "../upkeep/logRetention";
import { machineTypes } from "../../catalogue/machines";
import { aksNames, eksNames, gkeNames, clusterId, nameFindings, type Naming } from "../naming/physicalNames";
import { byCodeUnit, sortedEntries, sortedKeys } from "../order";
import { awsServicesOf, platformPlan } from "../engines";
import { poolPlans, shapeFindings, sharedNameFindings, sortedPools } from "../nodes/pools";
import { weekly } from "../upkeep/gkeRecurringWindow";
import { replicaFindings, type Tenancy } from "../nodes/replicaRoom";
import { workloadPlan } from "../workloads/workloads";
import { eksVersions, type EksVersions } from "../../catalogue/versions";

/** A cluster's plan, and everything that is wrong with it; the plan is good only without findings. */
export interface PlannedCluster {
  readonly plan: ManagedPlan;
  readonly findings: readonly Finding[];
  readonly tenancy: Tenancy;
}

type Of<Cloud extends ManagedCluster["cloud"]> = Extract<ManagedCluster, { cloud: Cloud }>;
type Network = FleetConfig["settings"]["network"];
type Common = Omit<
  EksPlan,
  | "cloud"
  | "account"
  | "administrators"
  | "apiAccess"
  | "versions"
  | "loadBalancerController"
  | "logRetentionDays"
  | "nodeAutoscaler"
  | "network"
  | "names"
>;

/** @param tags of the fleet; the cluster's name is added */
export function planCluster(
  config: FleetConfig,
  name: string,
  cluster: ManagedCluster,
  tags: Readonly<Record<string, string>>,
): PlannedCluster {
  const { settings } = config;
  const { cloud, region, slot, kubernetes } = cluster;
  const { spot } = configured(config.clouds[cloud], name);

  const naming = { fleet: settings.name, environment: settings.environment, cluster: name, slot };
  const pools = sortedEntries(effectiveNodePools(config, name));
  const workloads = sortedEntries(effectiveWorkloads(config, name));
  const poolCluster = { name, cloud, region, kubernetes, tags: sortedKeys({ ...tags, cluster: name }), zones: sorted(cluster.zones), spot };
  const halves = sortedPools(pools.flatMap(([key, pool]) => poolPlans(poolCluster, key, pool)));

  const workloadPlans = workloads.map(([key, workload]) => workloadPlan(cloud, key, workload));
  const plan = ofCloud(config, cluster, naming, {
    name,
    id: clusterId(naming),
    slot,
    region,
    kubernetes,
    tags: poolCluster.tags,
    protect: cluster.protect ?? settings.protect,
    unreachable: cluster.unreachable,
    nodeAutoscaling: settings.nodeAutoscaling,
    maintenance: { ...settings.maintenance, days: weekdays.filter((day) => settings.maintenance.days.includes(day)) },
    pools: halves,
    workloads: workloadPlans,
    platform: platformPlan(config, name, workloadPlans),
  });
  const tenancy = { cluster: name, cloud, pools, halves, workloads, sidecar: plan.platform.mesh?.sidecar, engines: engineLoad(plan) };
  return {
    plan,
    tenancy,
    findings: [
      ...nameFindings(
        cloud,
        naming,
        halves.map(({ key }) => key),
      ),
      ...versionFindings(name, cluster),
      ...shapeFindings(poolCluster, pools),
      ...sharedNameFindings(name, halves),
      ...(plan.cloud === "aws" && plan.nodeAutoscaler.kind === "karpenter" ? karpenterFindings(name, halves) : []),
      ...capacityFindings(plan, Object.fromEntries(pools.map(([key, { shape }]) => [key, shape]))),
      ...replicaFindings(tenancy),
    ],
  };
}

function ofCloud({ settings: { network }, clouds }: FleetConfig, cluster: ManagedCluster, naming: Naming, common: Common): ManagedPlan {
  switch (cluster.cloud) {
    case "aws":
      return eksPlan(configured(clouds.aws, common.name), network, cluster, naming, common);
    case "azure":
      return aksPlan(configured(clouds.azure, common.name), network, cluster, naming, common);
    case "gcp":
      return gkePlan(configured(clouds.gcp, common.name), network, cluster, naming, common);
  }
}

/** The config refuses a cluster on a cloud that it does not have. */
function configured<Cloud>(cloud: Cloud | undefined, cluster: string): Cloud {
  if (cloud === undefined) throw new Error(`the cloud of ${cluster} is not configured`);
  return cloud;
}

function eksPlan(aws: z.infer<typeof Aws>, network: Network, cluster: Of<"aws">, naming: Naming, common: Common): EksPlan {
  const { account, deployer, admins, apiAccess } = aws;
  const { slot, region, zones, nodeAutoscaler = aws.nodeAutoscaler } = cluster;
  return {
    cloud: "aws",
    ...common,
    ...autoscaled(nodeAutoscaler, common),
    account,
    apiAccess,
    administrators: sorted(new Set([deployer, ...admins])),
    versions: versionsOf(common.kubernetes),
    loadBalancerController: { replicas: 2, requests: { cpu: "100m", memory: "128Mi" } },
    logRetentionDays,
    network: { ...eksNetwork(network, slot, zones), ...eksEgress(aws, zones, nodeAutoscaler, awsServicesOf(common.platform, region)) },
    names: eksNames(naming),
  };
}

function autoscaled(kind: NodeAutoscaler, { pools, nodeAutoscaling }: Common): Pick<EksPlan, "nodeAutoscaler" | "pools"> {
  switch (kind) {
    case "clusterAutoscaler":
      return {
        nodeAutoscaler: {
          kind,
          controller: { replicas: 1, requests: { cpu: "100m", memory: "600Mi" } },
          expanderPriorities: expanderPriorities(pools),
        },
        pools,
      };
    case "karpenter":
      return { nodeAutoscaler: karpenterPlan(pools, nodeAutoscaling), pools: pools.map(underKarpenter) };
  }
}

function aksPlan(azure: z.infer<typeof Azure>, network: Network, { slot, zones }: Of<"azure">, naming: Naming, common: Common): AksPlan {
  const { subscription, tenant, deployer, admins, apiAccess } = azure;
  const system = systemPool(zones.length);
  return {
    cloud: "azure",
    ...common,
    subscription,
    tenant,
    deployer,
    apiAccess,
    administrators: sorted(admins),
    logRetentionDays,
    network: aksNetwork(network, slot),
    zones: sorted(zones),
    systemPool: system,
    upgradeWindows: aksUpgradeWindows(common.maintenance),
    expanderPriorities: aksExpanderPriorities(common.pools, system.name),
    names: aksNames(naming),
  };
}

function gkePlan(
  { project, admins, apiAccess, secretsKeys }: z.infer<typeof Gcp>,
  network: Network,
  { slot, zones, region }: Of<"gcp">,
  naming: Naming,
  common: Common,
): GkePlan {
  return {
    cloud: "gcp",
    ...common,
    project,
    apiAccess,
    secretsKey: secretsKeys?.[region],
    zones: sorted(zones),
    administrators: sorted(admins),
    network: gkeNetwork(network, slot),
    recurringWindow: weekly(common.maintenance),
    nodes: gkeNodes(common.pools, zones.length, common.kubernetes),
    poolPriorities: poolPriorities(common.pools),
    names: gkeNames(naming),
  };
}

/**
 * A node in every zone and two at least, of the smallest size that AKS admits, and two more to grow.
 *
 * @see https://learn.microsoft.com/azure/aks/use-system-pools#system-and-user-node-pools
 */
function systemPool(zones: number): AksPlan["systemPool"] {
  const [vmSize] = machineTypes("azure", { vcpu: 4, memoryGiB: 16, arch: "amd64" }) ?? [];
  if (vmSize === undefined) throw new Error("the catalogue has no machine type for AKS system pools");
  const min = Math.max(2, zones);
  return { name: "system", host: aksHost(vmSize), bounds: { min, max: min + 2 }, initial: min };
}

function versionFindings(name: string, { cloud, kubernetes }: ManagedCluster): Finding[] {
  if (cloud !== "aws" || eksVersions[kubernetes] !== undefined) return [];
  const known = Object.keys(eksVersions).sort(byCodeUnit).join(", ");
  const message = `"${kubernetes}" has no add-on versions for EKS; write one of ${known}, or add its versions to catalogue/versions.ts`;
  return [{ path: ["clusters", name, "kubernetes"], message }];
}

/** Without versions of its own, a cluster has a finding, and any others do for a plan that nobody will see. */
function versionsOf(kubernetes: string): EksVersions {
  const versions = eksVersions[kubernetes] ?? Object.values(eksVersions)[0];
  if (versions === undefined) throw new Error("catalogue/versions.ts has no version of Kubernetes for EKS");
  return versions;
}

function sorted<Text extends string>(texts: Iterable<Text>): Text[] {
  return [...texts].sort(byCodeUnit);
}
