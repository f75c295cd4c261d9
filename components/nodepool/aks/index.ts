import * as containerservice from "@pulumi/azure-native/containerservice";
import * as pulumi from "@pulumi/pulumi";
import type { AksPlan } from "../../../plan/model/aks";
import type { AksPool } from "../../../plan/model/pool";
import type { AksCluster } from "../../cluster/aks";
import type { AksNetwork } from "../../network/aks";
import { gradualUpgrade, hostSettings } from "./host";
import { fingerprintTag, type NodePool, type NodePoolArgs } from "../index";

export interface AksNodePoolArgs extends NodePoolArgs<AksPool> {
  readonly clusterPlan: AksPlan;
  readonly cluster: AksCluster;
  readonly network: AksNetwork;
}

/** One user pool of an AKS cluster, scaled by the cluster's autoscaler. */
export class AksNodePool extends pulumi.ComponentResource implements NodePool {
  readonly physicalName: pulumi.Output<string>;
  readonly fingerprint: pulumi.Output<string>;
  readonly max: pulumi.Output<number>;

  constructor(name: string, args: AksNodePoolArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:nodepool:AksNodePool", name, {}, opts);

    const pool = createPool(`${name}-pool`, args, { parent: this });

    this.physicalName = pool.name;
    this.fingerprint = pool.tags.apply((tags) => tags?.[fingerprintTag] ?? "");
    this.max = pool.maxCount.apply((max) => max ?? 0);
    this.registerOutputs({ physicalName: this.physicalName, fingerprint: this.fingerprint, max: this.max });
  }
}

function createPool(name: string, args: AksNodePoolArgs, opts: pulumi.CustomResourceOptions): containerservice.AgentPool {
  const { plan, clusterPlan, cluster, network } = args;
  return new containerservice.AgentPool(
    name,
    {
      agentPoolName: plan.physicalName,
      resourceName: cluster.clusterName,
      resourceGroupName: network.resourceGroup.name,
      mode: "User",
      ...hostSettings(plan.host),
      orchestratorVersion: clusterPlan.kubernetes,
      enableAutoScaling: true,
      minCount: plan.bounds.min,
      maxCount: plan.bounds.max,
      count: plan.initial,
      availabilityZones: [...clusterPlan.zones],
      vnetSubnetID: network.subnetId,
      ...capacitySettings[plan.capacityType],
      nodeLabels: { ...plan.labels },
      nodeTaints: plan.taints.map(({ key, value, effect }) => `${key}=${value}:${effect}`),
      tags: { ...args.tags, [fingerprintTag]: plan.fingerprint },
    },
    {
      ...opts,
      // The autoscaler owns the size. Azure takes all three numbers at once, so this decides which size an update sends; ignoring `count` would send the recorded one.
      transforms: [args.keepLiveSize],
      // The provider asks to delete first. What a pool keeps for life is in its name, so that its replacement can stand beside it.
      deleteBeforeReplace: false,
    },
  );
}

const capacitySettings = {
  "on-demand": { upgradeSettings: gradualUpgrade },
  // A spot pool takes no surge. A price of -1 is up to what on-demand costs: Azure then evicts for capacity only.
  spot: { scaleSetPriority: "Spot", scaleSetEvictionPolicy: "Delete", spotMaxPrice: -1 },
} as const;
