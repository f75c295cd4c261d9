import { Callback } from "@pulumi/pulumi/proto/callback_pb";
import { InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import * as proto from "@pulumi/pulumi/proto/resource_pb";
import type { ICallbackServer } from "@pulumi/pulumi/runtime/callbacks";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { inputDependenciesOf, optionsOf, readOptionsOf } from "./options";
import { containsSecret, plainObject, type Wire, wireObject, wireOf } from "./wire";
import type { RecordedOptions, RecordedResource, RecordOptions } from "./recording";

type Answer<Message> = (error: Error | null, response?: Message) => void;

interface MonitorOptions {
  readonly stack: string;
  readonly project: string;
  readonly preview: boolean;
  readonly outputs: RecordOptions["outputs"] | undefined;
  readonly invoke: RecordOptions["invoke"] | undefined;
}

export type RecordingMonitor = ReturnType<typeof recordingMonitor>;

const ROOT = "pulumi:pulumi:Stack";

/**
 * The engine's side of the SDK's conversation, kept to what a program can observe: URNs, ids and outputs.
 * Messages: https://github.com/pulumi/pulumi/blob/v3.200.0/proto/pulumi/resource.proto
 */
export function recordingMonitor(options: MonitorOptions) {
  const resources: RecordedResource[] = [];
  const states = new Map<string, { readonly id: string; readonly state: Wire }>();
  const errors: unknown[] = [];
  let stackOutputs: Wire = {};

  /** Runs the handler; its error is the program's, and remembered because the SDK wraps it. */
  function reply<Message>(answer: Answer<Message>, handle: () => Message): void {
    let response: Message;
    try {
      response = handle();
    } catch (error) {
      errors.push(error);
      // The SDK shows `details`, as gRPC errors have it.
      answer(Object.assign(new Error(String(error)), { details: error instanceof Error ? error.message : String(error) }));
      return;
    }
    answer(null, response);
  }

  function add(request: proto.RegisterResourceRequest | proto.ReadResourceRequest, id: string, wire: Wire, rest: Rest): string {
    const [type, name] = [request.getType(), request.getName()];
    const urn = urnOf(options, request.getParent(), type, name);
    if (states.has(urn)) throw new Error(`two resources have the URN ${urn}; give one another name or parent`);
    const inputs = plainObject(wire);
    const computed = rest.custom ? (options.outputs?.(type, name, inputs) ?? {}) : {};
    states.set(urn, { id, state: { ...wire, ...wireObject(computed) } });
    if (type !== ROOT) {
      const parent = isRoot(request.getParent()) ? undefined : request.getParent();
      const secretInputs = Object.keys(wire).filter((key) => containsSecret(wire[key]));
      resources.push({
        type,
        name,
        urn,
        parent,
        custom: rest.custom,
        inputs,
        secretInputs,
        inputDependencies: rest.inputDependencies,
        options: rest.options,
      });
    }
    return urn;
  }

  const client = {
    supportsFeature(request: proto.SupportsFeatureRequest, answer: Answer<proto.SupportsFeatureResponse>) {
      // Output values are for remote components only; without them inputs arrive as plain data.
      answer(null, new proto.SupportsFeatureResponse().setHassupport(request.getId() !== "outputValues"));
    },
    registerResource(request: proto.RegisterResourceRequest, answer: Answer<proto.RegisterResourceResponse>) {
      reply(answer, () => {
        const custom = request.getCustom();
        const id = custom && !options.preview ? request.getImportid() || `${request.getName()}-id` : "";
        const urn = add(request, id, wireOf(request.getObject()), {
          custom,
          inputDependencies: inputDependenciesOf(request),
          options: optionsOf(request),
        });
        return new proto.RegisterResourceResponse()
          .setUrn(urn)
          .setId(id)
          .setObject(Struct.fromJavaScript(states.get(urn)?.state ?? {}));
      });
    },
    readResource(request: proto.ReadResourceRequest, answer: Answer<proto.ReadResourceResponse>) {
      reply(answer, () => {
        const urn = add(request, request.getId(), wireOf(request.getProperties()), {
          custom: true,
          inputDependencies: {},
          options: readOptionsOf(request),
        });
        return new proto.ReadResourceResponse().setUrn(urn).setProperties(Struct.fromJavaScript(states.get(urn)?.state ?? {}));
      });
    },
    registerResourceOutputs(request: proto.RegisterResourceOutputsRequest, answer: Answer<Empty>) {
      if (isRoot(request.getUrn())) stackOutputs = wireOf(request.getOutputs());
      answer(null, new Empty());
    },
    invoke(request: proto.ResourceInvokeRequest, answer: Answer<InvokeResponse>) {
      reply(answer, () => {
        const [token, args] = [request.getTok(), plainObject(wireOf(request.getArgs()))];
        const result =
          token === "pulumi:pulumi:getResource" ? known(String(args["urn"])) : (options.invoke?.(token, args) ?? builtIn(token));
        if (result === undefined)
          throw new Error(`the program invokes ${token}, and a plan looks nothing up: take the value from config or a catalogue`);
        return new InvokeResponse().setReturn(Struct.fromJavaScript(wireObject(result)));
      });
    },
    registerPackage(_request: proto.RegisterPackageRequest, answer: Answer<proto.RegisterPackageResponse>) {
      answer(null, new proto.RegisterPackageResponse().setRef("recorded"));
    },
    signalAndWaitForShutdown(_request: Empty, answer: Answer<Empty>) {
      answer(null, new Empty());
    },
    close() {},
  };

  function known(urn: string): Record<string, unknown> {
    const found = states.get(urn);
    if (found === undefined) throw new Error(`no resource has the URN ${urn}`);
    return { urn, id: found.id, state: found.state };
  }

  return {
    client,
    callbacks: acceptingCallbacks(),
    resources,
    errors,
    registrations: () => states.size,
    stackOutputs: () => ({
      outputs: plainObject(stackOutputs),
      secretOutputs: Object.keys(stackOutputs).filter((key) => containsSecret(stackOutputs[key])),
    }),
  };
}

interface Rest {
  readonly custom: boolean;
  readonly inputDependencies: RecordedResource["inputDependencies"];
  readonly options: RecordedOptions;
}

/** `urn:pulumi:<stack>::<project>::<parent type>$<type>::<name>`; the stack itself is no part of the type. */
function urnOf({ stack, project }: MonitorOptions, parent: string, type: string, name: string): string {
  const parentType = parent === "" || isRoot(parent) ? "" : `${parent.split("::")[2] ?? ""}$`;
  return `urn:pulumi:${stack}::${project}::${parentType}${type}::${name}`;
}

function isRoot(urn: string): boolean {
  return urn.split("::")[2] === ROOT || urn === "";
}

/** Stands in for the SDK's callback server, which would listen on a port for an engine that is not there. */
function acceptingCallbacks(): ICallbackServer {
  const hooks = new Set<string>();
  const register = ({ name }: { readonly name: string }) => {
    if (hooks.has(name)) return Promise.reject(new Error(`two hooks are called ${name}; names of hooks are unique in a stack`));
    hooks.add(name);
    return Promise.resolve();
  };
  return {
    registerTransform: () => Promise.resolve(new Callback()),
    registerStackTransform: () => {},
    registerStackInvokeTransform: () => {},
    registerStackInvokeTransformAsync: () => Promise.resolve(new Callback()),
    registerResourceHook: register,
    registerErrorHook: register,
    shutdown: () => {},
    awaitStackRegistrations: () => Promise.resolve(),
  };
}

/** The engine's own functions: every stack here is one that was never updated. */
function builtIn(token: string): Record<string, unknown> | undefined {
  return token === "pulumi:pulumi:readStackOutputs" ? { outputs: {} } : undefined;
}
