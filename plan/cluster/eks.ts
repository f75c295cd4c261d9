import type { z } from "zod";
import type { Aws } from "../../config/clouds/aws";
import { type Common, type Network, type Of, sorted } from "./common";
import { eksNames, type Naming } from "../naming/physicalNames";
import type { EksPlan } from "../model/eks";
import type { EksPool } from "../model/pool";
import { logRetentionDays } from "../upkeep/logRetention";
import { eksNetwork } from "../network/addresses";
import { eksEgress } from "../network/egress";
import { awsServicesOf } from "../engines";
import type { NodeAutoscaler } from "../../config/clusters/nodeAutoscaler";
import { eksPools } from "../nodes/eks";
import { expanderPriorities } from "../nodes/poolOrder";
import { controllerPods, karpenterNodes, underKarpenter } from "../nodes/karpenter";
import { clusterAutoscalerPlan } from "../engines/clusterAutoscaler";
import type { EksEngineContext } from "../engines/eks";
import { karpenterEngine } from "../engines/karpenter";
import { loadBalancerControllerPlan } from "../engines/loadBalancerController";
import type { Finding } from "../../config/file/messages";
import type { ManagedPlan } from "../model/fleet";
import { endpointService, knownPartition, logsSuffix } from "../../catalogue/partitions";
import { eksVersions, type EksVersions } from "../../catalogue/versions";
import { byCodeUnit } from "../order";

export function eksPlan(
  aws: Omit<z.infer<typeof Aws>, "overrides">,
  network: Network,
  cluster: Of<"aws">,
  naming: Naming,
  common: Common,
): EksPlan {
  const { account, deployer, admins, apiAccess, spot } = aws;
  const { slot, region, zones, controlPlaneZones = zones, nodePools, nodeAutoscaler = aws.nodeAutoscaler } = cluster;
  const pools = eksPools({ ...common, zones: sorted(zones), spot }, nodePools);
  const names = eksNames(naming);
  const versions = versionsOf(common.kubernetes);
  const partition = knownPartition(region);
  const context = { account, region, tags: common.tags, names, versions };
  const balancer = loadBalancerControllerPlan(context);
  const autoscaler = autoscaled(nodeAutoscaler, pools, common, context);
  const services = [balancer, autoscaler.nodeAutoscaler.engine].flatMap(({ networkAccess }) => networkAccess.awsServices);
  const egress = eksEgress(aws, zones, [...services, ...awsServicesOf(common.platform)]);
  return {
    cloud: "aws",
    ...common,
    ...autoscaler,
    account,
    partition,
    logsService: `logs.${region}.${logsSuffix[partition]}`,
    apiAccess,
    administrators: sorted(new Set([deployer, ...admins])),
    versions,
    loadBalancerController: balancer,
    logRetentionDays,
    network: {
      ...eksNetwork(network, slot, zones),
      ...egress,
      controlPlaneZones: sorted(controlPlaneZones),
      endpointNames: Object.fromEntries(egress.privateServices.map((service) => [service, endpointService(partition, region, service)])),
    },
    names,
  };
}

function autoscaled(
  kind: NodeAutoscaler,
  pools: readonly EksPool[],
  { nodeAutoscaling }: Common,
  context: EksEngineContext,
): Pick<EksPlan, "nodeAutoscaler" | "pools"> {
  switch (kind) {
    case "clusterAutoscaler":
      return { nodeAutoscaler: { kind, engine: clusterAutoscalerPlan(context, nodeAutoscaling, expanderPriorities(pools)) }, pools };
    case "karpenter": {
      const engine = karpenterEngine(context, controllerPods(pools));
      return { nodeAutoscaler: { kind, engine, ...karpenterNodes(pools, nodeAutoscaling) }, pools: pools.map(underKarpenter) };
    }
  }
}

export function versionFindings(name: string, { cloud, kubernetes }: Pick<ManagedPlan, "cloud" | "kubernetes">): Finding[] {
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
