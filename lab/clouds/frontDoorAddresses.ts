import type { CloudStore } from "./simulator/store";
import { text } from "../../facts/properties/select";

/** A static public address of a cluster's front door. */
export interface FrontDoorAddress {
  readonly address: string;
  readonly cluster: string;
  /** A zone id, or "regional". */
  readonly zone: string;
  readonly urn: string;
}

/** Where each cloud keeps its public addresses. */
const kinds = [
  { type: "aws:ec2/eip:Eip", output: "publicIp" },
  { type: "azure-native:network:PublicIPAddress", output: "ipAddress" },
  { type: "gcp:compute/address:Address", output: "address" },
];

/** Cluster and zone come from the names that the program's components give: `<cluster>-<slot>-front-door-<zone>`, `<cluster>-<slot>-front-door-address`. */
export function frontDoorAddresses(stores: readonly Pick<CloudStore, "byType">[]): readonly FrontDoorAddress[] {
  return stores.flatMap((store) =>
    kinds.flatMap(({ type, output }) =>
      store.byType(type).flatMap(({ urn, outputs }) => {
        const [, cluster, leaf = ""] = /^(.+)-\d+-front-door-(.+)$/.exec(urn.slice(urn.lastIndexOf("::") + 2)) ?? [];
        return cluster === undefined
          ? []
          : [{ address: text(outputs, output), cluster, zone: leaf === "address" ? "regional" : leaf, urn }];
      }),
    ),
  );
}
