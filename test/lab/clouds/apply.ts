import * as pulumi from "@pulumi/pulumi";
import { Callback } from "@pulumi/pulumi/proto/callback_pb";
// Declares globalThis.globalStore.
import type {} from "@pulumi/pulumi/runtime/state";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { SimulatedClouds } from "../../../lab/clouds/clouds";
import type { Diff } from "../../../lab/provider/backend";
import type { Properties } from "../../../facts/properties/values";
import { loadStack } from "../../../config/file/load";
import { deployFleet } from "../../../stacks/fleet";
import { planStack } from "../../../plan";
import { deployTraffic } from "../../../stacks/traffic";
import { session, type Managed, type Session } from "./harness";

/** A small engine over the simulated clouds: enough to create what a program registers, compare it with itself, and take it down. */
export interface Runner {
  /** In the order in which their creation ended. */
  readonly resources: readonly Managed[];
  /** Runs a fleet stack, or a traffic stack with these addresses. Creates what is not there, and notes how the rest differs. */
  run(stack: string, addresses?: Readonly<Record<string, Readonly<Record<string, string>>>>): Promise<readonly Difference[]>;
  /** What a refresh finds in the clouds to be other than recorded. */
  refresh(): Promise<readonly string[]>;
  /** Deletes everything, last made first. */
  destroy(): Promise<void>;
}

export interface Difference extends Diff {
  readonly name: string;
}

/** Every stack is one that was never updated. */
const nothingYet = () => Promise.resolve(undefined);

export function createRunner(clouds: SimulatedClouds, root: string): Runner {
  const resources: Managed[] = [];
  const sessions = new Map<string, Promise<Session>>();
  let differences: Difference[] = [];

  function sessionOf(reference: string): Promise<Session> {
    const found = sessions.get(reference.split("::")[3] ?? "");
    if (found === undefined) throw new Error(`no provider ${reference}`);
    return found;
  }

  async function newResource({
    type,
    name,
    inputs,
    provider,
    custom,
  }: pulumi.runtime.MockResourceArgs): Promise<{ id: string; state: Properties }> {
    const given = inputs as Properties;
    const backend = clouds.backends().find((cloud) => type === `pulumi:providers:${cloud.name}`);
    if (backend !== undefined) sessions.set(name, session(backend, given));
    const managed = clouds.backends().some((cloud) => type.startsWith(`${cloud.name}:`));
    if (custom !== true || !managed) return { id: `${name}-id`, state: given };

    const current = await sessionOf(provider ?? "");
    const existing = resources.find((resource) => resource.type === type && resource.name === name);
    if (existing !== undefined) {
      const diff = await current.diff(existing, given);
      if (diff.changes.length > 0) differences.push({ name, ...diff });
      return { id: existing.id, state: existing.outputs };
    }
    const made = await current.create(type, name, given);
    providers.set(made, current);
    resources.push(made);
    return { id: made.id, state: made.outputs };
  }

  const providers = new Map<Managed, Session>();
  const providerOf = (resource: Managed): Session => {
    const found = providers.get(resource);
    if (found === undefined) throw new Error(`no provider of ${resource.name}`);
    return found;
  };

  return {
    resources,
    async run(stack, addresses) {
      differences = [];
      const plan = planStack(loadStack(root, stack));
      await withMonitor(newResource, stack, () => {
        if (plan.kind === "fleet") deployFleet(plan.fleet, plan.servedBy, plan.upgrade, nothingYet);
        else deployTraffic(plan.traffic, nothingYet(), addresses === undefined ? { capacity: plan.fleet.capacity } : { addresses });
      });
      return differences;
    },
    async refresh() {
      const found = await Promise.all(resources.map(async (resource) => ({ resource, live: await providerOf(resource).read(resource) })));
      return found.flatMap(({ resource, live }) =>
        JSON.stringify(live) === JSON.stringify({ id: resource.id, inputs: resource.inputs, outputs: resource.outputs })
          ? []
          : [resource.name],
      );
    },
    async destroy() {
      for (const resource of [...resources].reverse()) await providerOf(resource).remove(resource);
      resources.splice(0);
    },
  };
}

/** Runs a program against the SDK's mock monitor, whose resources may take time. Hooks and transforms need an engine and do not run. */
async function withMonitor(newResource: pulumi.runtime.Mocks["newResource"], stack: string, program: () => void): Promise<void> {
  const failures: unknown[] = [];
  const monitor = new MockMonitor({
    newResource: async (args) => {
      try {
        return await newResource(args);
      } catch (error) {
        failures.push(new Error(`${args.type} ${args.name}: ${error instanceof Error ? error.message : String(error)}`));
        throw error;
      }
    },
    // What the program asks the engine for is its own last outputs; there are none yet.
    call: ({ token }) =>
      token === "pulumi:pulumi:readStackOutputs"
        ? Promise.resolve({ outputs: {} })
        : Promise.reject(new Error(`the program invokes ${token}`)),
  });
  Object.assign(monitor, {
    signalAndWaitForShutdown: (_request: unknown, answer: (error: null, empty: Empty) => void) => answer(null, new Empty()),
  });
  const listeners = process.listeners("unhandledRejection");
  const ignore = (reason: unknown): void => void failures.push(reason);
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", ignore);
  try {
    pulumi.runtime.setMockOptions(monitor, "gateway-fleet", stack, false, "organization");
    acceptCallbacks();
    await pulumi.runtime.runInPulumiStack(() => Promise.resolve(program()));
    await settled(monitor);
  } finally {
    pulumi.runtime.resetOptions("", "", -1, "", "", false, "");
    process.off("unhandledRejection", ignore);
    for (const listener of listeners) process.on("unhandledRejection", listener);
  }
  if (failures.length > 0) throw new Error(failures.map(String).join("\n"), { cause: failures[0] });
}

async function settled(monitor: MockMonitor): Promise<void> {
  let before: number;
  do {
    before = monitor.getRegisteredResources().size;
    // Disconnecting is how the SDK waits for its calls; it also forgets the callbacks.
    await pulumi.runtime.disconnect();
    acceptCallbacks();
    await new Promise((resolve) => setImmediate(resolve));
  } while (monitor.getRegisteredResources().size !== before);
}

/** Stands in for the SDK's callback server, which would listen on a port for an engine that is not there. */
function acceptCallbacks(): void {
  const sdk: unknown = globalThis.globalStore;
  if (typeof sdk !== "object" || sdk === null) throw new TypeError("the SDK keeps its state elsewhere now");
  const callbacks = {
    registerTransform: () => Promise.resolve(new Callback()),
    registerStackTransform: () => undefined,
    registerStackInvokeTransform: () => undefined,
    registerStackInvokeTransformAsync: () => Promise.resolve(new Callback()),
    registerResourceHook: () => Promise.resolve(),
    registerErrorHook: () => Promise.resolve(),
    shutdown: () => undefined,
    awaitStackRegistrations: () => Promise.resolve(),
  };
  Object.assign(sdk, { callbacks });
}
