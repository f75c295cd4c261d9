import { flag, has, text, texts } from "../properties/select";
import type { Properties } from "../properties/values";
import type { ProviderFacts } from "../provider";

export const awsProvider = {
  provider: "aws",
  documentation: "https://www.pulumi.com/registry/packages/aws/installation-configuration/",
  configure(config) {
    const region = text(config, "region");
    if (region === "") return { refusal: "unable to validate AWS credentials: an AWS region must be set, for example with aws:region" };
    const skipsAccount = flag(config, "skipRequestingAccountId") === true;
    const allowed = list(config, "allowedAccountIds");
    if (skipsAccount && allowed.length > 0)
      return { refusal: "allowedAccountIds cannot be checked while skipRequestingAccountId is set: remove one of the two" };
    const owner = skipsAccount ? "" : (allowed[0] ?? ownerOfRole(config) ?? "000000000000");
    return { account: { provider: "aws", owner, tenant: "", region } };
  },
  autoName: (logicalName, hex) => `${logicalName}-${hex.slice(0, 7)}`,
  autoNamed: (property) => ({ __defaults: [property] }),
  isAutoNamed: (inputs, property) => texts(inputs, "__defaults[*]").includes(property),
  // Since version 7 every regional resource carries its region among its inputs.
  fillIn: ({ type }, inputs, account) => (isGlobal(type) || has(inputs, "region") ? {} : { region: account.region }),
} satisfies ProviderFacts;

function isGlobal(type: string): boolean {
  return type.startsWith("aws:iam/") || type.startsWith("aws:route53/");
}

/** Lists in a provider's configuration arrive as JSON text. */
function list(config: Properties, key: string): readonly string[] {
  const json = text(config, key);
  if (json === "") return texts(config, `${key}[*]`);
  const parsed: unknown = JSON.parse(json);
  return Array.isArray(parsed) ? parsed.map(String) : [];
}

function ownerOfRole(config: Properties): string | undefined {
  const role = JSON.stringify([config["assumeRoles"] ?? null, config["assumeRole"] ?? null]);
  return /arn:aws[a-z-]*:iam::(\d{12}):/.exec(role)?.[1];
}
