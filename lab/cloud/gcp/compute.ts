import { CloudError } from "../../provider/backend";
import { digitsOf } from "../ids";
import type { Problem } from "../../../facts/resource";
import type { ResourceModel, Subject } from "../model";
import { named } from "../users";
import { count, has, text, texts } from "../../../facts/properties/select";
import { byAnyName, computeName, globalId, idOf, projectOf, regionOf, regionalId, selfLink } from "./names";

export const networkType = "gcp:compute/network:Network";
const routerType = "gcp:compute/router:Router";
const natType = "gcp:compute/routerNat:RouterNat";

const network: ResourceModel = {
  type: networkType,
  source: "https://docs.cloud.google.com/compute/docs/reference/rest/v1/networks/insert",
  seconds: { create: 22, update: 10, delete: 20 },
  name: { ...computeName, lowerCase: true },
  defaults: (inputs) => ({ autoCreateSubnetworks: inputs["autoCreateSubnetworks"] ?? true }),
  limits: (inputs) => {
    const mtu = count(inputs, "mtu");
    return mtu === undefined || (mtu >= 1300 && mtu <= 8896) ? [] : [{ property: "mtu", reason: `${mtu} is outside 1300..8896` }];
  },
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
  source: "https://docs.cloud.google.com/compute/docs/reference/rest/v1/routers/insert",
  seconds: { create: 12, update: 8, delete: 12 },
  required: ["network"],
  name: { ...computeName, lowerCase: true },
  refs: [{ path: "network", to: byAnyName(networkType) }],
  id: regionalId("routers"),
  outputs: { selfLink, project: projectOf, region: regionOf },
  // NATs are a part of their router.
  cascade: ({ cloud, inputs }) => cloud.byType(natType).filter((nat) => text(nat.inputs, "router") === text(inputs, "name")),
};

const routerNat: ResourceModel = {
  type: natType,
  source: "https://docs.cloud.google.com/nat/docs/ports-and-addresses",
  seconds: { create: 12, update: 8, delete: 12 },
  required: ["router", "sourceSubnetworkIpRangesToNat"],
  name: { ...computeName, lowerCase: true },
  sets: ["natIps", "subnetworks"],
  limits(inputs): readonly Problem[] {
    const dynamic = inputs["enableDynamicPortAllocation"] === true;
    const [min, max] = [count(inputs, "minPortsPerVm"), count(inputs, "maxPortsPerVm")];
    const odd = [min, max].find((ports) => dynamic && ports !== undefined && !Number.isInteger(Math.log2(ports)));
    return [
      ...(has(inputs, "natIps") && text(inputs, "natIpAllocateOption") !== "MANUAL_ONLY"
        ? [{ property: "natIps", reason: "needs natIpAllocateOption MANUAL_ONLY" }]
        : []),
      ...(odd === undefined ? [] : [{ property: "minPortsPerVm", reason: `with dynamic allocation ${odd} must be a power of 2` }]),
      ...(dynamic && min !== undefined && max !== undefined && max <= min
        ? [{ property: "maxPortsPerVm", reason: `${max} must be above minPortsPerVm ${min}` }]
        : []),
      ...(dynamic && inputs["enableEndpointIndependentMapping"] === true
        ? [{ property: "enableDynamicPortAllocation", reason: "excludes enableEndpointIndependentMapping" }]
        : []),
      ...(has(inputs, "logConfig") && !(has(inputs, "logConfig.enable") && has(inputs, "logConfig.filter"))
        ? [{ property: "logConfig", reason: "needs both enable and filter" }]
        : []),
    ];
  },
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
  source: "https://docs.cloud.google.com/compute/docs/reference/rest/v1/addresses/insert",
  seconds: { create: 5, update: 3, delete: 5 },
  name: computeName,
  defaults: (inputs) => ({ addressType: inputs["addressType"] ?? "EXTERNAL" }),
  limits: (inputs) =>
    text(inputs, "addressType") === "INTERNAL" && has(inputs, "networkTier")
      ? [{ property: "networkTier", reason: "must not be set with addressType INTERNAL" }]
      : [],
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
  source: "https://docs.cloud.google.com/compute/docs/reference/rest/v1/firewalls/insert",
  seconds: { create: 10, update: 10, delete: 20 },
  required: ["network"],
  name: computeName,
  sets: ["sourceRanges", "destinationRanges", "sourceTags", "targetTags"],
  limits: (inputs) => {
    const priority = count(inputs, "priority");
    return [
      ...(has(inputs, "allows") === has(inputs, "denies")
        ? [{ property: "allows", reason: "exactly one of allows and denies must be given" }]
        : []),
      ...(priority === undefined || (priority >= 0 && priority <= 65535)
        ? []
        : [{ property: "priority", reason: `${priority} is outside 0..65535` }]),
    ];
  },
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
