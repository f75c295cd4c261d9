import * as pulumi from "@pulumi/pulumi";
import type { ManagedCluster } from "../../components/cluster";
import { createKubernetesProvider } from "../../components/cluster/kubernetesProvider";
import type { FrontDoor } from "../../components/frontdoor";
import type { InCluster } from "../../components/kubernetes/inCluster";
import type { NodePool, RecordedPool } from "../../components/nodepool";
import type { Contents } from "./contents";
import { frozen } from "../guards/freeze";
import type { ExistingPlan } from "../../plan/model/existing";
import type { ClusterPlan, ManagedPlan } from "../../plan/model/fleet";
import { answersFirst } from "../guards/reachability";
import type { Recorded } from "../recorded";

/** What a cluster knows of the fleet it is a part of. */
export interface Fleet {
  readonly name: string;
  readonly recorded: Recorded;
  /** Clusters of earlier waves of an upgrade: nothing of this one is touched before all of them runs. */
  readonly after: readonly pulumi.Resource[];
}

/** One cluster of the fleet with all that runs in it, whoever made it. */
export type FleetCluster = MadeCluster | FoundCluster;

interface FleetClusterCommon extends Contents {
  readonly root: ClusterRoot;
  readonly inside: InCluster;
}

/** Made by the program, in one of the clouds. */
export interface MadeCluster extends FleetClusterCommon {
  readonly kind: "made";
  readonly plan: ManagedPlan;
  readonly cluster: ManagedCluster;
  readonly frontDoor: FrontDoor;
  /** Those that its nodes' traffic comes from, as far as they stay. */
  readonly egressAddresses: readonly pulumi.Output<string>[];
  /** By pool key. */
  readonly pools: Readonly<Record<string, RecordedPool>>;
}

export interface FoundCluster extends FleetClusterCommon {
  readonly kind: "found";
  readonly plan: ExistingPlan;
}

export function isMade(cluster: FleetCluster): cluster is MadeCluster {
  return cluster.kind === "made";
}

/**
 * Parent of everything that belongs to one cluster, so that the whole of it can be seen, frozen and removed as one.
 *
 * What `dependsOn` names comes before all of it: a component stands for its children, children are registered after their parent, and the
 * engine passes over a resource whose parent it has passed over.
 */
export class ClusterRoot extends pulumi.ComponentResource {
  /** What freezes all of it; for objects in the cluster that are not below it. */
  readonly freeze: readonly pulumi.ResourceTransformation[];

  constructor({ name, id, unreachable }: ClusterPlan, opts: pulumi.ComponentResourceOptions = {}) {
    const freeze = unreachable === undefined ? [] : [frozen(name, unreachable)];
    super("gateway-fleet:fleet:Cluster", id, {}, { ...opts, transformations: freeze });
    this.freeze = freeze;
    this.registerOutputs({});
  }
}

/** By pool key. */
export function eachPool<Pool extends NodePool, Plan extends { readonly key: string }>(
  { id, pools }: { readonly id: string; readonly pools: readonly Plan[] },
  create: (name: string, pool: Plan) => Pool,
): Readonly<Record<string, Pool>> {
  return Object.fromEntries(pools.map((pool) => [pool.key, create(`${id}-${pool.key}`, pool)]));
}

/** Of what is inside a cluster that the program makes. */
export function insideOptions({ name, id, unreachable }: ClusterPlan, cluster: ManagedCluster, parent: pulumi.Resource) {
  const provider = createKubernetesProvider(`${id}-kubernetes`, { cluster, skipUpdateUnreachable: unreachable !== undefined }, { parent });
  return { parent, provider, transformations: unreachable === undefined ? [answersFirst(name, cluster.endpoint)] : [] };
}
