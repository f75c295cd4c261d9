import type { z } from "zod";
import type { Azure } from "../../config/clouds/azure";
import { type Common, type Network, type Of, sorted } from "./common";
import { aksNames, type Naming } from "../naming/physicalNames";
import type { AksPlan } from "../model/aks";
import { logRetentionDays } from "../upkeep/logRetention";
import { aksNetwork } from "../network/addresses";
import { aksUpgradeWindows } from "../upkeep/aksUpgradeWindows";
import { aksExpanderPriorities } from "../nodes/poolOrder";
import { aksHost, aksPools } from "../nodes/aks";
import { machinesFor } from "../nodes/pools";

export function aksPlan(
  azure: Omit<z.infer<typeof Azure>, "overrides">,
  network: Network,
  { slot, zones, nodePools }: Of<"azure">,
  naming: Naming,
  common: Common,
): AksPlan {
  const { subscription, tenant, deployer, admins, apiAccess, spot } = azure;
  const pools = aksPools({ ...common, zones: sorted(zones), spot }, nodePools);
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
    pools,
    zones: sorted(zones),
    systemPool: system,
    upgradeWindows: aksUpgradeWindows(common.maintenance),
    expanderPriorities: aksExpanderPriorities(pools, system.name),
    names: aksNames(naming),
  };
}

/**
 * A node in every zone and two at least, of the smallest size that AKS admits, and two more to grow.
 *
 * @see https://learn.microsoft.com/azure/aks/use-system-pools#system-and-user-node-pools
 */
function systemPool(zones: number): AksPlan["systemPool"] {
  const vmSize = machinesFor({ vcpu: 4, memoryGiB: 16, arch: "amd64" }).azure;
  const min = Math.max(2, zones);
  return { name: "system", host: aksHost(vmSize), bounds: { min, max: min + 2 }, initial: min };
}
