import type { Properties } from "./properties/values";
import type { Account, ResourceFacts } from "./resource";

/** What the types of one cloud's provider have in common before any cloud is asked. */
export interface ProviderFacts {
  /** Package name: aws, azure-native, gcp. */
  readonly provider: string;
  /** The vendor's page about the provider's own inputs. */
  readonly documentation: string;
  /** What a provider resource is configured for. */
  readonly configure: (config: Properties) => Configured;
  /** A physical name made of the logical one. */
  readonly autoName: (logicalName: string, hexDigits: string) => string;
  /** What a check adds to inputs whose name it made, so that a later diff knows. */
  readonly autoNamed: (property: string) => Properties;
  readonly isAutoNamed: (inputs: Properties, property: string) => boolean;
  /** What every type of the cloud gets while it is checked. */
  readonly fillIn?: (resource: TypedFacts, inputs: Properties, account: Account) => Properties;
}

export type Configured =
  | { readonly account: Account }
  /** In the provider's words. */
  | { readonly refusal: string };

export interface TypedFacts {
  readonly type: string;
  readonly facts: ResourceFacts;
}
