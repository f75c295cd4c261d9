import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { GkePlan, NodePoolPlan } from "../../stacks/plan/fleetPlan";
import type { GkeCluster } from "../cluster/gke";
import { fingerprintTag, type NodePool, type NodePoolArgs } from "./index";

export interface GkeNodePoolArgs extends NodePoolArgs {
  readonly clusterPlan: GkePlan;
  readonly cluster: GkeCluster;
}

/** One pool of a GKE cluster, scaled by the cluster's autoscaler. `keepLiveSize` has nothing to do here: an update sends bounds and no size. */
export class GkeNodePool extends pulumi.ComponentResource implements NodePool {
  readonly physicalName: pulumi.Output<string>;
  readonly fingerprint: pulumi.Output<string>;
  readonly max: pulumi.Output<number>;

  constructor(name: string, args: GkeNodePoolArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:nodepool:GkeNodePool", name, {}, opts);

    const pool = createPool(`${name}-pool`, args, { parent: this });

    this.physicalName = pool.name;
    this.fingerprint = pool.nodeConfig.apply(({ resourceLabels }) => resourceLabels?.[fingerprintTag] ?? "");
    this.max = pool.autoscaling.apply((autoscaling) => autoscaling?.totalMaxNodeCount ?? 0);
    this.registerOutputs({ physicalName: this.physicalName, fingerprint: this.fingerprint, max: this.max });
  }
}

function createPool(name: string, args: GkeNodePoolArgs, opts: pulumi.CustomResourceOptions): gcp.container.NodePool {
  const { plan } = args;
  return new gcp.container.NodePool(
    name,
    {
      name: plan.physicalName,
      cluster: args.cluster.clusterId,
      // Auto-upgrades leave the minor to the program, and would take their time.
      version: args.cluster.kubernetes,
      autoscaling: {
        // Of the whole pool; the other pair of names is per zone.
        totalMinNodeCount: plan.bounds.min,
        totalMaxNodeCount: plan.bounds.max,
        // Spot nodes where there are any; on-demand ones evenly, so that the loss of a zone costs its share.
        locationPolicy: plan.capacity === "spot" ? "ANY" : "BALANCED",
      },
      initialNodeCount: initialPerZone(plan, args.clusterPlan.zones.length),
      nodeConfig: nodeConfig(args),
      // A release channel wants both on; they move nodes to the control plane's version, and so does `version`.
      management: { autoRepair: true, autoUpgrade: true },
      upgradeSettings: { strategy: "SURGE", maxSurge: 1, maxUnavailable: 0 },
    },
    {
      ...opts,
      // The autoscaler owns the size, and a size that was changed from outside would replace the pool.
      ignoreChanges: ["initialNodeCount"],
    },
  );
}

function nodeConfig({ plan, cluster, tags }: GkeNodePoolArgs): gcp.types.input.container.NodePoolNodeConfig {
  const [machineType] = plan.machineTypes;
  if (machineType === undefined) throw new Error(`pool ${plan.key} has no machine type; its plan must name exactly one`);
  return {
    machineType,
    imageType: "COS_CONTAINERD",
    spot: plan.capacity === "spot",
    serviceAccount: cluster.nodeServiceAccount,
    // What nodes may do is the account's roles; scopes are the older way to say it.
    oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
    shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
    // Pods get their own identity, and not the node's.
    workloadMetadataConfig: { mode: "GKE_METADATA" },
    labels: { ...plan.labels },
    taints: plan.taints.map(({ key, value, effect }) => ({ key, value, effect: gkeEffect[effect] })),
    resourceLabels: { ...tags, [fingerprintTag]: plan.fingerprint },
  };
}

/**
 * Nodes to begin with in each zone, which is how GKE counts here: enough for `initial` in all, unless that would be more than the pool may have.
 *
 * @example initialPerZone({ initial: 5, bounds: { min: 3, max: 20 } }, 3) // 2, so 6 nodes
 */
export function initialPerZone({ initial, bounds }: Pick<NodePoolPlan, "initial" | "bounds">, zones: number): number {
  return Math.min(Math.ceil(initial / zones), Math.floor(bounds.max / zones));
}

const gkeEffect = { NoSchedule: "NO_SCHEDULE", NoExecute: "NO_EXECUTE" } as const;
