import * as aws from "@pulumi/aws";
import * as gcp from "@pulumi/gcp";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

export type ResourceClass = new (name: string, args: Record<string, unknown>) => unknown;

/**
 * The SDK's class of a resource type: "aws:ec2/vpc:Vpc" is aws.ec2.Vpc, "kubernetes:apps/v1:Deployment" is k8s.apps.v1.Deployment.
 *
 * @throws Error for a type that its SDK has no class of
 */
export async function classOf(type: string): Promise<ResourceClass> {
  const [name = "", path = "", kind = ""] = type.split(":");
  switch (name) {
    case "pulumi":
      return providerClass(kind);
    case "aws":
      return found(type, member(aws, [path.split("/")[0] ?? "", kind]));
    case "azure-native":
      // Module by module, since the root of this SDK takes ten seconds to load.
      return found(type, member((await import(`@pulumi/azure-native/${path}`)) as object, [kind]));
    case "gcp":
      return found(type, member(gcp, [path.split("/")[0] ?? "", kind]));
    case "kubernetes":
      return kubernetesClass(path, kind);
    default:
      throw new Error(`no SDK is known for ${type}`);
  }
}

/** "rbac.authorization.k8s.io/v1" is k8s.rbac.v1; a kind that the SDK has no class of is a custom resource. */
function kubernetesClass(path: string, kind: string): ResourceClass {
  const [group = "", version = ""] = path.split("/");
  const inSdk = member(k8s, [group.split(".")[0] ?? "", version, kind]);
  if (typeof inSdk === "function") return inSdk as ResourceClass;
  return class extends k8s.apiextensions.CustomResource {
    constructor(name: string, args: Record<string, unknown>) {
      super(name, { ...args, apiVersion: path, kind });
    }
  };
}

function providerClass(name: string): ResourceClass {
  return class extends pulumi.ProviderResource {
    constructor(logicalName: string, inputs: Record<string, unknown>) {
      super(name, logicalName, inputs);
    }
  };
}

function found(type: string, value: unknown): ResourceClass {
  if (typeof value !== "function") throw new Error(`its SDK has no class of ${type}`);
  return value as ResourceClass;
}

function member(scope: object, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined), scope);
}
