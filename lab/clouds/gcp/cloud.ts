import type { CloudDefinition } from "../simulator/definition";
import { compute } from "./compute";
import { cluster } from "./gke/cluster";
import { dns } from "./dns";
import { healthCheck } from "./healthCheck";
import { containerFunctions, nodePool } from "./gke/nodePool";
import { projects } from "./projects";
import { serviceaccount } from "./serviceaccount";
import { subnetworks } from "./subnetworks";
import { gcpProvider } from "../../../facts/gcp/provider";

export const gcp: CloudDefinition = {
  ...gcpProvider,
  folder: "gcp",
  models: [...compute, healthCheck, ...dns, ...subnetworks, ...serviceaccount, ...projects, cluster, nodePool],
  functions: containerFunctions,
  firstAddressBlock: 161,

  // It looks up the regions and, when that fails, only says so in its log (https://github.com/pulumi/pulumi-gcp/pull/1554).
  calls: () => [],

  errors: {
    outage: (service, call, { owner }) =>
      `Error in ${call}: ${methods[call] ?? "Get"} "https://${hosts[service] ?? service}.googleapis.com/v1/projects/${owner}?alt=json&prettyPrint=false": dial tcp 192.0.2.3:443: i/o timeout`,
    exists: (_draft, id) => `googleapi: Error 409: The resource '${id}' already exists, alreadyExists`,
    missing: (_draft, { path, value, type }) =>
      `googleapi: Error 404: The resource '${value}' was not found (${path} needs a ${type}), notFound`,
    gone: (_type, id) => `googleapi: Error 404: The resource '${id}' was not found, notFound`,
  },
};

const methods: Readonly<Record<string, string>> = { create: "Post", update: "Patch", delete: "Delete" };
const hosts: Readonly<Record<string, string>> = { serviceaccount: "iam", projects: "cloudresourcemanager" };
