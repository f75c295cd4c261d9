import { readFileSync } from "node:fs";
import * as grpc from "@grpc/grpc-js";
import { PluginInfo, type PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { ProviderBackend } from "./backend";
import type { CallCounts } from "./counts";
import type { EngineLog } from "./engineLog";
import { toServiceError } from "./errors";
import { changedKeys, checkResponse, diffResponse, methodOf, resourceOf, timeoutOf, typeOf, urnOf } from "./messages";
import { fromStruct, toStruct } from "./wire";

/**
 * A backend's answers to the methods of the protocol.
 * @see https://github.com/pulumi/pulumi/blob/master/proto/pulumi/provider.proto
 */
export function service<Instance>(backend: ProviderBackend<Instance>, counts: CallCounts, log: EngineLog): IResourceProviderServer {
  const version = installedVersion(backend.name);
  const instances = new Map<string, Instance>();

  function instanceOf(call: Call<unknown>): Instance {
    const instance = instances.get(call.getPeer());
    if (instance === undefined) throw new Error(`${backend.name} was called before it was configured on this connection`);
    return instance;
  }

  /** One method of the protocol: counted, its errors turned into the engine's. */
  function unary<Request, Response>(
    method: string,
    answer: (call: Call<Request>) => Promise<Response> | Response,
  ): grpc.handleUnaryCall<Request, Response> {
    return (call, callback) => {
      counts.add(backend.name, methodOf(method, call.request), typeOf(call.request));
      void Promise.resolve()
        .then(() => answer(call))
        .then(
          (response) => callback(null, response),
          (error: unknown) => {
            const failure = toServiceError(backend.name, method, error);
            counts.fail({ provider: backend.name, method, urn: urnOf(call.request), message: failure.details });
            callback(failure);
          },
        );
    };
  }

  return {
    handshake: unimplemented,
    parameterize: unimplemented,
    construct: unimplemented,
    call: unimplemented,
    list: (call) => call.destroy(new Error("not implemented")),
    getMapping: unimplemented,
    getMappings: unimplemented,
    getSchema: unary("getSchema", () => new rpc.GetSchemaResponse().setSchema(JSON.stringify({ name: backend.name, version }))),
    getPluginInfo: unary("getPluginInfo", () => new PluginInfo().setVersion(version)),
    attach: unary("attach", (call: Call<PluginAttach>) => {
      log.attach(call.getPeer(), call.request.getAddress());
      return new Empty();
    }),
    cancel: unary("cancel", (call: Call<Empty>) => {
      const instance = instances.get(call.getPeer());
      if (instance !== undefined) backend.cancel?.(instance);
      return new Empty();
    }),

    // As it came, so that what is secret in a provider's configuration stays so in the state.
    checkConfig: unary("checkConfig", ({ request }: Call<rpc.CheckRequest>) => new rpc.CheckResponse().setInputs(request.getNews())),
    diffConfig: unary("diffConfig", ({ request }: Call<rpc.DiffRequest>) => {
      const olds = fromStruct(request.getOldInputs() ?? request.getOlds());
      const news = fromStruct(request.getNews());
      return diffResponse(olds, news, {
        changes: changedKeys(olds, news),
        replaces: backend.replacesProvider(olds, news),
        deleteBeforeReplace: false,
      });
    }),
    configure: unary("configure", async (call: Call<rpc.ConfigureRequest>) => {
      instances.set(call.getPeer(), await backend.configure(fromStruct(call.request.getArgs())));
      // Nothing but previews: the engine then sends plain values and marks secrets itself.
      return new rpc.ConfigureResponse().setSupportspreview(true);
    }),

    check: unary("check", async (call: Call<rpc.CheckRequest>) => {
      const { request } = call;
      const checked = await backend.check(instanceOf(call), {
        ...resourceOf(request.getUrn()),
        olds: request.hasOlds() ? fromStruct(request.getOlds()) : undefined,
        news: fromStruct(request.getNews()),
        randomSeed: request.getRandomseed_asU8(),
      });
      for (const warning of checked.warnings ?? []) await log.warn(call.getPeer(), request.getUrn(), warning);
      return checkResponse(checked);
    }),
    diff: unary("diff", async (call: Call<rpc.DiffRequest>) => {
      const { request } = call;
      const oldInputs = fromStruct(request.getOldInputs());
      const news = fromStruct(request.getNews());
      const diff = await backend.diff(instanceOf(call), {
        ...resourceOf(request.getUrn()),
        id: request.getId(),
        oldInputs,
        oldOutputs: fromStruct(request.getOlds()),
        news,
      });
      return diffResponse(oldInputs, news, diff);
    }),
    create: unary("create", async (call: Call<rpc.CreateRequest>) => {
      const { request } = call;
      const { id, outputs } = await backend.create(instanceOf(call), {
        ...resourceOf(request.getUrn()),
        inputs: fromStruct(request.getProperties()),
        preview: request.getPreview(),
        ...timeoutOf(request),
      });
      return new rpc.CreateResponse().setId(id).setProperties(toStruct(outputs));
    }),
    read: unary("read", async (call: Call<rpc.ReadRequest>) => {
      const { request } = call;
      const found = await backend.read(instanceOf(call), {
        ...resourceOf(request.getUrn()),
        id: request.getId(),
        inputs: fromStruct(request.getInputs()),
        outputs: fromStruct(request.getProperties()),
      });
      // An answer without an id means: it does not exist.
      if (found === undefined) return new rpc.ReadResponse();
      return new rpc.ReadResponse().setId(found.id).setInputs(toStruct(found.inputs)).setProperties(toStruct(found.outputs));
    }),
    update: unary("update", async (call: Call<rpc.UpdateRequest>) => {
      const { request } = call;
      const outputs = await backend.update(instanceOf(call), {
        ...resourceOf(request.getUrn()),
        id: request.getId(),
        oldInputs: fromStruct(request.getOldInputs()),
        oldOutputs: fromStruct(request.getOlds()),
        news: fromStruct(request.getNews()),
        preview: request.getPreview(),
        ignoreChanges: request.getIgnorechangesList(),
        ...timeoutOf(request),
      });
      return new rpc.UpdateResponse().setProperties(toStruct(outputs));
    }),
    delete: unary("delete", async (call: Call<rpc.DeleteRequest>) => {
      const { request } = call;
      await backend.delete(instanceOf(call), {
        ...resourceOf(request.getUrn()),
        id: request.getId(),
        inputs: fromStruct(request.getOldInputs()),
        outputs: fromStruct(request.getProperties()),
        ...timeoutOf(request),
      });
      return new Empty();
    }),
    invoke: unary("invoke", async (call: Call<rpc.InvokeRequest>) => {
      const { request } = call;
      const result = await backend.invoke(instanceOf(call), request.getTok(), fromStruct(request.getArgs()));
      return new rpc.InvokeResponse().setReturn(toStruct(result));
    }),
  };
}

type Call<Request> = grpc.ServerUnaryCall<Request, unknown>;

/** The engine asks whether these are there, and goes on without them. */
function unimplemented(_call: unknown, callback: grpc.sendUnaryData<never>): void {
  callback({ code: grpc.status.UNIMPLEMENTED, details: "not implemented" });
}

function installedVersion(name: string): string {
  const manifest = JSON.parse(readFileSync(require.resolve(`@pulumi/${name}/package.json`), "utf8")) as { readonly version: string };
  return manifest.version;
}
