import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EksCluster } from "../../components/cluster/eks";
import type { EksNetwork } from "../../components/network/eks";
import type { RecordedPool } from "../../components/nodepool";
import { EksNodePool } from "../../components/nodepool/eks";
import { KarpenterPool } from "../../components/nodepool/eks/karpenter";
import { KarpenterNodeClass } from "../../components/nodepool/eks/karpenterNodeClass";
import { Engine } from "../../components/engines/engine";
import { Karpenter } from "../../components/engines/karpenter";
import type { InCluster } from "../../components/kubernetes/inCluster";
import { eachPool, type Fleet } from "./fleetCluster";
import { keepEksSize } from "../liveSize/eks";
import type { EksPlan } from "../../plan/model/eks";

export interface NodeGroupsArgs {
  readonly plan: EksPlan;
  readonly fleet: Fleet;
  readonly cluster: EksCluster;
  readonly network: EksNetwork;
}

type ByKey<Pool> = Readonly<Record<string, Pool>>;

/** A cluster's managed node groups, by key: those that the cluster autoscaler sizes, or the nodes that pools keep where Karpenter makes the others. */
export function createNodeGroups(
  { plan, fleet, cluster, network }: NodeGroupsArgs,
  cloud: { readonly parent: pulumi.Resource; readonly provider: aws.Provider },
): ByKey<EksNodePool> {
  const { id, tags, nodeAutoscaler } = plan;
  const common = { tags, cluster, network };
  switch (nodeAutoscaler.kind) {
    case "clusterAutoscaler":
      return eachPool(plan, (name, pool) => {
        const keepLiveSize = keepEksSize(plan, pool, fleet.recorded, cloud.provider);
        return new EksNodePool(name, { ...common, plan: pool, keepLiveSize }, cloud);
      });
    case "karpenter":
      return eachPool({ id, pools: nodeAutoscaler.nodeGroups }, (name, pool) => {
        return new EksNodePool(name, { ...common, plan: pool, keepLiveSize: undefined }, cloud);
      });
  }
}

export interface NodeAutoscalerArgs {
  readonly plan: EksPlan;
  readonly cluster: EksCluster;
  readonly network: EksNetwork;
  readonly groups: ByKey<EksNodePool>;
}

export interface AutoscaledPools {
  /** By key of the part. */
  readonly pools: ByKey<RecordedPool>;
  /** What pods need beside the node groups to find a node, and what has to outlive them. */
  readonly nodeSources: readonly pulumi.Resource[];
}

/** Whoever adds nodes to the node groups, or beside them. */
export function createNodeAutoscaler(
  { plan, cluster, network, groups }: NodeAutoscalerArgs,
  inside: InCluster,
  both: pulumi.ComponentResourceOptions,
): AutoscaledPools {
  const { id, nodeAutoscaler: autoscaler } = plan;
  const { engine } = autoscaler;
  const name = `${id}-${engine.component.name}`;
  switch (autoscaler.kind) {
    case "clusterAutoscaler":
      new Engine(name, engine, { ...inside, opts: both });
      return { pools: groups, nodeSources: [] };
    case "karpenter": {
      const karpenter = new Karpenter(name, engine, plan, { ...inside, opts: both });
      const nodeClass = new KarpenterNodeClass(`${id}-node-class`, { plan, cluster, network, karpenter }, both);
      const { disruption } = autoscaler;
      const zones = plan.network.zones.map((zone) => zone.id);
      const pools = eachPool({ id, pools: autoscaler.nodePools }, (poolName, pool) => {
        return new KarpenterPool(poolName, { plan: pool, disruption, zones, nodeClass }, inside.opts);
      });
      return { pools: together(plan, groups, pools), nodeSources: Object.values(pools) };
    }
  }
}

/** A part of a pool is its node group and what Karpenter adds to it. */
function together({ pools }: EksPlan, groups: ByKey<RecordedPool>, added: ByKey<RecordedPool>): ByKey<RecordedPool> {
  return Object.fromEntries(
    pools.flatMap(({ key }) => {
      const parts = [groups[key], added[key]].filter((part) => part !== undefined);
      const [first] = parts;
      if (first === undefined) return [];
      const max = pulumi.all(parts.map((part) => part.max)).apply((counts) => counts.reduce((sum, count) => sum + count, 0));
      return [[key, { physicalName: first.physicalName, fingerprint: first.fingerprint, max }]];
    }),
  );
}
