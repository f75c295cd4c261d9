import type { CloudDefinition } from "../simulator/definition";
import { agentPool } from "./aks/agentPool";
import { authorization } from "./authorization";
import { containerFunctions } from "./aks/credentials";
import { dns } from "./dns";
import { managedCluster } from "./aks/cluster";
import { maintenanceConfiguration } from "./aks/maintenance";
import { managedidentity } from "./managedidentity";
import { monitoring } from "./monitoring";
import { network } from "./network";
import { resources } from "./resources";
import { trafficmanager } from "./trafficmanager";
import { azureProvider } from "../../../facts/azure/provider";

export const azure: CloudDefinition = {
  ...azureProvider,
  folder: "azure",
  models: [
    ...resources,
    ...network,
    ...managedidentity,
    ...authorization,
    managedCluster,
    agentPool,
    maintenanceConfiguration,
    ...monitoring,
    ...dns,
    ...trafficmanager,
  ],
  functions: containerFunctions,
  firstAddressBlock: 81,

  // With the subscription in its configuration it calls nobody: a token is fetched with the first request.
  calls: () => [],

  errors: {
    outage: (service, call, { owner }) =>
      `request failed: ${methods[call] ?? "Get"} "https://management.azure.com/subscriptions/${owner}/providers/${namespaces[service] ?? service}": dial tcp 192.0.2.2:443: i/o timeout`,
    exists: (_draft, id) => `cannot create already existing resource '${id}'`,
    missing: ({ type }, { path, value, type: wanted }) =>
      `Status=404 Code="ResourceNotFound" Message="The resource '${value}' was not found." (${path} of ${type} needs a ${wanted})`,
    gone: (_type, id) => `Status=404 Code="ResourceNotFound" Message="The resource '${id}' was not found."`,
  },
};

const methods: Readonly<Record<string, string>> = { create: "Put", update: "Put", delete: "Delete", invoke: "Post" };
const namespaces: Readonly<Record<string, string>> = {
  resources: "Microsoft.Resources",
  network: "Microsoft.Network",
  managedidentity: "Microsoft.ManagedIdentity",
  authorization: "Microsoft.Authorization",
  containerservice: "Microsoft.ContainerService",
  operationalinsights: "Microsoft.OperationalInsights",
  monitor: "Microsoft.Insights",
  dns: "Microsoft.Network",
  trafficmanager: "Microsoft.Network",
};
