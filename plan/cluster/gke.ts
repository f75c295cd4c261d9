import type { z } from "zod";
import type { Gcp } from "../../config/clouds/gcp";
import { type Common, type Network, type Of, sorted } from "./common";
import { gkeNames, type Naming, natAddressNames } from "../naming/physicalNames";
import type { GkePlan } from "../model/gke";
import { gkeNetwork } from "../network/addresses";
import { weekly } from "../upkeep/gkeRecurringWindow";
import { gkePools } from "../nodes/gke";
import { poolPriorities } from "../nodes/poolOrder";

export function gkePlan(
  { project, admins, apiAccess, secretsKeys, natAddresses, spot }: Omit<z.infer<typeof Gcp>, "overrides">,
  network: Network,
  { slot, zones, region, nodePools }: Of<"gcp">,
  naming: Naming,
  common: Common,
): GkePlan {
  const pools = gkePools({ ...common, zones: sorted(zones), spot }, nodePools);
  return {
    cloud: "gcp",
    ...common,
    project,
    apiAccess,
    secretsKey: secretsKeys?.[region],
    zones: sorted(zones),
    administrators: sorted(admins),
    network: gkeNetwork(network, slot),
    natAddresses: natAddressNames(naming, natAddresses ?? 0),
    recurringWindow: weekly(common.maintenance),
    pools,
    poolPriorities: poolPriorities(pools),
    names: gkeNames(naming),
  };
}
