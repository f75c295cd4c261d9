import { isIP } from "node:net";
import { connect } from "node:tls";
import * as pulumi from "@pulumi/pulumi";

/** How long one connection may take, in milliseconds. */
const patience = 5000;

/**
 * Checks, before the first object of a cluster is created or changed, that the cluster's API server answers at all, so that a lost cluster
 * is reported as one, with the way around it. Previews never ask; an update with nothing to change in the cluster does not either.
 *
 * @param cluster the cluster's key
 * @param endpoint "https://host[:port]"
 * @returns for the `transformations` of components whose Kubernetes objects live in the cluster
 */
export function answersFirst(cluster: string, endpoint: pulumi.Output<string>): pulumi.ResourceTransformation {
  const check = checkAnswer(cluster, endpoint);
  return ({ type, props, opts }) => {
    if (!type.startsWith("kubernetes:")) return undefined;
    const beforeCreate = [...(opts.hooks?.beforeCreate ?? []), check];
    const beforeUpdate = [...(opts.hooks?.beforeUpdate ?? []), check];
    return { props, opts: { ...opts, hooks: { ...opts.hooks, beforeCreate, beforeUpdate } } };
  };
}

function checkAnswer(cluster: string, endpoint: pulumi.Output<string>): pulumi.ResourceHook {
  let answer: Promise<void> | undefined;
  return new pulumi.ResourceHook(`${cluster}-answers`, () => (answer ??= requireAnswer(cluster, endpoint)));
}

async function requireAnswer(cluster: string, endpoint: pulumi.Output<string>): Promise<void> {
  const address = await new Promise<string>((resolve) => endpoint.apply(resolve));
  try {
    await handshake(new URL(address));
  } catch (error) {
    throw new Error(unreachableMessage(cluster, address, error instanceof Error ? error.message : String(error)), { cause: error });
  }
}

/** @returns one sentence on what is wrong and the exact line that goes around it */
export function unreachableMessage(cluster: string, endpoint: string, cause: string): string {
  return (
    `cluster ${cluster} does not answer at ${endpoint}: ${cause}. Mend the way to it and run the same command again; ` +
    `to change the rest of the fleet meanwhile, add this line under clusters.${cluster} in the stack file:\n` +
    `    unreachable: { reason: "...", until: "YYYY-MM-DD" }`
  );
}

/** A TCP connection alone would not do: a stopped server's kernel still accepts it. */
export function handshake({ hostname, port }: URL, timeout: number = patience): Promise<void> {
  return new Promise((resolve, reject) => {
    // Only whether it answers matters here; who answers is verified by the provider, which has the cluster's CA.
    const socket = connect({
      host: hostname,
      port: Number(port || 443),
      servername: isIP(hostname) === 0 ? hostname : "",
      rejectUnauthorized: false,
    });
    const timer = setTimeout(() => socket.destroy(new Error(`no answer within ${timeout / 1000} s`)), timeout);
    socket.once("close", () => clearTimeout(timer));
    socket.once("error", reject);
    socket.once("secureConnect", () => {
      resolve();
      socket.end();
    });
  });
}
