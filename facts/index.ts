import { awsFacts } from "./aws";
import { awsProvider } from "./aws/provider";
import { azureFacts } from "./azure";
import { azureProvider } from "./azure/provider";
import { gcpFacts } from "./gcp";
import { gcpProvider } from "./gcp/provider";
import type { ProviderFacts } from "./provider";
import type { ResourceFacts } from "./resource";

const tables = { ...awsFacts, ...azureFacts, ...gcpFacts };

/** Type token of something that is known, such as "aws:ec2/vpc:Vpc". */
export type ResourceType = keyof typeof tables;

export const cloudFacts: ReadonlyMap<string, ResourceFacts> = new Map(Object.entries(tables));

const providers: ReadonlyMap<string, ProviderFacts> = new Map(
  [awsProvider, azureProvider, gcpProvider].map((facts) => [facts.provider, facts]),
);

/** @throws Error for a type that has no entry yet */
export function factsOf(type: string): ResourceFacts {
  const facts = cloudFacts.get(type);
  if (facts === undefined)
    throw new Error(`nothing is known about changes of ${type}: add it to the table of its service in facts, with a source`);
  return facts;
}

/** The provider of a type; undefined for one of no cloud. */
export function providerOf(type: string): ProviderFacts | undefined {
  return providers.get(type.split(":")[0] ?? "");
}
