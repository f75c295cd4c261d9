import type { FleetConfig } from "../../config";
import type { Finding } from "../../config/file/messages";
import type { Path } from "../../config/file/rules";
import { type ResolvedCluster, writtenPath } from "../../config/resolve";
import { enginesIn } from "../engines/engine";
import type { ManagedPlan } from "../model/fleet";
import { sortedEntries } from "../order";

/** A cluster with the pools that are in force there. */
export interface StandingCluster {
  readonly plan: ManagedPlan;
  readonly nodePools: ResolvedCluster["nodePools"];
}

/**
 * Clusters without a node that is there from the start for pods that tolerate nothing: their own, and the engines'. Judged by what is in force
 * after overrides and shares of spot. The same cause in several clusters is one problem.
 */
export function standingFindings(written: FleetConfig, clusters: readonly StandingCluster[]): Finding[] {
  const causes = new Map<string, Cause & { readonly clusters: readonly string[] }>();
  for (const { plan, nodePools } of clusters) {
    const cause = causeIn(written, plan, nodePools);
    if (cause === undefined) continue;
    const key = JSON.stringify([cause.path, cause.who]);
    causes.set(key, { ...cause, clusters: [...(causes.get(key)?.clusters ?? []), plan.name] });
  }
  return [...causes.values()].map(({ path, what, who, remedy, clusters: names }) => ({
    path,
    message: `${what}, so that ${shorten(names)} ${names.length > 1 ? "have" : "has"} no on-demand node from the start, and ${who} tolerate no spot node and would wait for ever; ${remedy}`,
  }));
}

interface Cause {
  readonly path: Path;
  /** What keeps the node away, with its value. */
  readonly what: string;
  /** Which pods need it. */
  readonly who: string;
  readonly remedy: string;
}

function causeIn(written: FleetConfig, plan: ManagedPlan, nodePools: StandingCluster["nodePools"]): Cause | undefined {
  const who = waitingIn(plan);
  if (who === undefined || plan.pools.some((part) => stands(plan, part))) return undefined;
  // Karpenter says by itself what it needs: plan/nodes/karpenter.ts.
  if (plan.cloud === "aws" && plan.nodeAutoscaler.kind === "karpenter") return undefined;
  const open = sortedEntries(nodePools).filter(([, { taints }]) => taints.length === 0);
  const ofTheirs = open.filter(([name]) =>
    plan.pools.some(({ pool, addedTaints }) => pool === name && (addedTaints.length === 0 || !hasEngines(plan))),
  );
  const [pool] = ofTheirs.filter(([, { min }]) => min > 0);
  if (pool === undefined) return withoutNodes(written, plan, who, ofTheirs[0], open[0]);
  const [name, { spotPercent }] = pool;
  if (spotPercent === undefined)
    return {
      path: ["clouds", plan.cloud, "spot", "percent"],
      what: "100 puts every node of every pool on spot",
      who,
      remedy: `write 99 or less, or spotPercent: 99 or less on nodePools.${name}`,
    };
  const path = writtenPath(written, plan.name, ["nodePools", name, "spotPercent"]);
  return { path, what: `${spotPercent} puts every node of ${name} on spot`, who, remedy: "write 99 or less" };
}

type Entry = readonly [string, StandingCluster["nodePools"][string]];

/** Where even the pools' own minima leave no node. */
function withoutNodes(
  written: FleetConfig,
  { name, pools }: ManagedPlan,
  who: string,
  empty: Entry | undefined,
  open: Entry | undefined,
): Cause {
  if (empty !== undefined)
    return {
      path: writtenPath(written, name, ["nodePools", empty[0], "min"]),
      what: `${empty[1].min} lets ${empty[0]} shrink to nothing`,
      who,
      remedy: "write 1 or more, or give another pool without taints a min of 1 or more",
    };
  if (open === undefined)
    return { path: ["nodePools"], what: "every pool has taints", who, remedy: "add a pool without taints, with min of 1 or more" };
  const added = pools.find(({ pool }) => pool === open[0])?.addedTaints ?? [];
  const taints = added.map(({ key, value, effect }) => `${key}=${value}:${effect}`).join(", ");
  return {
    path: writtenPath(written, name, ["nodePools", open[0], "shape", "arch"]),
    what: `${open[1].shape.arch} is kept free by the cloud's own taint ${taints}`,
    who,
    remedy: "add a pool of amd64 without taints, with min of 1 or more",
  };
}

/** Nodes that are always there and take any pod. */
function stands(plan: ManagedPlan, { capacityType, bounds, taints, addedTaints }: ManagedPlan["pools"][number]): boolean {
  return capacityType === "on-demand" && bounds.min > 0 && taints.length === 0 && (addedTaints.length === 0 || !hasEngines(plan));
}

function hasEngines({ platform }: ManagedPlan): boolean {
  return enginesIn(platform).length > 0;
}

/**
 * Pods that no autoscaler of the cloud's brings a node for in time. On EKS the one that brings nodes is among them. AKS runs its own on a system
 * pool, and its autoscaler outside the cluster: there only engines need a node.
 *
 * - EKS: https://docs.aws.amazon.com/eks/latest/best-practices/cluster-autoscaler.html
 * - GKE: https://docs.cloud.google.com/kubernetes-engine/docs/concepts/cluster-autoscaler
 * - AKS: https://learn.microsoft.com/azure/aks/use-system-pools
 */
function waitingIn(plan: ManagedPlan): string | undefined {
  const engines = hasEngines(plan);
  const and = engines ? " and the engines of platform" : "";
  switch (plan.cloud) {
    case "aws":
      return `CoreDNS, the autoscaler, the load balancer controller${and}`;
    case "gcp":
      return `GKE's own pods, such as kube-dns,${and}`;
    case "azure":
      return engines ? "the engines of platform" : undefined;
  }
}

/** A large fleet's names would bury the message. */
function shorten(names: readonly string[]): string {
  return names.length <= 6 ? names.join(" and ") : `${names.slice(0, 5).join(", ")} and ${names.length - 5} more`;
}
