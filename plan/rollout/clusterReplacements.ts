import { hostTraits } from "../nodes/aks";
import type { ClusterPlan, ManagedPlan } from "../model/fleet";
import type { ExistingPlan } from "../model/existing";
import type { DeployedCluster } from "../model/outputs";
import type { AksHost } from "../model/pool";

/** What a cluster was when it was made, and stays. */
export type ClusterIdentity = Pick<DeployedCluster, "cloud" | "region" | "slot" | "forLife">;

export function identityOf(plan: ClusterPlan): ClusterIdentity {
  if (plan.cloud === "existing") {
    const { cloud, region, identity, context } = plan;
    return { cloud, region, forLife: { identity, context } };
  }
  const { cloud, region, slot } = plan;
  return { cloud, region, slot, forLife: { name: plan.names.cluster, ...forLife(plan) } };
}

/** What a change would make another cluster of, or a broken one: test/facts/immutable.test.ts holds it against what the clouds replace and refuse. */
function forLife(plan: ManagedPlan): ClusterIdentity["forLife"] {
  switch (plan.cloud) {
    case "aws": {
      const { vpcCidr, serviceCidr, controlPlaneZones } = plan.network;
      return { account: plan.account, addresses: `${vpcCidr} and ${serviceCidr}`, controlPlaneZones: controlPlaneZones.join(", ") };
    }
    case "azure": {
      const { vnetCidr, podCidr, serviceCidr } = plan.network;
      return {
        subscription: plan.subscription,
        addresses: `${vnetCidr}, ${podCidr} and ${serviceCidr}`,
        // AKS makes no private API server public or the other way round, and the pool that comes with a cluster keeps its zones and its machines.
        apiAccess: plan.apiAccess.mode,
        zones: plan.zones.join(","),
        "system pool": systemPool(plan.systemPool.host),
      };
    }
    case "gcp": {
      const { nodesCidr, podCidr, serviceCidr } = plan.network;
      return { project: plan.project, addresses: `${nodesCidr}, ${podCidr} and ${serviceCidr}` };
    }
  }
}

function systemPool(host: AksHost): string {
  return [host.vmSize, ...Object.entries(hostTraits(host)).map(([what, value]) => `${what} ${value}`)].join(", ");
}

/**
 * Why a recorded cluster cannot become what its plan says, with the remedy; undefined where it can. Another slot makes another cluster
 * beside the recorded one, which goes last and takes its addresses along: by then nobody may be sent there, and it must be reachable.
 *
 * @param servedBy the traffic stack that answers with the cluster's addresses
 */
export function identityRefusal(plan: ClusterPlan, recorded: ClusterIdentity, servedBy: string | undefined): string | undefined {
  if (plan.cloud === "existing" || recorded.cloud === "existing") {
    return plan.cloud === "existing" && recorded.cloud === "existing"
      ? otherExistingRefusal(plan, recorded)
      : otherKindRefusal(plan, recorded);
  }
  return recorded.slot === plan.slot ? changeRefusal(plan, recorded) : replacementRefusal(plan, recorded, servedBy);
}

/**
 * Its place is no more than words, and its version is its owner's. Objects are deleted by name, through the context that was recorded: another
 * cluster under the same context would lose what has just been made in it.
 * https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/await/await.go (Deletion)
 */
function otherExistingRefusal({ name, identity, context, unreachable }: ExistingPlan, { forLife }: ClusterIdentity): string | undefined {
  const before = forLife["identity"];
  if (before === identity) return undefined;
  const replacement = `clusters.${name}: the identity "${identity}" in place of "${before}" makes every object again in another cluster`;
  if (unreachable !== undefined)
    return (
      `${replacement}, and this one is frozen until ${unreachable.until} (${unreachable.reason}); ` +
      `write identity: "${before}", or remove clusters.${name}.unreachable once the cluster answers again`
    );
  if (context === forLife["context"])
    return (
      `${replacement}, but the context "${context}" is still the same, and would lead the removal of the old objects to the new ones; ` +
      `give the other cluster a context of its own, or, where the old one is gone, write identity: "${before}", run pulumi refresh, and update`
    );
  return undefined;
}

function otherKindRefusal({ name, cloud }: ClusterPlan, recorded: ClusterIdentity): string {
  return (
    `clusters.${name}: a cluster with cloud: ${recorded.cloud} does not become one with cloud: ${cloud}; ` +
    `add the new one under a key of its own, and remove this one afterwards (docs/operate/clusters.md)`
  );
}

function replacementRefusal(
  { name, slot, unreachable }: ManagedPlan,
  recorded: ClusterIdentity,
  servedBy: string | undefined,
): string | undefined {
  const replacement = `clusters.${name}.slot: ${slot} makes another cluster in place of the one in slot ${recorded.slot}`;
  if (unreachable !== undefined)
    return (
      `${replacement}, which is frozen until ${unreachable.until} (${unreachable.reason}); write slot ${recorded.slot} again, ` +
      `or remove clusters.${name}.unreachable once the cluster answers again`
    );
  if (servedBy !== undefined)
    return (
      `${replacement}, whose addresses ${servedBy} answers with; write ${name}: disabled in traffic.clusters of Pulumi.${servedBy}.yaml, ` +
      `update ${servedBy}, and run this again`
    );
  return undefined;
}

function changeRefusal(plan: ManagedPlan, recorded: ClusterIdentity): string | undefined {
  const [before, after] = [traitsOf(recorded), traitsOf(identityOf(plan))];
  // An older program did not record all of it.
  const changes = Object.entries(after)
    .filter(([key, value]) => before[key] !== undefined && before[key] !== value)
    .map(([key, value]) => `its ${key} from ${before[key] ?? ""} to ${value}`);
  if (changes.length === 0) return undefined;
  return (
    `clusters.${plan.name}: a cluster cannot change ${changes.join(" and ")}; ` +
    `give it another slot too, which makes another cluster beside this one, or ${oldValue(plan, before, changes.length)}`
  );
}

/** Nodes and front door may be in more zones than a control plane, so that one which lacks a word for its own keeps them by it. */
function oldValue(plan: ManagedPlan, { controlPlaneZones }: Readonly<Record<string, string>>, changes: number): string {
  const had = controlPlaneZones?.split(", ") ?? [];
  if (plan.cloud !== "aws" || controlPlaneZones === undefined || controlPlaneZones === plan.network.controlPlaneZones.join(", "))
    return "write the old value again";
  const missing = had.filter((zone) => !plan.network.zones.some(({ id }) => id === zone));
  const zones = missing.length === 0 ? "" : `zones with ${missing.join(", ")} and `;
  const others = changes === 1 ? "" : " and the other old values again";
  return `write ${zones}controlPlaneZones: [${controlPlaneZones}]${others}, since nodes and front door may be in more zones`;
}

function traitsOf({ cloud, region, forLife }: ClusterIdentity): Readonly<Record<string, string>> {
  return { cloud, region, ...forLife };
}
