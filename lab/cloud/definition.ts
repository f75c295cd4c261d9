import type { Properties } from "../../facts/properties/values";
import type { Account } from "../../facts/resource";
import type { CloudFunction, Draft, ResourceModel } from "./model";

/** One simulated cloud: its models, and what all its types have in common. */
export interface CloudDefinition {
  /** Package name: aws, azure-native, gcp. */
  readonly provider: string;
  /** Folder of the models below lab/cloud. */
  readonly folder: string;
  readonly models: readonly ResourceModel[];
  readonly functions: Readonly<Record<string, CloudFunction>>;
  /** Third octet of the first loopback address it gives out; each cloud has 80 blocks of 254. */
  readonly firstAddressBlock: number;

  /** The account a provider resource is configured for, and the services its configure calls out to. Throws CloudError. */
  readonly configure: (config: Properties) => { readonly account: Account; readonly calls: readonly string[] };
  /** A physical name made of the logical one. */
  readonly autoName: (logicalName: string, hexDigits: string) => string;
  /** What a check adds to inputs whose name it made, so that a later diff knows. */
  readonly autoNamed: (property: string) => Properties;
  readonly isAutoNamed: (inputs: Properties, property: string) => boolean;
  /** What every type of the cloud gets while it is checked. */
  readonly fillIn?: (model: ResourceModel, inputs: Properties, account: Account) => Properties;

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
