import { text, texts } from "../properties/select";
import type { ProviderFacts } from "../provider";

export const gcpProvider = {
  provider: "gcp",
  documentation: "https://www.pulumi.com/registry/packages/gcp/installation-configuration/",
  configure(config) {
    const owner = text(config, "project");
    if (owner === "") return { refusal: "unable to detect a global setting for GCP Project; set gcp:project" };
    return { account: { provider: "gcp", owner, tenant: "", region: text(config, "region") } };
  },
  autoName: (logicalName, hex) => `${logicalName}-${hex.slice(0, 7)}`,
  autoNamed: (property) => ({ __defaults: [property] }),
  isAutoNamed: (inputs, property) => texts(inputs, "__defaults[*]").includes(property),
} satisfies ProviderFacts;
