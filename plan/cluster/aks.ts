import type { z } from "zod";
import type { Azure } from "../../config/clouds";
import { type Common, type Network, type Of, sorted } from "./common";
import { aksNames, type Naming } from "../naming/physicalNames";
import type { AksPlan } from "../model/aks";
import { logRetentionDays } from "../upkeep/logRetention";
import { aksNetwork } from "../network/addresses";
import { aksUpgradeWindows } from "../upkeep/aksUpgradeWindows";
import { aksExpanderPriorities } from "../nodes/poolOrder";
import { machineTypes } from "../../catalogue/machines";
import { aksHost } from "../nodes/aks";

export function aksPlan(
  azure: z.infer<typeof Azure>,
  network: Network,
  { slot, zones }: Of<"azure">,
  naming: Naming,
  common: Common,
): AksPlan {
  const { subscription, tenant, deployer, admins, apiAccess } = azure;
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
    zones: sorted(zones),
    systemPool: system,
    upgradeWindows: aksUpgradeWindows(common.maintenance),
    expanderPriorities: aksExpanderPriorities(common.pools, system.name),
    names: aksNames(naming),
  };
}

/**
 * A node in every zone and two at least, of the smallest size that AKS admits, and two more to grow.
 *
 * @see https://learn.microsoft.com/azure/aks/use-system-pools#system-and-user-node-pools
 */
function systemPool(zones: number): AksPlan["systemPool"] {
  const [vmSize] = machineTypes("azure", { vcpu: 4, memoryGiB: 16, arch: "amd64" }) ?? [];
  if (vmSize === undefined) throw new Error("the catalogue has no machine type for AKS system pools");
  const min = Math.max(2, zones);
  return { name: "system", host: aksHost(vmSize), bounds: { min, max: min + 2 }, initial: min };
}
