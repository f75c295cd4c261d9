import type * as pulumi from "@pulumi/pulumi";
import type { LeafAddresses } from "./index";

/** The address behind one leaf of the plan. */
export function addressOf(
  { cluster, address }: { readonly cluster: string; readonly address: string },
  addresses: LeafAddresses,
): pulumi.Input<string> {
  // A cluster may have the name of something that every object has.
  const ofCluster = Object.hasOwn(addresses, cluster) ? addresses[cluster] : undefined;
  const found = ofCluster?.[address];
  if (found === undefined) throw new Error(`no address was passed for ${cluster}/${address}, which the traffic plan answers with`);
  return found;
}
