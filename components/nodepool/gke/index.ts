import * as container from "@pulumi/gcp/container";
import type * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { GkePool } from "../../../plan/model/pool";
import type { GkeCluster } from "../../cluster/gke";
import { fingerprintTag, type NodePool, type NodePoolArgs } from "../index";

export interface GkeNodePoolArgs extends NodePoolArgs<GkePool> {
  readonly cluster: GkeCluster;
  /** Kubernetes version to bring the nodes to; undefined leaves them with the one they have, and new ones with the control plane's. */
  readonly version: pulumi.Input<string | undefined>;
}

/** One pool of a GKE cluster, scaled by the cluster's autoscaler. An update sends bounds and no size; `keepLiveSize` is for a pool that replaces another. */
export class GkeNodePool extends pulumi.ComponentResource implements NodePool {
  readonly physicalName: pulumi.Output<string>;
  readonly fingerprint: pulumi.Output<string>;
  readonly max: pulumi.Output<number>;
  readonly minor: pulumi.Output<string>;

  constructor(name: string, args: GkeNodePoolArgs, opts: pulumi.ComponentResourceOptions) {
    super("gateway-fleet:nodepool:GkeNodePool", name, {}, opts);

    const pool = createPool(`${name}-pool`, args, { parent: this });

    this.physicalName = pool.name;
    this.fingerprint = pool.nodeConfig.apply(({ resourceLabels }) => resourceLabels?.[fingerprintTag] ?? "");
    this.max = pool.autoscaling.apply((autoscaling) => autoscaling?.totalMaxNodeCount ?? 0);
    this.minor = pool.version.apply((version) => /^\d+\.\d+/.exec(version)?.[0] ?? "");
    this.registerOutputs({ physicalName: this.physicalName, fingerprint: this.fingerprint, max: this.max });
  }
}

function createPool(name: string, args: GkeNodePoolArgs, opts: pulumi.CustomResourceOptions): container.NodePool {
  const { plan } = args;
  return new container.NodePool(
    name,
    {
      name: plan.physicalName,
      cluster: args.cluster.clusterId,
      autoscaling: {
        // Of the whole pool; the other pair of names is per zone.
        totalMinNodeCount: plan.bounds.min,
        totalMaxNodeCount: plan.bounds.max,
        // Spot nodes where there are any; on-demand ones evenly, so that the loss of a zone costs its share.
        locationPolicy: plan.capacityType === "spot" ? "ANY" : "BALANCED",
      },
      initialNodeCount: plan.initialPerZone,
      nodeConfig: nodeConfig(args),
      // Auto-upgrades leave the minor to the program, and would take their time.
      version: args.version,
      // A release channel keeps nodes repaired and patched.
      management: { autoRepair: true, autoUpgrade: true },
      // One node more than the pool has, then one fewer: the cheapest way that takes no capacity away. Blue-green would double the pool.
      upgradeSettings: { strategy: "SURGE", maxSurge: 1, maxUnavailable: 0 },
      // A pool that is replaced or removed lets its workloads go as they allow, for up to an hour.
      nodeDrainConfigs: [{ respectPdbDuringNodePoolDeletion: true }],
    },
    {
      ...opts,
      // The autoscaler owns the size, and a size that was changed from outside would replace the pool.
      ignoreChanges: ["initialNodeCount"],
      transforms: [args.keepLiveSize],
      // What a pool keeps for life is in its name, so that its replacement can stand beside it.
      deleteBeforeReplace: false,
    },
  );
}

function nodeConfig({ plan, cluster, tags }: GkeNodePoolArgs): gcp.types.input.container.NodePoolNodeConfig {
  const { machineTypes, shutdown } = plan;
  return {
    machineType: machineTypes[0],
    imageType: "COS_CONTAINERD",
    spot: plan.capacityType === "spot",
    serviceAccount: cluster.nodeServiceAccount,
    // What nodes may do is the account's roles; scopes are the older way to say it.
    oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
    shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
    // Pods get their own identity, and not the node's.
    workloadMetadataConfig: { mode: "GKE_METADATA" },
    kubeletConfig: {
      insecureKubeletReadonlyPortEnabled: "FALSE",
      ...(shutdown === undefined
        ? {}
        : { shutdownGracePeriodSeconds: shutdown.seconds, shutdownGracePeriodCriticalPodsSeconds: shutdown.criticalPodsSeconds }),
    },
    labels: { ...plan.labels },
    taints: plan.taints.map(({ key, value, effect }) => ({ key, value, effect: gkeEffect[effect] })),
    resourceLabels: { ...tags, [fingerprintTag]: plan.fingerprint },
  };
}

const gkeEffect = { NoSchedule: "NO_SCHEDULE", NoExecute: "NO_EXECUTE" } as const;
