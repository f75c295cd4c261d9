import { z } from "zod";
import { show } from "../file/wording";

/**
 * Where charts come from: a repository (https://helm.sh/docs/topics/chart_repository/) or a chart in a registry
 * (https://helm.sh/docs/topics/registries/).
 */
export const ChartSource = z.string().superRefine((source, context) => {
  const message = describeSource(source);
  if (message !== undefined) context.addIssue({ code: "custom", message });
});

export function isRegistry(source: string): boolean {
  return source.startsWith("oci://");
}

/** Whether nobody but this machine is on the way, so that plain HTTP can be trusted as much as anything else here. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function describeSource(source: string): string | undefined {
  const example = "write https://<host>/<path> of a repository, or oci://<host>/<path>";
  // Of other schemes than the web's, a URL's host is not parsed as one.
  const url = isRegistry(source) ? source.replace(/^oci:/, "https:") : source;
  if (!URL.canParse(url)) return `${show(source)} is no URL; ${example}`;
  const { protocol, hostname, username, password, search, hash } = new URL(url);
  if (username !== "" || password !== "") return `has a name or a password in it, which the repository would keep; ${example}`;
  if (search !== "" || hash !== "") return `${show(source)} has a query or a fragment; ${example}`;
  if (protocol === "https:" || (protocol === "http:" && isLoopback(hostname))) return undefined;
  return `${show(source)} is neither https:// nor oci://; ${example}`;
}
