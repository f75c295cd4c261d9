import type { Traffic } from "../../config/traffic";
import type { CloudBranch } from "../model/traffic/tree";

export interface DnsInput<Section extends Traffic> {
  readonly traffic: Section;
  /** Fully qualified. */
  readonly host: string;
  readonly aliases: readonly string[];
  readonly clouds: readonly CloudBranch[];
}
