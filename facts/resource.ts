import type { ChangeFacts } from "./changes";
import type { PathKeys } from "./properties/path";
import type { Properties } from "./properties/values";

/** What one resource type is, whoever makes it: what its inputs may be, and what a change of them means. */
export interface ResourceFacts extends ChangeFacts {
  /** The vendor's page about the type: what it requires, its limits and its defaults. */
  readonly documentation: string;

  /** Paths that must be given; a nested one counts only where its parent is given. */
  readonly required?: readonly string[];
  readonly name?: NameRule;
  /** Fills in what the provider or its SDK fills in while checking. */
  readonly defaults?: (inputs: Properties, account: Account) => Properties;
  /** What is wrong with the inputs by themselves. */
  readonly limits?: (inputs: Properties) => readonly Problem[];

  /** Paths that keep the cloud's value when an input is taken away, so that taking it away is no change ("optional and computed"). */
  readonly keptWhenUnsaid?: readonly string[];
  /** Lists whose order means nothing. */
  readonly sets?: readonly string[];
  /** One spelling for what the cloud takes as equal, such as names in any case. */
  readonly canonical?: (inputs: Properties) => Properties;
  /** Computed outputs that a preview cannot know after these changes. */
  readonly unknownAfter?: (changed: readonly PathKeys[]) => readonly string[];
}

/** One table: the types of one service of a cloud by their Pulumi type tokens, such as "aws:ec2/vpc:Vpc". */
export type ServiceFacts = Readonly<Record<string, ResourceFacts>>;

export interface NameRule {
  readonly property: string;
  readonly max: number;
  readonly min?: number;
  readonly pattern?: RegExp;
  /** How the provider names what is not named: with random digits, as a copy of the logical name, as a UUID, or not at all. */
  readonly auto: "random" | "copy" | "uuid" | "none";
  /** With auto-name "random": lower-cases the logical name first. */
  readonly lowerCase?: boolean;
  /** A property that takes the name's place: no auto-name is made where it is given. */
  readonly unless?: string;
}

export interface Problem {
  readonly property: string;
  readonly reason: string;
}

/** The account, subscription or project a provider is configured for. */
export interface Account {
  readonly provider: string;
  /** Account number, subscription id or project id. */
  readonly owner: string;
  /** Azure's tenant; empty elsewhere. */
  readonly tenant: string;
  readonly region: string;
}
