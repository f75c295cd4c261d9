import { flag, has, text } from "../properties/select";
import type { ProviderFacts } from "../provider";

export const azureProvider = {
  provider: "azure-native",
  documentation: "https://www.pulumi.com/registry/packages/azure-native/installation-configuration/",
  configure(config) {
    const owner = text(config, "subscriptionId");
    if (owner === "") return { refusal: "unable to determine the subscription: set azure-native:subscriptionId" };
    return { account: { provider: "azure-native", owner, tenant: text(config, "tenantId"), region: text(config, "location") } };
  },
  autoName: (logicalName, hex) => `${logicalName}${hex.slice(0, 8)}`,
  autoNamed: () => ({ __createBeforeDelete: true }),
  isAutoNamed: (inputs) => flag(inputs, "__createBeforeDelete") === true,
  fillIn: ({ facts }, inputs, account) =>
    facts.replaces.includes("location") && !has(inputs, "location") && account.region !== "" ? { location: account.region } : {},
} satisfies ProviderFacts;
