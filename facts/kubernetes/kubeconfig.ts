import { parse } from "yaml";
import type { Properties, PropertyValue } from "../properties/values";

/** What a kubeconfig's current context says about the cluster. Credentials are not read: the lab has its own. */
export interface ActiveCluster {
  /** "https://127.83.0.1:20123" */
  readonly server: string;
  /** The context's namespace, else "default". */
  readonly namespace: string;
  /** The cluster's entry as it is: two kubeconfigs mean the same cluster when their entries are equal. */
  readonly entry: Properties;
}

/**
 * Reads a kubeconfig in YAML or JSON.
 * @param overrides the provider's `context` and `cluster` inputs, which win over the file's
 * @throws Error with the real provider's words where there is no usable cluster
 * @see https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/
 */
export function activeCluster(
  kubeconfig: PropertyValue | undefined,
  overrides: { readonly context?: string; readonly cluster?: string } = {},
): ActiveCluster {
  const config = record(typeof kubeconfig === "string" ? parseText(kubeconfig) : (kubeconfig ?? null));
  const contextName = overrides.context ?? text(config["current-context"]);
  const context = record(named(config["contexts"], contextName)?.["context"]);
  const clusterName = overrides.cluster ?? text(context["cluster"]);
  const entry = record(named(config["clusters"], clusterName)?.["cluster"]);
  const server = text(entry["server"]);
  if (server === "") {
    throw new Error(
      `invalid configuration: context ${JSON.stringify(contextName)} names the cluster ${JSON.stringify(clusterName)}, which has no server`,
    );
  }
  const namespace = text(context["namespace"]);
  return { server, entry, namespace: namespace === "" ? "default" : namespace };
}

/** The inputs `context` and `cluster`, which win over the kubeconfig's own. */
export function overrides(config: Properties): { readonly context?: string; readonly cluster?: string } {
  const { context, cluster } = config;
  return { ...(typeof context === "string" && { context }), ...(typeof cluster === "string" && { cluster }) };
}

function parseText(kubeconfig: string): PropertyValue {
  return parse(kubeconfig) as PropertyValue;
}

function named(list: PropertyValue | undefined, name: string): Properties | undefined {
  return Array.isArray(list) ? list.map(record).find((item) => item["name"] === name) : undefined;
}

function record(value: PropertyValue | undefined): Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Properties) : {};
}

function text(value: PropertyValue | undefined): string {
  return typeof value === "string" ? value : "";
}
