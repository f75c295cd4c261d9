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
