import type { ClusterPlan } from "../../plan/model/fleet";
import type { WorkloadPlan } from "../../plan/model/workload";

export interface ReportedCluster {
  readonly name: string;
  readonly cloud: ClusterPlan["cloud"];
  readonly region: string;
  readonly kubernetes: string;
  /** The cluster's block of the supernet, or the part of it that a subnet takes (GKE); null for an existing cluster. */
  readonly cidr: string | null;
  /** Of the kubeconfig, for an existing cluster; null for one that the program makes. */
  readonly context: string | null;
  /** What the program leaves to whoever runs an existing cluster; empty for one that it makes. */
  readonly notManaged: readonly string[];
  readonly pools: readonly ReportedPool[];
  readonly workloads: readonly ReportedWorkload[];
}

export interface ReportedPool {
  readonly key: string;
  readonly capacity: "on-demand" | "spot";
  readonly min: number;
  readonly max: number;
  readonly initial: number;
  readonly machineTypes: readonly string[];
}

export interface ReportedWorkload {
  readonly name: string;
  readonly image: string;
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

export function reportCluster(plan: ClusterPlan): ReportedCluster {
  const { name, cloud, region, kubernetes, pools, workloads } = plan;
  return {
    name,
    cloud,
    region,
    kubernetes,
    cidr: cidrOf(plan),
    ...(plan.cloud === "existing" ? { context: plan.context, notManaged: plan.notManaged } : { context: null, notManaged: [] }),
    pools: pools.map(({ key, capacityType, bounds, initial, machineTypes }) => ({
      key,
      capacity: capacityType,
      ...bounds,
      initial,
      machineTypes,
    })),
    workloads: workloads.map(reportWorkload),
  };
}

function cidrOf(plan: ClusterPlan): string | null {
  switch (plan.cloud) {
    case "aws":
      return plan.network.vpcCidr;
    case "azure":
      return plan.network.vnetCidr;
    case "gcp":
      return plan.network.nodesCidr;
    case "existing":
      return null;
  }
}

function reportWorkload({ name, image, scaling }: WorkloadPlan): ReportedWorkload {
  const { min, max } = scaling.engine === "fixed" ? { min: scaling.replicas, max: scaling.replicas } : scaling.replicas;
  return { name, image, minReplicas: min, maxReplicas: max };
}
