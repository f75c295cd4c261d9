import { CloudError } from "../../provider/backend";
import type { Properties } from "../../../facts/properties/values";
import { overlaps } from "../../../facts/rules/cidr";
import type { Draft, ResourceModel } from "../simulator/model";
import { named } from "../shared/users";
import { objects, text, texts } from "../../../facts/properties/select";
import { inUse, networkType } from "./compute";
import { byAnyName, idOf, projectOf, regionOf, regionalId, selfLink } from "./names";

export const subnetworkType = "gcp:compute/subnetwork:Subnetwork";
const clusterType = "gcp:container/cluster:Cluster";

const subnetwork: ResourceModel = {
  type: subnetworkType,
  seconds: { create: 15, update: 15, delete: 25 },
  refs: [{ path: "network", to: byAnyName(networkType) }],
  admit: refuseOverlap,
  id: regionalId("subnetworks"),
  outputs: { selfLink, project: projectOf, region: regionOf },
  admitUpdate(change) {
    refuseOverlap(change);
    const before = objects(change.olds, "secondaryIpRanges[*]").map(nameOfRange);
    const after = objects(change.inputs, "secondaryIpRanges[*]").map(nameOfRange);
    const lost = before.filter((name) => !after.includes(name));
    if (lost.length > 0 && after.some((name) => !before.includes(name)))
      throw new CloudError("googleapi: Error 400: Cannot add and remove secondary ranges in one request, invalid");
    const used = change.cloud
      .byType(clusterType)
      .filter(({ inputs }) => idOf(change, subnetworkType, text(inputs, "subnetwork")) === change.id)
      .find(({ inputs }) => lost.some((name) => Object.values(rangeNames(inputs)).includes(name)));
    if (used !== undefined) throw new CloudError(inUse(change.id, used.id));
  },
  deleteBlockedBy(subject) {
    const clusters = subject.cloud
      .byType(clusterType)
      .filter(({ inputs }) => idOf(subject, subnetworkType, text(inputs, "subnetwork")) === subject.id);
    const nats = subject.cloud
      .byType("gcp:compute/routerNat:RouterNat")
      .filter(({ inputs }) => texts(inputs, "subnetworks[*].name").some((name) => idOf(subject, subnetworkType, name) === subject.id));
    const users = [...clusters, ...nats];
    return users.length === 0 ? [] : [inUse(subject.id, named(users))];
  },
};

export const subnetworks: readonly ResourceModel[] = [subnetwork];

/** Names of the secondary ranges that a cluster uses. */
export function rangeNames(cluster: Properties): { readonly pods: string; readonly services: string } {
  return {
    pods: text(cluster, "ipAllocationPolicy.clusterSecondaryRangeName"),
    services: text(cluster, "ipAllocationPolicy.servicesSecondaryRangeName"),
  };
}

/** No two ranges of a network overlap, primary or secondary. */
function refuseOverlap(draft: Draft): void {
  const own = regionalId("subnetworks")(draft);
  const network = idOf(draft, networkType, text(draft.inputs, "network"));
  const neighbours = draft.cloud
    .byType(subnetworkType)
    .filter(({ id, inputs }) => id !== own && idOf(draft, networkType, text(inputs, "network")) === network);
  const ranges = rangesOf(draft.inputs);
  const others = [...neighbours.flatMap(({ id, inputs }) => rangesOf(inputs).map((range) => ({ id, range })))];
  for (const [index, range] of ranges.entries()) {
    const among = [...others, ...ranges.slice(index + 1).map((other) => ({ id: own, range: other }))];
    const taken = among.find((other) => overlaps(other.range, range));
    if (taken !== undefined)
      throw new CloudError(
        `googleapi: Error 400: Invalid IPCidrRange: ${range} conflicts with existing subnetwork '${taken.id}' (${taken.range}), invalid`,
      );
  }
}

function rangesOf(inputs: Properties): readonly string[] {
  return [text(inputs, "ipCidrRange"), ...texts(inputs, "secondaryIpRanges[*].ipCidrRange")].filter((range) => range !== "");
}

function nameOfRange(range: Properties): string {
  return text(range, "rangeName");
}
