import { CloudError } from "../../../provider/backend";
import type { Properties } from "../../../../facts/properties/values";
import { clusterKey } from "../../shared/clusterKey";
import { digitsOf } from "../../shared/ids";
import type { Draft, ResourceModel, Subject } from "../../simulator/model";
import type { CloudResource } from "../../simulator/store";
import { raiseControlPlane } from "../../shared/upgrade";
import { flag, has, object, objects, text } from "../../../../facts/properties/select";
import { networkType } from "../compute";
import { computeClassDefinition } from "./computeClass";
import { byAnyName, idOf, projectOf } from "../names";
import { rangeNames, subnetworkType } from "../subnetworks";

export const clusterType = "gcp:container/cluster:Cluster";
export const nodePoolType = "gcp:container/nodePool:NodePool";
const newestVersion = "1.35";

/** A Standard cluster; its pools are resources of their own. */
export const cluster: ResourceModel = {
  type: clusterType,
  seconds: { create: 400, update: 60, delete: 600 },
  notModelled: (inputs) =>
    has(inputs, "nodePools") ? [{ property: "nodePools", reason: "the lab has pools as NodePool resources only" }] : [],
  refs: [
    { path: "network", to: byAnyName(networkType), outside: /^default$/ },
    { path: "subnetwork", to: byAnyName(subnetworkType) },
    {
      path: "nodeConfig.serviceAccount",
      to: [{ type: "gcp:serviceaccount/account:Account", output: "email" }],
      outside: /^default$|@developer\.gserviceaccount\.com$/,
    },
  ],
  admit(draft) {
    const { pods, services } = rangeNames(draft.inputs);
    const known = objects(subnetworkOf(draft)?.inputs ?? {}, "secondaryIpRanges[*]").map((range) => text(range, "rangeName"));
    const unknown = [pods, services].find((name) => name !== "" && !known.includes(name));
    if (unknown !== undefined)
      throw new CloudError(
        `googleapi: Error 400: Pod or service secondary range "${unknown}" does not exist in network; its subnetwork has ${known.join(", ") || "none"}, badRequest`,
      );
    if (pods !== "" && pods === services)
      throw new CloudError(`googleapi: Error 400: Cluster and services secondary range "${pods}" cannot be the same, badRequest`);
  },
  async provision(draft) {
    const { inputs, cloud } = draft;
    const network = idOf(draft, networkType, text(inputs, "network"));
    const started = await cloud.startCluster({
      cluster: clusterKey(inputs),
      name: text(inputs, "name"),
      minor: minorOf(inputs),
      serviceCidr: serviceRange(draft),
      network,
    });
    await cloud.controlPlanes.install(started.controlPlane, computeClassDefinition);
    return { ...started, version: minorOf(inputs) };
  },
  made: ({ inputs, cloud }) => cloud.clusterStarted(clusterKey(inputs)),
  id: (draft) => `projects/${projectOf(draft)}/locations/${locationOf(draft)}/clusters/${text(draft.inputs, "name")}`,
  outputs: {
    project: projectOf,
    location: locationOf,
    // Empty without an address to ask. The lab's API server itself listens on: what is closed is not closed here, only not said.
    endpoint: ({ inputs, hidden }) =>
      flag(inputs, "controlPlaneEndpointsConfig.ipEndpointsConfig.enabled") === false ? "" : hostOf(hidden),
    // A name of its own on Google's side, whether anybody may use it or not; here the API server's address.
    controlPlaneEndpointsConfig: ({ inputs, hidden }) => ({
      ...object(inputs, "controlPlaneEndpointsConfig"),
      dnsEndpointConfig: { ...object(inputs, "controlPlaneEndpointsConfig.dnsEndpointConfig"), endpoint: hostOf(hidden) },
    }),
    masterAuth: ({ inputs, hidden }) => ({
      ...object(inputs, "masterAuth"),
      clusterCaCertificate: Buffer.from(text(hidden, "caCertificate")).toString("base64"),
    }),
    masterVersion: ({ hidden, id }) => `${text(hidden, "version")}.1-gke.${digitsOf(id, 7)}`,
    selfLink: ({ id }) => `https://container.googleapis.com/v1/${id}`,
    servicesIpv4Cidr: serviceRange,
    nodeLocations: (subject) => nodeLocations(subject),
  },
  admitUpdate({ inputs, hidden }) {
    const step = Number(minorOf(inputs).split(".")[1]) - Number(text(hidden, "version").split(".")[1]);
    if (step > 1)
      throw new CloudError(
        `googleapi: Error 400: Master cannot be upgraded to "${minorOf(inputs)}": only one minor version above ${text(hidden, "version")} is allowed, badRequest`,
      );
  },
  follow: (change) => {
    const from = text(change.hidden, "version");
    return raiseControlPlane(change, from, newer(minorOf(change.inputs), from), serviceRange(change));
  },
  // A lower version does nothing.
  update: ({ inputs, hidden }) => ({ version: newer(minorOf(inputs), text(hidden, "version")) }),
  deleteBlockedBy: ({ inputs, id }) =>
    flag(inputs, "deletionProtection") === true
      ? [`Cannot destroy cluster ${id} because deletionProtection is set to true. Set it to false and apply that before the delete`]
      : [],
  cascade: ({ cloud, id }) => cloud.byType(nodePoolType).filter((pool) => text(pool.inputs, "cluster") === id),
  dismantle: ({ hidden, cloud }) => cloud.controlPlanes.remove(text(hidden, "controlPlane")),
};

/** An address without a port on Google's side; here the port says which cluster it is. */
function hostOf(hidden: Properties): string {
  return text(hidden, "endpoint").replace("https://", "");
}

function locationOf({ inputs, account }: Pick<Draft, "inputs" | "account">): string {
  return text(inputs, "location") || account.region;
}

/** Zones of the nodes: those that are named, else the zone the cluster is in, else three of its region. */
export function nodeLocations(draft: Pick<Draft, "inputs" | "account">): readonly string[] {
  const named = draft.inputs["nodeLocations"];
  if (Array.isArray(named)) return named.map(String);
  const location = locationOf(draft);
  return /-[a-z]$/.test(location) ? [location] : ["a", "b", "c"].map((letter) => `${location}-${letter}`);
}

function subnetworkOf(draft: Draft): CloudResource | undefined {
  return draft.cloud.get(subnetworkType, idOf(draft, subnetworkType, text(draft.inputs, "subnetwork")));
}

function serviceRange(draft: Draft | Subject): string {
  const name = rangeNames(draft.inputs).services;
  const range = objects(subnetworkOf(draft)?.inputs ?? {}, "secondaryIpRanges[*]").find(
    (secondary) => text(secondary, "rangeName") === name,
  );
  return text(range ?? {}, "ipCidrRange") || text(draft.inputs, "ipAllocationPolicy.servicesIpv4CidrBlock") || "34.118.224.0/20";
}

function minorOf(inputs: Properties): string {
  return /^\d+\.\d+/.exec(text(inputs, "minMasterVersion"))?.[0] ?? newestVersion;
}

function newer(one: string, other: string): string {
  return Number(one.split(".")[1]) > Number(other.split(".")[1]) ? one : other;
}
