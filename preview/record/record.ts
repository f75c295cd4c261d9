import * as pulumi from "@pulumi/pulumi";
// Declares globalThis.globalStore.
import type {} from "@pulumi/pulumi/runtime/state";
import { recordingMonitor, type RecordingMonitor } from "./monitor";
import type { Recording, RecordOptions } from "./recording";

/** Stands in inputs and outputs for a value that only an update will know. */
export const UNKNOWN = pulumi.runtime.unknownValue;

/**
 * Runs a program in this process against a monitor that only writes down: no engine, no provider, no network.
 * Hooks are recorded and not run; transforms are accepted and not run, since the engine runs them.
 * One recording runs at a time, because the SDK's state is global; later calls wait.
 *
 * @param program creates resources; the record it returns becomes the stack's outputs, a resource it returns does not
 * @throws the program's first error, be it thrown, rejected, or raised inside an `apply`; a URN that is registered twice; an invoke without an answer
 * @example
 *   const { resources } = await record(() => new EksNetwork("net", args));
 *   const vpc = resources.find(({ type }) => type === "aws:ec2/vpc:Vpc");
 */
export function record(program: () => unknown, options: RecordOptions = {}): Promise<Recording> {
  const turn = previous.then(() => run(program, options));
  previous = turn.catch(() => undefined);
  return turn;
}

let previous: Promise<unknown> = Promise.resolve();

async function run(program: () => unknown, options: RecordOptions): Promise<Recording> {
  const { stack = "test", project = "gateway-fleet", preview = false } = options;
  const monitor = recordingMonitor({ stack, project, preview, outputs: options.outputs, invoke: options.invoke });

  const rejections = takeUnhandledRejections();
  pulumi.runtime.setMockOptions(monitor.client, project, stack, preview, "organization");
  try {
    let failure: unknown;
    useCallbacks(monitor.callbacks);
    if (options.rootDirectory !== undefined) useRootDirectory(options.rootDirectory);
    const done = pulumi.runtime
      .runInPulumiStack(async () => outputsOf(await program()))
      .catch((error: unknown) => (failure = error))
      .then(() => settled(monitor));
    // What depends on a resource that failed inside an `apply` would be waited for without end.
    await Promise.race([done, rejections.first]);
    const first = monitor.errors[0] ?? failure ?? rejections.errors[0];
    if (first !== undefined)
      throw first instanceof Error ? first : new Error("the program failed with something that is not an error", { cause: first });
    return { resources: monitor.resources, ...monitor.stackOutputs() };
  } finally {
    pulumi.runtime.resetOptions("", "", -1, "", "", false, "");
    rejections.giveBack();
  }
}

/** A test that returns the component it made wants no stack output for each of its fields. */
function outputsOf(returned: unknown): unknown {
  return pulumi.Resource.isInstance(returned) ? {} : returned;
}

/** Waits until a whole turn of the event loop brings no further registration: a program may create resources after awaiting something. */
async function settled(monitor: RecordingMonitor): Promise<void> {
  let before: number;
  do {
    before = monitor.registrations();
    await pulumi.runtime.disconnect();
    // Disconnecting is how the SDK waits for its calls; it also forgets the callbacks.
    useCallbacks(monitor.callbacks);
    await new Promise((resolve) => setImmediate(resolve));
  } while (monitor.registrations() !== before);
}

function useCallbacks(callbacks: RecordingMonitor["callbacks"]): void {
  const sdk: unknown = globalThis.globalStore;
  if (typeof sdk === "object" && sdk !== null) Object.assign(sdk, { callbacks });
}

/** The SDK takes it from its host alone, and has no function for it. */
function useRootDirectory(rootDirectory: string): void {
  const sdk: unknown = globalThis.globalStore;
  if (typeof sdk !== "object" || sdk === null || !("settings" in sdk)) return;
  const { settings } = sdk;
  if (typeof settings !== "object" || settings === null || !("options" in settings)) return;
  if (typeof settings.options === "object" && settings.options !== null) Object.assign(settings.options, { rootDirectory });
}

/** The SDK reports failures inside `apply` only as unhandled rejections, which would end the process (or fail a test that has long passed). */
function takeUnhandledRejections(): { readonly errors: readonly unknown[]; readonly first: Promise<void>; readonly giveBack: () => void } {
  const errors: unknown[] = [];
  const listeners = process.listeners("unhandledRejection");
  let found: () => void;
  const first = new Promise<void>((resolve) => (found = resolve));
  const collect = (reason: unknown) => {
    errors.push(reason);
    found();
  };
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", collect);
  return {
    errors,
    first,
    giveBack: () => {
      process.off("unhandledRejection", collect);
      for (const listener of listeners) process.on("unhandledRejection", listener);
    },
  };
}
