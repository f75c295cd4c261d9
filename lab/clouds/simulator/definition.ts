import type { Properties } from "../../../facts/properties/values";
import type { Account } from "../../../facts/resource";
import type { CloudFunction, Draft, ResourceModel } from "./model";
import type { ProviderFacts } from "../../../facts/provider";

/** One simulated cloud: its models, and what all its types have in common, beside what is known of its provider. */
export interface CloudDefinition extends ProviderFacts {
  /** Folder of the models below lab/clouds. */
  readonly folder: string;
  readonly models: readonly ResourceModel[];
  readonly functions: Readonly<Record<string, CloudFunction>>;
  /** Third octet of the first loopback address it gives out; each cloud has 80 blocks of 254. */
  readonly firstAddressBlock: number;

  /** The services that configuring a provider calls out to. */
  readonly calls: (config: Properties) => readonly string[];

  /** The cloud's words. */
  readonly errors: {
    readonly outage: (service: string, call: string, account: Account) => string;
    readonly exists: (draft: Draft, id: string) => string;
    /** For a reference to what is not there. */
    readonly missing: (draft: Draft, reference: { readonly path: string; readonly value: string; readonly type: string }) => string;
    readonly gone: (type: string, id: string) => string;
  };
}

/** The service of a type or function token: "ec2" of "aws:ec2/vpc:Vpc". */
export function serviceOf(token: string): string {
  return (token.split(":")[1] ?? "").split("/")[0] ?? "";
}
