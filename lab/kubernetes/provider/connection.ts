import { existsSync, readFileSync } from "node:fs";
import { UNKNOWN, type Properties, type PropertyValue } from "../../../facts/properties/values";
import { connect, KubernetesApiError, type KubernetesClient } from "../client/client";
import type { ControlPlane, ControlPlanes } from "../controlPlane/controlPlane";
import type { MutabilitySettings } from "../../../facts/kubernetes/immutable";
import { annotation } from "./kinds";
import { activeCluster, overrides, type ActiveCluster } from "../../../facts/kubernetes/kubeconfig";

/** One configured provider resource. */
export interface KubernetesInstance {
  readonly settings: ProviderSettings;
  readonly cluster: ClusterConnection;
  /** Ends what waits. */
  readonly interruption: AbortController;
}

/**
 * `unreachable` does not fail the configuration: unchanged objects are checked and compared from the state alone.
 * `unknown` is a cluster that is yet to be created.
 */
export type ClusterConnection =
  | { readonly kind: "connected"; readonly client: KubernetesClient }
  | { readonly kind: "unreachable"; readonly reason: string }
  | { readonly kind: "unknown" };

/** https://www.pulumi.com/registry/packages/kubernetes/api-docs/provider/ */
export interface ProviderSettings extends MutabilitySettings {
  /** Of objects that name none. */
  readonly namespace: string;
  readonly skipUpdateUnreachable: boolean;
  readonly deleteUnreachable: boolean;
  readonly upsertExistingObjects: boolean;
  readonly enablePatchForce: boolean;
}

/**
 * Connects to the control plane that answers at the kubeconfig's server. Connections are kept: one per control plane.
 *
 * @param ambient file that is read where a provider is given no kubeconfig: the KUBECONFIG of what the lab starts
 */
export function createConnector(controlPlanes: ControlPlanes, ambient: string): (config: Properties) => Promise<KubernetesInstance> {
  const clients = new Map<string, KubernetesClient>();

  const clientOf = (plane: ControlPlane): KubernetesClient => {
    // A control plane that was started again may answer at another port: the endpoint is part of the key.
    const key = `${plane.id} ${plane.endpoint}`;
    const client = clients.get(key) ?? connect({ endpoint: plane.endpoint, caCertificate: plane.caCertificate, token: plane.adminToken });
    clients.set(key, client);
    return client;
  };

  const reach = async ({ server }: ActiveCluster): Promise<ClusterConnection> => {
    const plane = controlPlanes.findByEndpoint(server);
    if (plane === undefined)
      return unreachable(`Get "${server}/openapi/v2?timeout=32s": dial tcp ${host(server)}: connect: connection refused`);
    const client = clientOf(plane);
    try {
      await client.version();
      await client.resource("v1", "Namespace");
      return { kind: "connected", client };
    } catch (error) {
      return unreachable(describe(error));
    }
  };

  return async (config) => {
    const { kubeconfig } = config;
    const interruption = new AbortController();
    if (kubeconfig === UNKNOWN) return { settings: settings(config, "default"), cluster: { kind: "unknown" }, interruption };
    try {
      const active = activeCluster(isGiven(kubeconfig) ? kubeconfig : readText(ambient), overrides(config));
      return { settings: settings(config, active.namespace), cluster: await reach(active), interruption };
    } catch (error) {
      const reason = `failed to parse kubeconfig data in \`kubernetes:config:kubeconfig\`- ${describe(error)}`;
      return { settings: settings(config, "default"), cluster: { kind: "unreachable", reason }, interruption };
    }
  };
}

/** The real provider, too, takes an empty text for none: https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/provider/provider.go (Configure) */
function isGiven(kubeconfig: PropertyValue | undefined): boolean {
  return kubeconfig !== undefined && kubeconfig !== null && kubeconfig !== "";
}

function readText(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

/** Whether an apply takes fields over from other managers. */
export function isForced({ settings: { enablePatchForce } }: KubernetesInstance, inputs: Properties): boolean {
  return enablePatchForce || annotation(inputs, "pulumi.com/patchForce") === "true";
}

function settings(config: Properties, contextNamespace: string): ProviderSettings {
  const { namespace } = config;
  return {
    namespace: typeof namespace === "string" && namespace !== "" ? namespace : contextNamespace,
    skipUpdateUnreachable: isTrue(config["skipUpdateUnreachable"]),
    deleteUnreachable: isTrue(config["deleteUnreachable"]),
    upsertExistingObjects: isTrue(config["upsertExistingObjects"]),
    enablePatchForce: isTrue(config["enablePatchForce"]),
    enableConfigMapMutable: isTrue(config["enableConfigMapMutable"]),
    enableSecretMutable: isTrue(config["enableSecretMutable"]),
  };
}

/** The SDK sends a provider's booleans as JSON text. */
function isTrue(value: PropertyValue | undefined): boolean {
  return value === true || value === "true";
}

function unreachable(cause: string): ClusterConnection {
  return { kind: "unreachable", reason: `unable to load schema information from the API server: ${cause}` };
}

function describe(error: unknown): string {
  if (error instanceof KubernetesApiError && error.status === 401) return "the server has asked for the client to provide credentials";
  return error instanceof Error ? error.message : String(error);
}

function host(server: string): string {
  return URL.canParse(server) ? new URL(server).host : server;
}
