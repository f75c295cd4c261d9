import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { ProviderBackend } from "./backend";
import type { CallCounts } from "./counts";
import { EngineLog } from "./engineLog";
import { service } from "./service";

export interface ProviderServer {
  /** On 127.0.0.1; what PULUMI_DEBUG_PROVIDERS names. */
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves a backend in the Pulumi provider protocol. The engine opens one connection per provider resource, default or explicit, and configures each;
 * every later call belongs to the instance of its connection.
 */
export async function serve<Instance>(backend: ProviderBackend<Instance>, counts: CallCounts): Promise<ProviderServer> {
  const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  const log = new EngineLog();
  server.addService(ResourceProviderService, service(backend, counts, log));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        log.close();
        // The engine keeps its connections open until it exits: a graceful end alone would wait for it.
        const force = setTimeout(() => server.forceShutdown(), 500);
        server.tryShutdown(() => {
          clearTimeout(force);
          resolve();
        });
      }),
  };
}
