import { awsFacts } from "./aws";
import { azureFacts } from "./azure";
import type { ChangeFacts } from "./changes";
import { gcpFacts } from "./gcp";

/** By type token, such as "aws:ec2/vpc:Vpc". */
export const cloudFacts: ReadonlyMap<string, ChangeFacts> = new Map(Object.entries({ ...awsFacts, ...azureFacts, ...gcpFacts }));

/** @throws Error for a type that has no entry yet */
export function factsOf(type: string): ChangeFacts {
  const facts = cloudFacts.get(type);
  if (facts === undefined)
    throw new Error(`nothing is known about changes of ${type}: add it to the table of its cloud in facts, with a source`);
  return facts;
}
