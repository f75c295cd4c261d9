import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const packages: Readonly<Record<string, string>> = { aws: "@pulumi/aws", "azure-native": "@pulumi/azure-native", gcp: "@pulumi/gcp" };

/**
 * Property that carries a resource's tags or labels, as its SDK declares it: where there are `tags`, `labels` are something else, such as a node's.
 * Undefined where the resource takes none, or inside another property only.
 *
 * @param token such as "aws:ec2/vpc:Vpc" or "azure-native:network:Subnet"
 * @throws where the SDK declares no such resource
 */
export function declaredCarrier(token: string): string | undefined {
  const declared = argumentsOf(token);
  return ["tags", "resourceLabels", "labels"].find((property) => new RegExp(`^ {4}${property}\\??: `, "m").test(declared));
}

/**
 * Whether the SDK's types take the property at the path, such as "networkProfile.podCidr" or "agentPoolProfiles[*].vmSize".
 *
 * @throws where the SDK declares no such resource
 */
export function declaresInput(token: string, path: string): boolean {
  let declared: string | undefined = argumentsOf(token);
  for (const step of path.replaceAll("[*]", "").split(".")) {
    const property: RegExpExecArray | null = new RegExp(`^ +${step}\\??: (.*)$`, "m").exec(declared ?? "");
    if (property === null) return false;
    declared = nestedArguments(token, property[1] ?? "");
  }
  return true;
}

/** What is declared of "pulumi.Input<inputs.eks.ClusterAccessConfig | undefined>", in types/input.d.ts below a namespace for each word; undefined for a plain value. */
function nestedArguments(token: string, type: string): string | undefined {
  const [, namespace, name] = /inputs\.(\w+)\.(\w+)/.exec(type) ?? [];
  if (namespace === undefined) return undefined;
  const [, , members] =
    new RegExp(`^export declare namespace ${namespace} \\{\\n([\\s\\S]*?)^ {4}interface ${name} \\{\\n([\\s\\S]*?)^ {4}\\}`, "m").exec(
      inputTypes(token),
    ) ?? [];
  return members;
}

function inputTypes(token: string): string {
  const [provider = ""] = token.split(":");
  const known = inputTypesOf.get(provider);
  if (known !== undefined) return known;
  const text = readFileSync(join(__dirname, "..", "..", "node_modules", packages[provider] ?? provider, "types", "input.d.ts"), "utf8");
  inputTypesOf.set(provider, text);
  return text;
}

const inputTypesOf = new Map<string, string>();

function argumentsOf(token: string): string {
  const [provider = "", path = "", type = ""] = token.split(":");
  const folder = join(__dirname, "..", "..", "node_modules", packages[provider] ?? provider, path.split("/")[0] ?? "");
  // Tokens and files are not always of one case: gcp:projects/iAMMember is in projects/iammember.d.ts.
  const file = readdirSync(folder).find((name) => name.toLowerCase() === `${type}.d.ts`.toLowerCase());
  const [, declared] =
    new RegExp(`^export interface ${type}Args \\{\\n([\\s\\S]*?)^\\}`, "m").exec(
      file === undefined ? "" : readFileSync(join(folder, file), "utf8"),
    ) ?? [];
  if (declared === undefined) throw new Error(`${folder} declares no ${type}Args`);
  return declared;
}
