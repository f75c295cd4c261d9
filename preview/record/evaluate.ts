import "./deferredModules";
import * as pulumi from "@pulumi/pulumi";
import { deploy } from "../../stacks/deploy";
import type { StackPlan } from "../../plan";
import { record } from "./record";
import type { RecordedResource } from "./recording";

/** Runs the program itself, as a preview would, and writes down what it registers. */
export async function evaluate(project: string, stack: string, plan: StackPlan): Promise<readonly RecordedResource[]> {
  const program = () => {
    pulumi.runtime.registerStackTransformation(withoutAliases);
    return deploy(plan);
  };
  const { resources } = await withoutStackTraces(() => record(program, { stack, project, preview: true }));
  return resources;
}

/** Azure's SDK names every API version that a type ever had, some 25 to a resource; sending them costs time, and a plan shows none of them. */
function withoutAliases({ props, opts }: pulumi.ResourceTransformationArgs): pulumi.ResourceTransformationResult {
  return { props, opts: { ...opts, aliases: [] } };
}

/** The SDK takes a stack trace for every resource and every promise, which is half of the time, and a plan shows none of them. */
async function withoutStackTraces<Result>(run: () => Promise<Result>): Promise<Result> {
  const { stackTraceLimit } = Error;
  const format = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
  try {
    Error.stackTraceLimit = 0;
    // For resources the SDK lifts the limit.
    Error.prepareStackTrace = () => "";
    return await run();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    Reflect.deleteProperty(Error, "prepareStackTrace");
    if (format !== undefined) Object.defineProperty(Error, "prepareStackTrace", format);
  }
}
