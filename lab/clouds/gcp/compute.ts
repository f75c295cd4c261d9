import { CloudError } from "../../provider/backend";
import { digitsOf } from "../shared/ids";
import type { ResourceModel, Subject } from "../simulator/model";
import { named } from "../shared/users";
import { text, texts } from "../../../facts/properties/select";
import { byAnyName, globalId, idOf, projectOf, regionOf, regionalId, selfLink } from "./names";

export const networkType = "gcp:compute/network:Network";
const routerType = "gcp:compute/router:Router";
const natType = "gcp:compute/routerNat:RouterNat";

const network: ResourceModel = {
  type: networkType,
  seconds: { create: 22, update: 10, delete: 20 },
  id: globalId("networks"),
  outputs: { selfLink, project: projectOf, networkId: ({ id }) => digitsOf(id, 19) },
  deleteBlockedBy: (subject) => [
    ...usedBy(subject, ["gcp:compute/subnetwork:Subnetwork", routerType, "gcp:compute/firewall:Firewall"]),
    ...subject.cloud
      .loadBalancers()
      .filter(({ cluster }) => subject.cloud.networkOf(cluster) === subject.id)
      .map((balancer) => inUse(subject.id, `the forwarding rule of load balancer ${balancer.id} of cluster ${balancer.cluster}`)),
  ],
};

const router: ResourceModel = {
  type: routerType,
  seconds: { create: 12, update: 8, delete: 12 },
  refs: [{ path: "network", to: byAnyName(networkType) }],
  id: regionalId("routers"),
  outputs: { selfLink, project: projectOf, region: regionOf },
  // NATs are a part of their router.
  cascade: ({ cloud, inputs }) => cloud.byType(natType).filter((nat) => text(nat.inputs, "router") === text(inputs, "name")),
};

const routerNat: ResourceModel = {
  type: natType,
  seconds: { create: 12, update: 8, delete: 12 },
  refs: [
    { path: "router", to: [{ type: routerType, output: "name" }] },
    { path: "natIps[*]", to: byAnyName("gcp:compute/address:Address") },
  ],
  admit(draft) {
    const networkOf = (name: string, region: string): string =>
      text(
        draft.cloud
          .byType(routerType)
          .find((other) => text(other.inputs, "name") === name && (text(other.outputs, "region") || region) === region)?.inputs ?? {},
        "network",
      );
    const [region, all] = [regionOf(draft), (value: string) => value.startsWith("ALL_SUBNETWORKS")];
    const own = networkOf(text(draft.inputs, "router"), region);
    const other = draft.cloud
      .byType(natType)
      .find(
        ({ inputs, outputs }) =>
          all(text(inputs, "sourceSubnetworkIpRangesToNat")) &&
          text(outputs, "region") === region &&
          networkOf(text(inputs, "router"), region) === own,
      );
    if (other !== undefined && all(text(draft.inputs, "sourceSubnetworkIpRangesToNat")))
      throw new CloudError(
        `googleapi: Error 400: Invalid value for field 'resource.nats': Can not create new Nats since a Nat with option ALL_SUBNETWORKS_ALL_IP_RANGES exists (${other.id}), invalid`,
      );
  },
  id: (draft) => `${projectOf(draft)}/${regionOf(draft)}/${text(draft.inputs, "router")}/${text(draft.inputs, "name")}`,
  outputs: { project: projectOf, region: regionOf },
};

const address: ResourceModel = {
  type: "gcp:compute/address:Address",
  seconds: { create: 5, update: 3, delete: 5 },
  provision: ({ cloud }) => ({ address: cloud.allocateAddress() }),
  id: regionalId("addresses"),
  outputs: { selfLink, project: projectOf, region: regionOf, address: ({ hidden }) => text(hidden, "address") },
  deleteBlockedBy(subject) {
    const nats = subject.cloud
      .byType(natType)
      .filter(({ inputs }) => texts(inputs, "natIps[*]").some((name) => idOf(subject, address.type, name) === subject.id));
    const balancers = subject.cloud.loadBalancers().filter(({ addresses }) => addresses.includes(text(subject.hidden, "address")));
    return [
      ...(nats.length === 0 ? [] : [inUse(subject.id, named(nats))]),
      ...balancers.map(({ id, cluster }) => inUse(subject.id, `the forwarding rule of load balancer ${id} of cluster ${cluster}`)),
    ];
  },
};

const firewall: ResourceModel = {
  type: "gcp:compute/firewall:Firewall",
  seconds: { create: 10, update: 10, delete: 20 },
  refs: [{ path: "network", to: byAnyName(networkType) }],
  id: globalId("firewalls"),
  outputs: { selfLink, project: projectOf },
};

export const compute: readonly ResourceModel[] = [network, router, routerNat, address, firewall];

/** What names the network blocks it. */
function usedBy(subject: Subject, types: readonly string[]): readonly string[] {
  const users = types
    .flatMap((type) => subject.cloud.byType(type))
    .filter(({ inputs }) => idOf(subject, networkType, text(inputs, "network")) === subject.id);
  return users.length === 0 ? [] : [inUse(subject.id, named(users))];
}

export function inUse(id: string, user: string): string {
  return `googleapi: Error 400: The resource '${id}' is already being used by '${user}', resourceInUseByAnotherResource`;
}
