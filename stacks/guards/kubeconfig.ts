import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { z } from "zod";
import type { ClusterPlan } from "../../plan/model/fleet";

/** What kubectl would find: the files, and the contexts in them by name. */
export interface Kubeconfig {
  readonly files: readonly string[];
  readonly contexts: ReadonlyMap<string, ContextServer>;
}

export interface ContextServer {
  /** "https://host[:port]"; undefined where it is reached in another way than by a connection to it. */
  readonly endpoint: string | undefined;
}

/**
 * Reads the files of KUBECONFIG, or ~/.kube/config. Of two contexts or clusters of one name, the first counts; a file that is not there has none.
 *
 * @throws pulumi.RunError where a file is no kubeconfig
 *
 * @see https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/#merging-kubeconfig-files
 */
export function readKubeconfig(variable: string | undefined = process.env["KUBECONFIG"], home: string = homedir()): Kubeconfig {
  const named = (variable ?? "").split(delimiter).filter((file) => file !== "");
  const files = named.length > 0 ? named : [join(home, ".kube", "config")];
  const contents = files.filter((file) => existsSync(file)).map(readFile);
  const servers = firstOfEach(contents.flatMap(({ clusters }) => clusters.map(({ name, cluster }) => [name, cluster])));
  const contexts = contents.flatMap(({ contexts }) =>
    contexts.map(({ name, context }): [string, ContextServer] => [name, { endpoint: endpointOf(servers.get(context.cluster)) }]),
  );
  return { files, contexts: firstOfEach(contexts) };
}

/** @throws pulumi.RunError that names the file, where it is something else */
function readFile(file: string): z.infer<typeof File> {
  try {
    return File.parse(parse(readFileSync(file, "utf8")) ?? {});
  } catch {
    throw new pulumi.RunError(`${file} cannot be read as a kubeconfig; mend it, or set KUBECONFIG to other files`);
  }
}

function firstOfEach<Value>(entries: readonly (readonly [string, Value])[]): ReadonlyMap<string, Value> {
  return new Map([...entries].reverse());
}

type Server = z.infer<typeof Server>;

/** What matters here; credentials are the provider's affair. */
const Server = z.looseObject({ server: z.string().default(""), "proxy-url": z.string().optional() });
const File = z.looseObject({
  clusters: z
    .array(z.looseObject({ name: z.string(), cluster: Server }))
    .nullish()
    .transform((clusters) => clusters ?? []),
  contexts: z
    .array(z.looseObject({ name: z.string(), context: z.looseObject({ cluster: z.string().default("") }) }))
    .nullish()
    .transform((contexts) => contexts ?? []),
});

function endpointOf(server: Server | undefined): string | undefined {
  if (server === undefined || server["proxy-url"] !== undefined) return undefined;
  return server.server.startsWith("https://") ? server.server : undefined;
}

/**
 * Stops an update before it changes anything when the kubeconfig lacks a context that the fleet needs.
 *
 * @throws pulumi.RunError that lists every missing context, who needs it and what there is instead
 */
export function requireContexts(clusters: readonly ClusterPlan[], read: () => Kubeconfig = readKubeconfig): void {
  const wanted = clusters.flatMap((plan) => (plan.cloud === "existing" && plan.unreachable === undefined ? [plan] : []));
  if (wanted.length === 0) return;
  const { files, contexts } = read();
  const missing = wanted.filter(({ context }) => !contexts.has(context)).map(({ name, context }) => `  "${context}", of clusters.${name}`);
  if (missing.length === 0) return;
  const known = contexts.size === 0 ? "there is none" : `there are ${[...contexts.keys()].sort().join(", ")}`;
  throw new pulumi.RunError(
    `no such context in ${files.join(", ")}, and needed to reach clusters:\n${missing.join("\n")}\n` +
      `${known}; set KUBECONFIG to the files that have them, or correct the stack file`,
  );
}
