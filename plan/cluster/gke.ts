import type { z } from "zod";
import type { Gcp } from "../../config/clouds";
import { type Common, type Network, type Of, sorted } from "./common";
import { gkeNames, type Naming } from "../naming/physicalNames";
import type { GkePlan } from "../model/gke";
import { gkeNetwork } from "../network/addresses";
import { weekly } from "../upkeep/gkeRecurringWindow";
import { gkeNodes } from "../nodes/gke";
import { poolPriorities } from "../nodes/poolOrder";

export function gkePlan(
  { project, admins, apiAccess, secretsKeys }: z.infer<typeof Gcp>,
  network: Network,
  { slot, zones, region }: Of<"gcp">,
  naming: Naming,
  common: Common,
): GkePlan {
  return {
    cloud: "gcp",
    ...common,
    project,
    apiAccess,
    secretsKey: secretsKeys?.[region],
    zones: sorted(zones),
    administrators: sorted(admins),
    network: gkeNetwork(network, slot),
    recurringWindow: weekly(common.maintenance),
    nodes: gkeNodes(common.pools, zones.length, common.kubernetes),
    poolPriorities: poolPriorities(common.pools),
    names: gkeNames(naming),
  };
}
