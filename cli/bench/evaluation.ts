import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { loadStack } from "../../config/file/load";
import { deploy } from "../../stacks/deploy";
import { planStack } from "../../plan";
import { record } from "../../preview/record/record";
import { classOf, type ResourceClass } from "./classes";
import type { RecordedResource } from "../../preview/record/recording";

/**
 * Measures, in a process of its own, what evaluating a stack costs: `evaluation.ts program|floor <stack>`. The floor registers the same
 * resources, of the same classes and with the same inputs, and does nothing else. Prints { milliseconds, megabytes } as JSON.
 */
async function main(): Promise<void> {
  const [what, stack = "prod"] = process.argv.slice(2);
  const plan = planStack(loadStack(resolve(__dirname, "../.."), stack));
  const program = (): unknown => deploy(plan);
  // Both sides are measured on loaded classes; what loading costs shows in the plan command's figure.
  const { resources } = await record(program, { stack, preview: true });
  const measured = what === "floor" ? await replay(resources) : program;

  const before = process.hrtime.bigint();
  await record(measured, { stack, preview: true });
  const milliseconds = Number(process.hrtime.bigint() - before) / 1e6;
  process.stdout.write(JSON.stringify({ milliseconds, megabytes: process.memoryUsage().rss / 2 ** 20 }));
}

async function replay(resources: readonly RecordedResource[]): Promise<() => void> {
  const registrations = await Promise.all(
    resources.map(async ({ type, name, inputs, custom }) => ({ create: custom ? await classOf(type) : component(type), name, inputs })),
  );
  return () => {
    for (const { create, name, inputs } of registrations) new create(name, inputs);
  };
}

function component(type: string): ResourceClass {
  return class extends pulumi.ComponentResource {
    constructor(name: string) {
      super(type, name);
      this.registerOutputs({});
    }
  };
}

void main();
