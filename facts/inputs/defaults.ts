import { factsOf, providerOf } from "..";
import type { Properties } from "../properties/values";
import type { Account } from "../resource";

/** Inputs with what the provider takes where nothing is said. */
export function withDefaults(type: string, inputs: Properties, account: Account): Properties {
  const facts = factsOf(type);
  return { ...inputs, ...providerOf(type)?.fillIn?.({ type, facts }, inputs, account), ...facts.defaults?.(inputs, account) };
}
