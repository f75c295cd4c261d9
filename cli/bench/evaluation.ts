import { resolve } from "node:path";
import * as aws from "@pulumi/aws";
import * as authorization from "@pulumi/azure-native/authorization";
import * as containerservice from "@pulumi/azure-native/containerservice";
import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as network from "@pulumi/azure-native/network";
import * as azureResources from "@pulumi/azure-native/resources";
import * as gcp from "@pulumi/gcp";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { loadStack } from "../../stacks/config/load";
import { deploy } from "../../stacks/deploy";
import { planStack } from "../../stacks/plan";
import { record, type RecordedResource } from "../plan/record";

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
  const measured = what === "floor" ? replay(resources) : program;

  const before = process.hrtime.bigint();
  await record(measured, { stack, preview: true });
  const milliseconds = Number(process.hrtime.bigint() - before) / 1e6;
  process.stdout.write(JSON.stringify({ milliseconds, megabytes: process.memoryUsage().rss / 2 ** 20 }));
}

type ResourceClass = new (name: string, args: Record<string, unknown>) => unknown;

function replay(resources: readonly RecordedResource[]): () => void {
  const registrations = resources.map(({ type, name, inputs, custom }) => ({
    create: custom ? classOf(type) : component(type),
    name,
    inputs,
  }));
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

const azure: Readonly<Record<string, object>> = { authorization, containerservice, managedidentity, network, resources: azureResources };
const packages: Readonly<Record<string, object>> = { aws, "azure-native": azure, gcp, kubernetes: k8s };

/** "aws:ec2/vpc:Vpc" is aws.ec2.Vpc; "kubernetes:apps/v1:Deployment" is k8s.apps.v1.Deployment. */
function classOf(type: string): ResourceClass {
  const [name = "", path = "", kind = ""] = type.split(":");
  if (name === "pulumi") return provider(kind);
  const segments = path.replace("helm.sh", "helm").replace("rbac.authorization.k8s.io", "rbac").split("/");
  const levels = name === "kubernetes" ? segments : segments.slice(0, 1);
  const found = [...levels, kind].reduce<object | undefined>(
    (scope, key) => (scope === undefined ? undefined : member(scope, key)),
    packages[name],
  );
  if (typeof found !== "function") throw new Error(`the floor knows no class of ${type}`);
  return found as ResourceClass;
}

function provider(name: string): ResourceClass {
  return class extends pulumi.ProviderResource {
    constructor(logicalName: string, inputs: Record<string, unknown>) {
      super(name, logicalName, inputs);
    }
  };
}

function member(scope: object, key: string): object | undefined {
  const value: unknown = Reflect.get(scope, key);
  return typeof value === "object" || typeof value === "function" ? (value ?? undefined) : undefined;
}

void main();
