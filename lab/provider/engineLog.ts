import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

/** An engine that is there answers at once. */
const patienceMs = 2_000;

/** The logs of the engines that a provider serves: what is written there reaches the user beside the resource that it is about. */
export class EngineLog {
  private readonly clients = new Map<string, EngineClient>();
  private readonly addresses = new Map<string, string>();

  /** @param peer the connection by which the engine at `address` calls the provider */
  attach(peer: string, address: string): void {
    this.addresses.set(peer, address);
    if (!this.clients.has(address)) this.clients.set(address, new EngineClient(address, grpc.credentials.createInsecure()));
  }

  /** Resolves when the engine has the warning. */
  warn(peer: string, urn: string, message: string): Promise<void> {
    const client = this.clients.get(this.addresses.get(peer) ?? "");
    if (client === undefined) return Promise.resolve();
    const request = new LogRequest().setSeverity(LogSeverity.WARNING).setUrn(urn).setMessage(message);
    return new Promise((resolve) => {
      // A warning that reaches nobody must not fail the call that it accompanies.
      client.log(request, new grpc.Metadata(), { deadline: Date.now() + patienceMs }, () => resolve());
    });
  }

  close(): void {
    for (const client of this.clients.values()) client.close();
  }
}
